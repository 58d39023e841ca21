public import Digests
internal import FoundationEssentials
public import RegistryCore

/// The form that twine and its kin send to PyPI (`file_upload`, the legacy upload API), read rule by rule.
///
/// Each rule is a property or a call of its own, since no two dialects apply the same ones in the same order.
public struct LegacyUpload: Sendable {
    /// The text fields.
    public let form: UploadForm
    /// The file.
    public let file: ReceivedUpload.File
    /// What the request's query says, which some clients put `:action` into.
    private let queryAction: String?

    /// - Parameter queryAction: the value of `:action` in the request's query.
    /// - Throws: `missingFile`.
    public init(_ received: ReceivedUpload, queryAction: String? = nil) throws(LegacyUploadError) {
        guard let file = received.file else { throw .missingFile }
        form = received.form
        self.file = file
        self.queryAction = queryAction
    }

    /// The form must ask for a file's upload, by itself or by the query.
    /// - Throws: `retiredAction`, `unknownAction`, `missing`.
    public func requireFileUpload() throws(LegacyUploadError) {
        guard let action = form.value(.action) ?? queryAction else { throw .missing(.action) }
        if ["submit", "submit_pkg_info", "doc_upload"].contains(action) { throw .retiredAction(action) }
        guard action == "file_upload" else { throw .unknownAction(action) }
    }

    /// `protocol_version` must be 1 where it is said.
    /// - Throws: `unknownProtocol`.
    public func requireKnownProtocol() throws(LegacyUploadError) {
        guard let version = form.value(.protocolVersion), version != "1" else { return }
        throw .unknownProtocol(version)
    }

    /// - Throws: `missing`, for the first of these that says nothing.
    public func require(_ fields: LegacyField...) throws(LegacyUploadError) {
        for field in fields where form.value(field) == nil { throw .missing(field) }
    }

    /// What `filetype` says the file is; nil where it says nothing.
    /// - Throws: `unknownFileType`, for eggs and installers too.
    public func kind() throws(LegacyUploadError) -> DistributionKind? {
        switch form.value(.fileType) {
        case nil: nil
        case "sdist"?: .sdist
        case "bdist_wheel"?: .wheel
        case let type?: throw .unknownFileType(type)
        }
    }

    /// `pyversion` must be `source` for an sdist, or nothing, and something for a wheel.
    /// - Throws: `pythonVersion`, `unknownFileType`.
    public func requireFittingPythonVersion() throws(LegacyUploadError) {
        let version = form.value(.pythonVersion)
        switch try kind() {
        case .sdist? where version != nil && version != "source": throw .pythonVersion(version, .sdist)
        case .wheel? where version == nil: throw .pythonVersion(nil, .wheel)
        default: break
        }
    }

    /// The digests that the form gives of the file, in any case: MD5, SHA-256, BLAKE2b-256.
    /// - Throws: `malformedDigest`.
    public func digests() throws(LegacyUploadError) -> [Digest] {
        var digests: [Digest] = []
        for (field, algorithm) in Self.digestFields {
            guard let text = form.value(field) else { continue }
            guard let digest = Digest(algorithm, hex: text) else { throw .malformedDigest(field) }
            digests.append(digest)
        }
        return digests
    }

    private static let digestFields: [(LegacyField, DigestAlgorithm)] = [
        (.md5Digest, .md5), (.sha256Digest, .sha256), (.blake2Digest, .blake2b256),
    ]

    /// - Throws: `missingDigest`, `malformedDigest`.
    public func requireDigest() throws(LegacyUploadError) {
        if try digests().isEmpty { throw .missingDigest }
    }

    /// The JSON array of PEP 740, as sent; nil where there is none.
    /// - Throws: `malformedAttestations`: whether the signatures are right is not looked at.
    public func attestations() throws(LegacyUploadError) -> [UInt8]? {
        guard let text = form.value(.attestations) else { return nil }
        guard text.utf8.count <= UploadClaims.attestationsLimitBytes,
            let attestations = try? JSONDecoder().decode([Attestation].self, from: Data(text.utf8)),
            !attestations.isEmpty, attestations.allSatisfy({ $0.version == 1 })
        else { throw .malformedAttestations }
        return Array(text.utf8)
    }

    /// The shape of an attestation object (PEP 740): enough to tell it from anything else.
    private struct Attestation: Decodable {
        struct Material: Decodable {
            let certificate: String
        }
        struct Envelope: Decodable {
            let statement: String
            let signature: String
        }
        let version: Int
        let verification_material: Material
        let envelope: Envelope
    }

    /// All that the form says of the file, for the registry to hold against it.
    /// - Throws: `unknownFileType`, `malformedDigest`, `malformedAttestations`.
    public func claims(uploader: String?) throws(LegacyUploadError) -> UploadClaims {
        var claims = UploadClaims(filename: file.filename)
        claims.name = form.value(.name)
        claims.version = form.value(.version)
        claims.kind = try kind()
        claims.digests = try digests()
        claims.requiresPython = form.value(.requiresPython)
        claims.summary = form.value(.summary)
        claims.attestations = try attestations()
        claims.uploader = uploader
        return claims
    }
}
