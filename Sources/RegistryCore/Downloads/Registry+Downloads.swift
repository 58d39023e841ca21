internal import ContentStore

extension Registry {
    /// Adds downloads to the counts of files; those that are not there any more are passed over.
    ///
    /// Changes no serial and is not in the audit log: nobody's page is another for it.
    /// - Parameters:
    ///   - counts: how many of each file; several hundred files share a transaction.
    ///   - moment: milliseconds since 1970, which say the day; nil for now.
    /// - Throws: `store`; some may then have been counted.
    public func recordDownloads(_ counts: [DownloadKey: Int], at moment: Int64? = nil) throws(RegistryError) {
        let day = Int((moment ?? SystemClock.now()) / Self.millisecondsOfDay)
        // In the order of their keys, so that neighbours are written together.
        var rest = counts.filter { $0.value > 0 }.sorted {
            ($0.key.registryID, $0.key.file) < ($1.key.registryID, $1.key.file)
        }[...]
        while !rest.isEmpty {
            let batch = rest.prefix(500)
            rest = rest.dropFirst(500)
            try write { (change) throws(RegistryError) in
                try Self.translating { () throws(StoreError) in
                    for (key, count) in batch {
                        guard try change.record(RecordKey.file(key.file, in: key.registryID)) != nil else { continue }
                        var counts = try change.downloads(of: key.file, in: key.registryID)
                        counts.add(count, on: day)
                        try change.putRecord(counts.encoded, for: RecordKey.downloads(of: key.file, in: key.registryID))
                    }
                }
            }
        }
    }

    private static let millisecondsOfDay: Int64 = 86_400_000

    /// How often files were downloaded; those that never were have no downloads.
    public func downloads(of files: [FileEntry]) throws(RegistryError) -> [FileID: DownloadCounts] {
        try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in
                var found: [FileID: DownloadCounts] = [:]
                for file in files {
                    found[file.id] = try snapshot.downloads(of: file.id, in: DownloadKey(file).registryID)
                }
                return found
            }
        }
    }
}

extension StoreSnapshot {
    func downloads(of file: FileID, in id: String) throws(StoreError) -> DownloadCounts {
        guard let payload = try record(RecordKey.downloads(of: file, in: id)) else { return DownloadCounts() }
        guard let counts = DownloadCounts(decoding: payload) else {
            throw .indexRowCorrupt(table: "record", key: "downloads of \(file)")
        }
        return counts
    }
}
