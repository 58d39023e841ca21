internal import ContentStore

/// Tells findings as they come, with the names of the files that have the bytes.
enum FindingReport {
    static func tell(_ finding: Finding, _ console: Console) {
        console.report(FindingEvent(finding, names: finding.names.map(\.description)))
    }
}
