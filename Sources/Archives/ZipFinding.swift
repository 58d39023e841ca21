/// One breach of a rule.
package struct ZipFinding: Sendable, Hashable {
    package let rule: ZipRule
    /// The member's name as the archive has it; nil where the finding is about the archive.
    package let member: [UInt8]?
    /// What was found, in words; lower case, no full stop.
    package let detail: String
}

/// Findings as they come in, bounded for archives that break one rule a hundred thousand times.
struct ZipFindings: Sendable {
    /// So many findings of one rule are kept; more tell an operator nothing.
    private static let keptPerRule = 8

    private(set) var list: [ZipFinding] = []
    private var counts: [ZipRule: Int] = [:]

    mutating func add(_ rule: ZipRule, _ detail: @autoclosure () -> String) { add(rule, nil, detail()) }

    mutating func add(_ rule: ZipRule, _ member: [UInt8]?, _ detail: @autoclosure () -> String) {
        let count = counts[rule, default: 0]
        counts[rule] = count + 1
        guard count < Self.keptPerRule else { return }
        list.append(ZipFinding(rule: rule, member: member, detail: detail()))
    }
}

/// Thrown inside the check where nothing after the finding just added can be read.
enum ZipCheckEnd: Error {
    case unreadable(errno: Int32)
    case beyondRepair
}
