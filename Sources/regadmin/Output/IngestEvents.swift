internal import Digests
internal import RegistryCore

/// The digests of some bytes, as JSON has them.
struct DigestFigures: Encodable {
    private let digests: DigestSet

    private enum CodingKeys: String, CodingKey { case md5, sha1, sha256, sha512, blake2b256 = "blake2b_256" }

    init(_ digests: DigestSet) { self.digests = digests }

    var md5: String { digests.md5.hex }
    var sha1: String { digests.sha1.hex }
    var sha256: String { digests.sha256.hex }
    var sha512: String { digests.sha512.hex }
    var blake2b256: String { digests.blake2b256.hex }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(md5, forKey: .md5)
        try container.encode(sha1, forKey: .sha1)
        try container.encode(sha256, forKey: .sha256)
        try container.encode(sha512, forKey: .sha512)
        try container.encode(blake2b256, forKey: .blake2b256)
    }
}

/// The paths have been looked through.
struct IngestBeganEvent: OutputEvent {
    static let event = "began"
    let files: Int
    let bytes: Int64

    // The summary says it again.
    var text: String? { nil }
}

/// A file that is in the registry now, or would be.
struct IngestedEvent: OutputEvent {
    struct Warning: Encodable {
        let rule: String
        let member: String?
        let message: String
    }

    static let event = "file"
    static let isDetail = true
    var eventName: String { outcome }
    /// `stored`, `present`, `healed` or `would-store`.
    private let outcome: String
    let path: String
    let filename: String
    let reference: String
    let bytes: Int64
    let digests: DigestFigures
    let warnings: [Warning]

    private enum CodingKeys: String, CodingKey {
        case path, filename, reference, bytes, digests, warnings
    }

    init(outcome: String, path: String, _ file: IngestedFile) {
        self.outcome = outcome
        self.path = path
        filename = file.filename
        reference = file.reference
        bytes = file.size
        digests = DigestFigures(file.digests)
        warnings = file.warnings.map { Warning(rule: $0.rule, member: $0.member, message: $0.sentence) }
    }

    var text: String? {
        let word = outcome == "would-store" ? "would store" : outcome
        let head = word + String(repeating: " ", count: max(0, 8 - word.count))
        let name = SafeText.escaping(filename)
        let padding = String(repeating: " ", count: max(0, 44 - name.utf8.count))
        return "\(head) \(name)\(padding)  sha256:\(digests.sha256.prefix(12))…  \(ByteCount.exact(bytes)) bytes"
    }
}

/// A file that a rule keeps out.
struct IngestRefusedEvent: OutputEvent {
    static let event = "refused"
    let path: String
    let rule: String
    let member: String?
    let message: String

    // A person has it from standard error, and of the next two.
    var text: String? { nil }
}

/// A file that could not be read or stored.
struct IngestFailedEvent: OutputEvent {
    static let event = "failed"
    let path: String
    let message: String
    let retryable: Bool

    var text: String? { nil }
}

/// A file or directory that was passed over.
struct IngestSkippedEvent: OutputEvent {
    static let event = "skipped"
    let path: String
    let message: String

    var text: String? { nil }
}

/// What `ingest` prints at its end.
struct IngestSummaryEvent: OutputEvent {
    static let event = "summary"
    let registry: String
    let dryRun: Bool
    let stored: Int
    let storedBytes: Int64
    let present: Int
    let healed: Int
    let wouldStore: Int
    let wouldStoreBytes: Int64
    let refused: Int
    let failed: Int
    let skipped: Int
    let warnings: Int
    let bytesRead: Int64
    let isStoppedEarly: Bool

    init(_ report: IngestReport, registry: RegistryPath, isDryRun: Bool) {
        self.registry = "\(registry)"
        dryRun = isDryRun
        stored = report.stored
        storedBytes = report.storedBytes
        present = report.present
        healed = report.healed
        wouldStore = report.wouldStore
        wouldStoreBytes = report.wouldStoreBytes
        refused = report.refused
        failed = report.failed
        skipped = report.skipped
        warnings = report.warnings
        bytesRead = report.bytesRead
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? {
        var parts =
            dryRun
            ? ["\(wouldStore) would be stored (\(ByteCount.text(wouldStoreBytes)))"]
            : ["\(stored) stored (\(ByteCount.text(storedBytes)))"]
        parts.append("\(present) present")
        if healed > 0 { parts.append("\(healed) healed") }
        if refused > 0 { parts.append("\(refused) refused") }
        if failed > 0 { parts.append("\(failed) failed") }
        if skipped > 0 { parts.append("\(skipped) skipped") }
        if warnings > 0 { parts.append("\(warnings) warnings") }
        return "\(registry): " + parts.joined(separator: ", ")
    }
}
