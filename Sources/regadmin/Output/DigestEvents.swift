internal import Digests
internal import RegistryCore

/// The digests of one file. A person gets them as lines of bytes, because names are bytes.
struct DigestEvent: OutputEvent {
    static let event = "digest"
    let path: String
    let bytes: Int64
    /// By algorithm, those asked for; hexadecimal.
    let digests: [String: String]

    init(path: String, _ digested: FileDigests.Digested, _ algorithms: [DigestAlgorithm]) {
        self.path = path
        bytes = digested.byteCount
        digests = Dictionary(
            uniqueKeysWithValues: algorithms.map { algorithm in
                (algorithm == .blake2b256 ? "blake2b_256" : algorithm.name, digested.digests[algorithm].hex)
            })
    }

    var text: String? { nil }
}

/// A file that cannot be hashed. A person has it from standard error.
struct DigestFailedEvent: OutputEvent {
    static let event = "digest-failed"
    let path: String
    let message: String

    var text: String? { nil }
}

/// What a file is, compared with what a list says.
struct DigestMatchEvent: OutputEvent {
    static let event = "digest-match"
    static let isDetail = true
    let path: String

    var text: String? { "\(SafeText.escaping(path)): OK" }
}

/// A file that is not what a list says.
struct DigestMismatchEvent: OutputEvent {
    static let event = "digest-mismatch"
    let path: String
    /// The tags of the digests that differ.
    let digests: [String]

    var text: String? { "\(SafeText.escaping(path)): FAILED (\(digests.joined(separator: ", ")))" }
}

/// The end of a check.
struct DigestCheckEvent: OutputEvent {
    static let event = "digest-check-summary"
    var matching = 0
    var different = 0
    var unreadable = 0
    /// Lines that are no digest of ours.
    var unknownLines = 0

    var isClean: Bool { different == 0 && unreadable == 0 && unknownLines == 0 }

    var text: String? {
        "checked \(matching + different + unreadable) files: \(matching) OK, \(different) FAILED, "
            + "\(unreadable) unreadable, \(unknownLines) lines not understood"
    }
}
