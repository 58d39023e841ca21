internal import Digests

/// What a check of the index came to.
public struct IndexCheckReport: Sendable, Equatable {
    /// Rows looked at, over all tables.
    public var rows: Int64 = 0
    /// Findings that are damage.
    public var damaged: Int64 = 0
    /// Those of them that are rows which cannot be read.
    public var damagedRows: Int64 = 0
    /// Findings that are warnings.
    public var warnings: Int64 = 0
    /// The sums over all tables could be compared: nobody wrote meanwhile.
    public var hasComparedCounters = false
    /// It was told to stop.
    public var isStoppedEarly = false
}

extension Store {
    /// Checks the index against itself: checksums of all rows; names and blobs both ways; counts;
    /// verification and collection entries; sums.  And looks for files that no row names; whether the
    /// files that rows name are there is for `verify` to say.
    ///
    /// Changes nothing.  Others may write meanwhile: rows that belong together are looked at in one
    /// transaction, a few hundred at a time.
    public func checkIndex(
        onFinding: (Finding) -> Void = { _ in }, shouldContinue: (IndexCheckReport) -> Bool = { _ in true }
    ) throws(StoreError) -> IndexCheckReport {
        var report = IndexCheckReport()
        func tell(_ finding: Finding) {
            if finding.kind == .damagedRow { report.damagedRows += 1 }
            if finding.isDamage { report.damaged += 1 } else { report.warnings += 1 }
            onFinding(finding)
        }
        let before = try readCounters(tell)
        var sums = StoreCounters()
        for table in IndexTable.allCases {
            var start: [UInt8]? = []
            while let from = start {
                guard shouldContinue(report) else {
                    report.isStoppedEarly = true
                    return report
                }
                start = try read { (snapshot) throws(StoreError) in
                    var check = IndexRowCheck(snapshot: snapshot, sums: sums)
                    let next = try check.look(at: table, from: from, limit: 500)
                    sums = check.sums
                    report.rows += check.rows
                    for finding in check.findings { tell(finding) }
                    return next
                }
            }
        }
        if let before, let after = try readCounters({ _ in }), before == after {
            report.hasComparedCounters = true
            if after != sums {
                tell(Finding(.inconsistentIndex, nil, "the sums kept are \(after), counted are \(sums)"))
            }
        }
        try checkFiles(tell)
        return report
    }

    private func readCounters(_ tell: (Finding) -> Void) throws(StoreError) -> StoreCounters? {
        do throws(StoreError) {
            return try read { (snapshot) throws(StoreError) in try snapshot.counters() }
        } catch .indexRowCorrupt(let table, let key) {
            tell(Finding(.damagedRow, nil, "table \(table), row \(key)"))
            return nil
        }
    }

    /// Files that no row names.  Listed first, looked up second, like a full scan.
    private func checkFiles(_ tell: (Finding) -> Void) throws(StoreError) {
        var listed: [BlobObject] = []
        func settle() throws(StoreError) {
            let batch = listed
            listed = []
            let strays = try read { (snapshot) throws(StoreError) in
                var strays: [BlobObject] = []
                for object in batch where try !snapshot.names(object) { strays.append(object) }
                return strays
            }
            for object in strays {
                tell(Finding(.stray, object.digest, "\(object) is named by no row; `gc --full` removes it"))
            }
        }
        try blobs.scan { (object, name, _) throws(StoreError) in
            if let object {
                listed.append(object)
                if listed.count >= 1000 { try settle() }
            } else {
                tell(Finding(.stray, nil, "\(name) is no object of the store"))
            }
            return true
        }
        try settle()
    }
}
