internal import ContentStore

extension Registry {
    /// Marks files as not to be installed unless asked for by their exact version (PEP 592).
    /// - Parameters:
    ///   - reason: at most 255 bytes; may be empty.
    ///   - onFile: called with each file as it was.
    /// - Returns: how many files changed.
    /// - Throws: `notASource` for files of another registry that is named; `textTooLong`, `noSuchRegistry`,
    ///   `noSuchFile`.
    public func yank(
        _ selections: [FileSelection], reason: String = "", by actor: Actor = .local,
        onFile: (FileEntry) -> Void = { _ in }
    ) throws(RegistryError) -> Int {
        try Self.check(reason, "the reason", limitBytes: FileRecord.reasonLimit)
        return try setYanked(reason, of: selections, by: actor, onFile)
    }

    /// Takes the mark of `yank` away.
    /// - Returns: how many files changed.
    /// - Throws: `notASource`, `noSuchRegistry`, `noSuchFile`.
    public func unyank(
        _ selections: [FileSelection], by actor: Actor = .local, onFile: (FileEntry) -> Void = { _ in }
    ) throws(RegistryError) -> Int {
        try setYanked(nil, of: selections, by: actor, onFile)
    }

    private func setYanked(
        _ reason: String?, of selections: [FileSelection], by actor: Actor, _ onFile: (FileEntry) -> Void
    ) throws(RegistryError) -> Int {
        try check(selections) { $0 == .source }
        var waiting: [FileEntry] = []
        var total = 0
        func settle() throws(RegistryError) {
            let batch = waiting
            waiting = []
            let changed = try write { (change) throws(RegistryError) in
                try Self.translating { () throws(StoreError) in
                    var changed: [FileEntry] = []
                    for file in batch where try Self.setYanked(reason, of: file, change) { changed.append(file) }
                    try change.appendAudit(
                        reason == nil ? .fileUnyank : .fileYank, about: changed, reason ?? "", by: actor)
                    return changed
                }
            }
            total += changed.count
            for file in changed { onFile(file) }
        }
        for selection in selections {
            try files(selected: selection) { (file) throws(RegistryError) in
                waiting.append(file)
                if waiting.count >= 500 { try settle() }
                return true
            }
        }
        try settle()
        return total
    }

    private static func setYanked(
        _ reason: String?, of file: FileEntry, _ change: StoreChange
    ) throws(StoreError) -> Bool {
        guard let reference = try change.reference(file.name),
            var record = FileRecord(decoding: reference.payload, under: file.name),
            record.id == file.id, record.yanked != reason, let id = file.name.components.first
        else { return false }
        // What is yanked elsewhere is known from there; found by its digest, or everywhere, it is passed over.
        guard try change.isSource(id) else { return false }
        record.yanked = reason
        try change.setPayload(record.encoded(under: file.name), of: file.name)
        try change.bumpSerial(of: id)
        return true
    }
}
