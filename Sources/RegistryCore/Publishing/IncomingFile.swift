internal import ContentStore
internal import Digests

/// A file that is to be given a name in a registry: what the registry's rules look at, and what its records say.
struct IncomingFile {
    let name: BlobName
    let record: FileRecord
    let digest: ContentDigest
    /// The registry had the file when it was looked up.
    var isKnown = false
    /// A JSON array of attestations (PEP 740).
    var attestations: [UInt8]?
    /// What else is asked of it.
    var rules = AdmissionRules()
}

/// What is asked of a file besides what the registry's own settings ask.
struct AdmissionRules: Sendable {
    /// Whether a file that is there with the same bytes is a conflict, too.
    var refusesSameBytes = false
    /// Whether filenames of one release that differ only in case are the same.
    var ignoresCase = false
    /// Whether it comes from the registry's upstream.
    var isFromUpstream = false

    /// The kind of registry that takes it.
    var kind: RegistryKind { isFromUpstream ? .upstream : .source }
}

/// Why a transaction does not take a file.
enum AdmissionError: Error {
    case refused(UploadRefusal)
    case store(StoreError)

    /// As the registry's callers see it.
    var asRegistryError: RegistryError {
        switch self {
        case .refused(let refusal): .refused(refusal)
        case .store(let error): .store(error)
        }
    }
}
