internal import ContentStore

extension Registry {
    /// Removes files that an upstream registry has fetched, those that were used longest ago first; they are fetched
    /// again when somebody wants them.  Files that were published are never touched: registries of other kinds have none
    /// that could go.
    ///
    /// A file's last use is the day of its last download, or when it was fetched.  The bytes stay until they are
    /// collected.
    /// - Parameters:
    ///   - limitBytes: of all fetched files together, each counted on its own; nil for what the registry's settings say.
    ///   - filenames: these files, whatever their use, and no others; nil for what use and limit say.
    ///   - unusedSince: also those that were not used since, in milliseconds since 1970.
    ///   - isDryRun: say what would go, and change nothing.
    ///   - onFile: called with each file that went (or would).
    /// - Throws: `noSuchRegistry`; `invalidReference` where it is no upstream registry; `store`.
    public func evict(
        from path: RegistryPath, filenames: Set<String>? = nil, limitBytes: Int64? = nil, unusedSince: Int64? = nil,
        isDryRun: Bool = false,
        by actor: Actor = .local, onFile: (FileEntry) -> Void = { _ in }
    ) throws(RegistryError) -> DeletionReport {
        let info = try registry(at: path, isCounting: false)
        guard let settings = info.upstream else {
            throw .invalidReference(
                "\(path)", problem: "only what an upstream registry has fetched can be fetched again")
        }
        let limit = limitBytes ?? settings.cacheLimitBytes
        guard limit != nil || unusedSince != nil || filenames != nil else { return DeletionReport() }
        var known: [(id: FileID, size: Int64, used: Int64)] = []
        try files(in: path) { (file) throws(RegistryError) in
            if let filenames, !filenames.contains(file.filename) { return true }
            let counts = try downloads(of: [file])[file.id]
            let day = counts.flatMap { $0.total > 0 ? Int64($0.lastDay) * 86_400_000 : nil } ?? 0
            known.append((file.id, file.size, max(day, file.id.made)))
            return true
        }
        known.sort { ($0.used, $0.id) < ($1.used, $1.id) }
        var rest = known.reduce(0) { $0 + $1.size }
        var chosen: [FileID] = []
        for file in known {
            let isOver = limit.map { rest > $0 } ?? false
            let isUnused = unusedSince.map { file.used < $0 } ?? false
            guard isOver || isUnused || filenames != nil else { break }
            chosen.append(file.id)
            rest -= file.size
        }
        var report = DeletionReport()
        while !chosen.isEmpty {
            let batch = chosen.prefix(500)
            chosen.removeFirst(batch.count)
            var entries: [FileEntry] = []
            for id in batch {
                if let entry = try file(id: id, in: path) { entries.append(entry) }
            }
            if !isDryRun {
                let outcome = try deleteNow(entries, by: actor, as: .fileEvict)
                entries = outcome.deleted
                for size in outcome.unneeded { report.reclaimable.count(size) }
            }
            for entry in entries {
                report.deleted.count(entry.size)
                if isDryRun && entry.blob.references == 1 { report.reclaimable.count(entry.size) }
                onFile(entry)
            }
        }
        return report
    }
}
