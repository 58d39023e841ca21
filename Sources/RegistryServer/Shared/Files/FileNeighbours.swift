internal import ContentStore
internal import Digests
internal import HTTPTypes
public import HummingbirdCore
internal import NIOCore
public import RegistryCore

extension FileResponses {
    /// Answers at a file's URL and at those beside it: `.metadata` (PEP 658) and `.provenance` (PEP 740).
    /// - Parameters:
    ///   - filename: the last component of the path.
    ///   - find: the file of a name, in the place that the rest of the path says.
    /// - Returns: nil where there is no such file, or it has nothing of that kind: the dialect words it.
    public func respond(
        named filename: String, _ request: Request, _ context: ServerContext, options: Options,
        find: (String) throws -> FileEntry?
    ) async throws -> Response? {
        if let file = try find(filename) {
            try checkCooldown(of: file)
            return try await respond(file, request, context, options: options)
        }
        let (name, part) = FilePart.split(filename)
        guard part != .file, let file = try find(name) else { return nil }
        switch part {
        case .file: return nil
        case .metadata:
            try checkCooldown(of: file)
            return try await respondMetadata(of: file, request, context, options: options)
        case .provenance: return try await respondProvenance(of: file, request, context, options: options)
        }
    }

    /// A file's attestations as an integrity API object, which may change later (PEP 740).
    private func respondProvenance(
        of file: FileEntry, _ request: Request, _ context: ServerContext, options: Options
    ) async throws -> Response? {
        guard file.hasAttestations else { return nil }
        let registry = registry
        guard let attestations = try await blocking.run({ try registry.attestations(of: file) }) else { return nil }
        // They are an array of JSON, which was read and found to be one when they came in.
        let body =
            Array(#"{"version":1,"attestation_bundles":[{"publisher":{"kind":"regadmin"},"attestations":"#.utf8)
            + attestations + Array("}]}".utf8)
        return respond(provenance: body, request, options)
    }

    /// Answers with an integrity API object.
    func respond(provenance body: [UInt8], _ request: Request, _ options: Options) -> Response {
        var options = options
        options.isImmutable = false
        options.contentType = "application/vnd.pypi.integrity.v1+json"
        let digest = ContentDigest(hashing: body)
        return notModified(digest, request, options) ?? respond(bytes: body, digest: digest, options)
    }
}
