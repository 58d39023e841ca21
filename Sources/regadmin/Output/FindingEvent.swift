internal import ContentStore
internal import Digests

/// Something that verification found.
struct FindingEvent: OutputEvent {
    static let event = "finding"
    let kind: String
    let isDamage: Bool
    let digest: String?
    let names: [String]
    let detail: String

    /// - Parameter names: of the files that have these bytes, as a person knows them.
    init(_ finding: Finding, names: [String]) {
        kind = finding.kind.rawValue
        isDamage = finding.isDamage
        digest = finding.digest.map { "sha256:\($0.hex)" }
        self.names = names
        detail = finding.detail
    }

    var text: String? {
        let head = "\(isDamage ? "DAMAGED" : "warning")  \(kind)  \(digest ?? "index"): \(SafeText.escaping(detail))"
        return ([head] + names.map { "  \(SafeText.escaping($0))" }).joined(separator: "\n")
    }
}
