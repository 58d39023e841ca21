internal import ContentStore

/// What one look at a part of the index found.
struct CheckedPage {
    var findings: [Finding] = []
    /// Records and files looked at.
    var rows: Int64 = 0
    /// Where to go on; nil at the end.
    var next: [UInt8]?

    /// Records and files that one snapshot is held for.
    static let limit = 500

    mutating func tell(_ detail: String, _ name: BlobName? = nil) {
        findings.append(Finding(.inconsistentIndex, nil, names: name.map { [$0] } ?? [], detail))
    }

    /// The records whose keys begin with `letter`, from `start` on; where there are more, `next` says where.
    mutating func records(
        _ letter: String, from start: [UInt8]?, in snapshot: StoreSnapshot
    ) throws(StoreError) -> [(key: [UInt8], payload: [UInt8])] {
        var found: [(key: [UInt8], payload: [UInt8])] = []
        var following: [UInt8]?
        try snapshot.scanRecords(under: Array(letter.utf8), from: start) { key, payload in
            guard found.count < Self.limit else {
                following = key
                return false
            }
            found.append((key, payload))
            return true
        }
        next = following
        rows += Int64(found.count)
        return found
    }
}

extension Registry {
    /// Looks at page after page, each in a snapshot of its own, and adds what is found to the report.
    ///
    /// Does nothing once the report says that the check was stopped.
    func checkPages(
        _ report: inout IndexCheckReport, onFinding: (Finding) -> Void, shouldContinue: (IndexCheckReport) -> Bool,
        look: (_ snapshot: StoreSnapshot, _ start: [UInt8]?) throws(RegistryError) -> CheckedPage
    ) throws(RegistryError) {
        if report.isStoppedEarly { return }
        var start: [UInt8]?
        repeat {
            guard shouldContinue(report) else {
                report.isStoppedEarly = true
                return
            }
            let from = start
            let page = try read { (snapshot) throws(RegistryError) in try look(snapshot, from) }
            report.rows += page.rows
            report.damaged += Int64(page.findings.count)
            for finding in page.findings { onFinding(finding) }
            start = page.next
        } while start != nil
    }
}
