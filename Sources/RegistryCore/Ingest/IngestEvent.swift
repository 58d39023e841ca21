public import Digests
public import PythonPackaging
public import SystemPackage

/// What happens during an ingest, in the order in which it is certain; one event at a time, on the caller's thread.
public enum IngestEvent: Sendable {
    /// The registry was not there, and was made (private).
    case madeRegistry(RegistryPath)
    /// The paths have been looked through: this many distributions, of this many bytes.
    case began(files: Int, bytes: Int64)
    /// What became of one file, as durable as it says.
    case file(FilePath, IngestOutcome)
    /// How far the ingest is; several times a second while anything moves.
    case progress(IngestProgress)
}

/// What became of one file.
public enum IngestOutcome: Sendable {
    /// It is in the registry now.
    case stored(IngestedFile)
    /// It was in the registry already, with the same bytes.
    case present(IngestedFile)
    /// The bytes of these digests were damaged in the store, and are whole again.
    case healed(IngestedFile)
    /// A dry run would have stored or healed it.
    case wouldStore(IngestedFile)
    /// A rule keeps it out.
    case refused(IngestRefusal)
    /// It could not be read or stored; trying again may help.
    case failed(RegistryError)
    /// Found on the way and left alone.
    case skipped(SkipReason)
}

/// A file that passed.
public struct IngestedFile: Sendable {
    /// Its name in the registry.
    public let filename: String
    /// `organization/registry/filename`.
    public let reference: String
    /// Bytes.
    public let size: Int64
    /// All digests.
    public let digests: DigestSet
    /// What the inspection found odd and let pass.
    public let warnings: [IngestRefusal]
}

/// The rule that a file breaks.
public struct IngestRefusal: Sendable, Equatable, CustomStringConvertible {
    /// A word for the rule, the same in every release: `name-conflict`, `hash-not-expected`, `too-large`, `filename`,
    /// `archive`, or an inspection's.
    public let rule: String
    /// The archive's member that breaks it, where it is one.
    public let member: String?
    /// What is wrong, without the file's name.
    public let sentence: String

    init(rule: String, member: String? = nil, sentence: String) {
        self.rule = rule
        self.member = member
        self.sentence = sentence
    }

    /// The member and the sentence.
    public var description: String { member.map { "\($0): \(sentence)" } ?? sentence }
}

/// Why a file or directory was passed over.
public enum SkipReason: Sendable, Equatable, CustomStringConvertible {
    /// Its suffix is no distribution's.
    case notADistribution
    /// The suffix is, the rest is not.
    case invalidFilename(FilenameError)
    /// The directory was on the way here: following it would never end.
    case directoryLoop
    /// Another path led to the same directory before.
    case seenBefore
    /// A socket, a device or the like, or a link to nothing.
    case notAFile

    /// The sentence for an operator.
    public var description: String {
        switch self {
        case .notADistribution: "not a distribution"
        case .invalidFilename(let error): error.description
        case .directoryLoop: "the directory contains itself"
        case .seenBefore: "the directory was read under another name"
        case .notAFile: "neither a file nor a directory"
        }
    }
}

/// How far an ingest is.
public struct IngestProgress: Sendable, Equatable {
    /// Files whose outcome is known.
    public var files = 0
    /// Bytes read from sources.
    public var bytes: Int64 = 0
    /// Of how many files.
    public var totalFiles = 0
    /// Of how many bytes.
    public var totalBytes: Int64 = 0
}

/// What an ingest came to.
public struct IngestReport: Sendable, Equatable {
    /// Files that are in the registry now and were not before.
    public internal(set) var stored = 0
    /// Their bytes.
    public internal(set) var storedBytes: Int64 = 0
    /// Files that were in the registry already.
    public internal(set) var present = 0
    /// Files whose bytes were damaged and are whole again.
    public internal(set) var healed = 0
    /// Files that a dry run would have stored or healed.
    public internal(set) var wouldStore = 0
    /// Their bytes.
    public internal(set) var wouldStoreBytes: Int64 = 0
    /// Files that a rule kept out.
    public internal(set) var refused = 0
    /// Files that could not be read or stored.
    public internal(set) var failed = 0
    /// Files and directories passed over.
    public internal(set) var skipped = 0
    /// Warnings of inspections.
    public internal(set) var warnings = 0
    /// Bytes read from sources.
    public internal(set) var bytesRead: Int64 = 0
    /// It was told to stop before it had done everything; running it again does the rest.
    public internal(set) var isStoppedEarly = false

    /// The exit status of a command that ends with this: 0, 1 where a file was refused or failed, 4 stopped early.
    public var exitCode: Int32 { isStoppedEarly ? 4 : refused + failed > 0 ? 1 : 0 }

    mutating func count(_ outcome: IngestOutcome) {
        switch outcome {
        case .stored(let file):
            stored += 1
            storedBytes += file.size
            warnings += file.warnings.count
        case .present: present += 1
        case .healed(let file):
            healed += 1
            warnings += file.warnings.count
        case .wouldStore(let file):
            wouldStore += 1
            wouldStoreBytes += file.size
            warnings += file.warnings.count
        case .refused: refused += 1
        case .failed: failed += 1
        case .skipped: skipped += 1
        }
    }
}
