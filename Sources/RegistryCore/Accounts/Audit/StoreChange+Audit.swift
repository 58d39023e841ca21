internal import ContentStore

extension StoreChange {
    /// Appends to the audit log, in this transaction: the change and its entry are both there, or neither.
    ///
    /// One entry for each file, or one for all that a transaction does to many of them.
    /// - Returns: the entry, for `replaceAudit` in the same transaction.
    @discardableResult
    func appendAudit(
        _ action: AuditAction, _ subject: String, _ detail: String = "", by actor: Actor
    ) throws(StoreError) -> AuditEvent {
        let event = AuditEvent(
            number: try lastAuditNumber() + 1, time: now, actor: actor, action: action, subject: subject,
            detail: detail)
        try putRecord(event.encoded, for: RecordKey.audit(event.number))
        return event
    }

    /// Appends what happened to files: one entry for each registry concerned, which names the file where it is one.
    func appendAudit(
        _ action: AuditAction, about files: [FileEntry], _ detail: String = "", by actor: Actor
    ) throws(StoreError) {
        for (path, files) in Dictionary(grouping: files, by: \.registry).sorted(by: { $0.key < $1.key }) {
            if let file = files.first, files.count == 1 {
                try appendAudit(action, file.reference, detail, by: actor)
            } else {
                let count = Registry.files(files.count)
                try appendAudit(action, "\(path)", detail.isEmpty ? count : "\(count): \(detail)", by: actor)
            }
        }
    }

    /// Rewords an entry that this transaction appended.
    func replaceAudit(_ event: AuditEvent, subject: String, detail: String) throws(StoreError) {
        let event = AuditEvent(
            number: event.number, time: event.time, actor: event.actor, action: event.action, subject: subject,
            detail: detail)
        try putRecord(event.encoded, for: RecordKey.audit(event.number))
    }

    /// As `appendAudit`, where a closure has the registry's errors.
    func audit(
        _ action: AuditAction, _ subject: String, _ detail: String = "", by actor: Actor
    ) throws(RegistryError) {
        do throws(StoreError) {
            try appendAudit(action, subject, detail, by: actor)
        } catch {
            throw .store(error)
        }
    }
}

extension StoreSnapshot {
    /// The number of the newest entry; 0 where there has never been one.
    func lastAuditNumber() throws(StoreError) -> UInt64 {
        var number: UInt64 = 0
        try scanRecords(under: RecordKey.audits) { key, _ in
            number = RecordKey.auditNumber(key) ?? 0
            return false
        }
        return number
    }
}

extension Registry {
    /// `1 file`, `512 files`.
    static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }
}
