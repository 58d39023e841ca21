internal import ContentStore
internal import Digests
internal import RegistryCore

/// Something that verification found.
struct FindingEvent: OutputEvent {
    static let event = "finding"
    let kind: String
    let isDamage: Bool
    let digest: String?
    /// `organization/registry/filename` of the files that have these bytes.
    let files: [String]
    let detail: String

    init(_ found: RegistryFinding) {
        kind = found.finding.kind.rawValue
        isDamage = found.isDamage
        digest = found.finding.digest.map { "sha256:\($0.hex)" }
        files = found.files
        detail = found.finding.detail
    }

    var text: String? {
        let head = "\(isDamage ? "DAMAGED" : "warning")  \(kind)  \(digest ?? "index"): \(SafeText.escaping(detail))"
        return ([head] + files.map { "  \(SafeText.escaping($0))" }).joined(separator: "\n")
    }
}
