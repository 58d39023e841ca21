internal import HTTPTypes
public import RegistryCore

/// What the legacy upload form says wrongly, whatever the file is.
public enum LegacyUploadError: Error, Equatable, Sendable {
    /// The form has no file.
    case missingFile
    /// A field that must say something.
    case missing(LegacyField)
    /// `:action` asks for something that the index used to do.
    case retiredAction(String)
    /// `:action` asks for something else.
    case unknownAction(String)
    /// `protocol_version` is not 1.
    case unknownProtocol(String)
    /// `filetype` is neither `sdist` nor `bdist_wheel`.
    case unknownFileType(String)
    /// `pyversion` does not fit the `filetype`.
    case pythonVersion(String?, DistributionKind)
    /// Not as many hexadecimal digits as the digest has.
    case malformedDigest(LegacyField)
    /// Not one digest of the file is given.
    case missingDigest
    /// `attestations` is not a JSON array of attestations.
    case malformedAttestations

    /// 410 for what was given up, else 400.
    var status: HTTPResponse.Status {
        if case .retiredAction = self { .gone } else { .badRequest }
    }
}

extension LegacyUploadError: CustomStringConvertible {
    /// A sentence for the client: lower case, no full stop. Holds values as the client sent them, cut.
    public var description: String {
        switch self {
        case .missingFile: "the form has no file"
        case .missing(let field): "\(field.rawValue) is missing"
        case .retiredAction(let action): "the action \(action) is not offered any more"
        case .unknownAction(let action): "there is no action \(action.prefix(60))"
        case .unknownProtocol(let version): "the protocol version \(version.prefix(60)) is not 1"
        case .unknownFileType(let type): "the file type \(type.prefix(60)) is neither sdist nor bdist_wheel"
        case .pythonVersion(nil, _): "pyversion is missing, which a wheel needs"
        case .pythonVersion(let version?, _): "the pyversion of an sdist is source, not \(version.prefix(60))"
        case .malformedDigest(let field): "\(field.rawValue) is not a digest in hexadecimal digits"
        case .missingDigest:
            "no digest of the file is given: one of md5_digest, sha256_digest, blake2_256_digest is needed"
        case .malformedAttestations: "the attestations are not a JSON array of attestation objects"
        }
    }
}
