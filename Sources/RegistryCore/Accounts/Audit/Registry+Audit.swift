internal import ContentStore

extension Registry {
    /// Entries of the audit log, newest first.
    /// - Parameters:
    ///   - number: begin with this entry or the next older one; nil for the newest.
    ///   - limit: the most that are answered.
    public func audit(
        from number: UInt64? = nil, limit: Int = 100, matching filter: AuditFilter = AuditFilter()
    ) throws(RegistryError) -> [AuditEvent] {
        var found: [AuditEvent] = []
        try forEachAuditEvent(from: number, matching: filter) { event in
            if found.count < limit { found.append(event) }
            return found.count < limit
        }
        return found
    }

    /// Calls `body` with entries of the audit log, newest first, until it answers false.
    public func forEachAuditEvent(
        from number: UInt64? = nil, matching filter: AuditFilter = AuditFilter(), _ body: (AuditEvent) -> Bool
    ) throws(RegistryError) {
        var next = number
        var isOver = false
        while !isOver {
            let page = try auditPage(from: next, limit: Self.auditPageSize)
            isOver = page.count < Self.auditPageSize
            for event in page {
                // Newest first: nothing that follows is younger.
                if let since = filter.since, event.time < since { return }
                if filter.matches(event), !body(event) { return }
            }
            guard let last = page.last?.number, last > 1 else { return }
            next = last - 1
        }
    }

    /// Entries that one look at the index reads: a log of any length holds no view of the index for long.
    private static let auditPageSize = 2000

    private func auditPage(from number: UInt64?, limit: Int) throws(RegistryError) -> [AuditEvent] {
        guard limit > 0 else { return [] }
        return try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in
                var page: [AuditEvent] = []
                let start = number.map(RecordKey.audit)
                try snapshot.scanRecords(under: RecordKey.audits, from: start) { key, payload throws(StoreError) in
                    guard let number = RecordKey.auditNumber(key),
                        let event = AuditEvent(number: number, decoding: payload)
                    else { throw .indexRowCorrupt(table: "record", key: "audit entry") }
                    page.append(event)
                    return page.count < limit
                }
                return page
            }
        }
    }

    /// Removes entries older than `moment` (milliseconds since 1970) from the audit log, and says so in a new one.
    /// - Returns: how many went.
    public func pruneAudit(before moment: Int64, by actor: Actor = .local) throws(RegistryError) -> Int {
        // The first that goes; everything older goes with it.
        var first: UInt64?
        try forEachAuditEvent { event in
            if event.time < moment { first = event.number }
            return first == nil
        }
        guard let first else { return 0 }
        var total = 0
        var start: UInt64? = first
        while let number = start {
            start = nil
            let removed = try write { (change) throws(RegistryError) in
                try Self.translating { () throws(StoreError) in
                    var keys: [[UInt8]] = []
                    try change.scanRecords(under: RecordKey.audits, from: RecordKey.audit(number)) { key, _ in
                        keys.append(key)
                        return keys.count < Self.auditPageSize
                    }
                    guard !keys.isEmpty else { return 0 }
                    // Before anything goes: the log is never empty, so no number comes twice.
                    try change.appendAudit(.auditPrune, "audit", "\(keys.count) entries", by: actor)
                    for key in keys { try change.deleteRecord(key) }
                    return keys.count
                }
            }
            total += removed
            if removed == Self.auditPageSize { start = number }
        }
        return total
    }
}
