public import Digests
public import PythonPackaging

/// The rule that keeps an uploaded file out.  Nothing of it is in the registry then.
public enum UploadRefusal: Error, Equatable, Sendable {
    /// Something a claim can contradict.
    public enum Field: String, Sendable {
        case name, version, kind
    }

    /// The registry has a file of this name.
    case filenameTaken(existing: ContentDigest, isSameBytes: Bool)
    /// A file of this name was deleted, and this registry gives no filename twice.
    case filenameReserved
    /// The bytes do not have a digest that was claimed.
    case digestMismatch(DigestAlgorithm)
    /// The claim and the file say different things.
    case contradiction(Field, claimed: String, found: String)
    /// Not a project name.
    case invalidName(String)
    /// Not a version after PEP 440, or too long a text for one.
    case invalidVersion(String)
    /// Not a filename that a distribution has, or not one that is safe to keep.
    case invalidFilename(FilenameError)
    /// Neither said nor to be found in the file.
    case missing(Field)
    /// The inspection found what the registry's policy does not take.
    case inspection(rule: String, member: String?, sentence: String)
    /// Larger than the limit.
    case tooLarge(limitBytes: Int64)
    /// Attestations that cannot be kept.
    case attestations(problem: String)
    /// The project takes no files.
    case projectClosed(ProjectStatus)
    /// The registry is of a kind that takes no uploads.
    case noUploads(RegistryKind)
    /// The number drawn for the file is another's.  Trying again helps.
    case numberTaken
}

extension UploadRefusal {
    /// A word for the rule, the same in every release: an inspection's own, or one of these.
    public var rule: String {
        switch self {
        case .filenameTaken: "name-conflict"
        case .filenameReserved: "name-reserved"
        case .digestMismatch: "digest-mismatch"
        case .contradiction: "contradiction"
        case .invalidName: "name"
        case .invalidVersion: "version"
        case .invalidFilename: "filename"
        case .missing: "missing"
        case .inspection(let rule, _, _): rule
        case .tooLarge: "too-large"
        case .attestations: "attestations"
        case .projectClosed: "project-closed"
        case .noUploads(let kind): kind.rawValue
        case .numberTaken: "number-taken"
        }
    }
}

extension UploadRefusal: CustomStringConvertible {
    /// The sentence for a person: lower case, no full stop, without the file's name.
    public var description: String {
        switch self {
        case .filenameTaken(_, true): "the registry has this file already"
        case .filenameTaken(let existing, false):
            "the registry has this filename with other bytes (sha256:\(existing.hex))"
        case .filenameReserved: "a file of this name was deleted, and this registry gives no filename twice"
        case .digestMismatch(let algorithm): "the \(algorithm.name) digest is not the one given"
        case .contradiction(let field, let claimed, let found):
            "the \(field.rawValue) is said to be “\(claimed)”, and in the file it is “\(found)”"
        case .invalidName(let name): "“\(name)” is not a project name"
        case .invalidVersion(let version): "“\(version)” is not a version"
        case .invalidFilename(let error): error.description
        case .missing(let field): "there is no \(field.rawValue)"
        case .inspection(_, let member, let sentence): member.map { "\($0): \(sentence)" } ?? sentence
        case .tooLarge(let limit): "larger than the limit of \(limit) bytes"
        case .attestations(let problem): "the attestations cannot be kept: \(problem)"
        case .projectClosed(let status): "the project is \(status.rawValue) and takes no files"
        case .noUploads(.composite): "it is a composite registry: publish to one of its members"
        case .noUploads(.upstream): "the registry takes files from its upstream only"
        case .noUploads(.source): "the registry takes uploads only, and nothing from an upstream"
        case .numberTaken: "the number drawn for the file is taken; try again"
        }
    }
}
