internal import Archives

/// Findings as they come in, judged by one profile and bounded for files that break one rule a hundred thousand times.
struct FindingList {
    /// So many findings of one rule are kept; more tell an operator nothing.
    private static let keptPerRule = 8

    let profile: InspectionProfile
    private(set) var list: [InspectionFinding] = []
    private var counts: [String: Int] = [:]

    init(_ profile: InspectionProfile) { self.profile = profile }

    var hasErrors: Bool { list.contains { $0.severity == .error } }

    mutating func add(
        _ rule: InspectionRule, _ member: [UInt8]? = nil, severity: InspectionFinding.Severity? = nil,
        detail: @autoclosure () -> String
    ) {
        let severity = severity ?? rule.severity(profile)
        // Errors and warnings of one rule count apart, so that warnings cannot push an error out.
        let count = counts[rule.rawValue + severity.rawValue, default: 0]
        counts[rule.rawValue + severity.rawValue] = count + 1
        guard count < Self.keptPerRule else { return }
        list.append(
            InspectionFinding(rule: rule.rawValue, severity: severity, member: member, detail: detail()))
    }

    mutating func add(_ findings: [ZipFinding]) {
        for finding in findings {
            let isError = profile == .strict ? finding.rule.isRefusedInStrict : finding.rule.isRefusedInLegacy
            list.append(
                InspectionFinding(
                    rule: finding.rule.rawValue, severity: isError ? .error : .warning, member: finding.member,
                    detail: finding.detail))
        }
    }

    mutating func add(_ error: ArchiveError) {
        let rule: InspectionRule =
            switch error {
            case .unsupportedFormat: .archiveFormat
            case .truncated: .archiveTruncated
            case .damaged: .archiveDamaged
            case .limitExceeded: .archiveLimit
            case .encrypted: .archiveEncrypted
            default: .archiveRejected
            }
        add(rule, detail: error.description)
    }
}
