/// What a store takes up.
public struct StoreStatistics: Sendable {
    /// Sums over the index.
    public let counters: StoreCounters
    /// The index's own room.
    public let index: IndexUsage
    /// Entries and bytes of each of the index's tables.
    public let tables: [String: (entries: Int, bytes: Int)]
    /// Bytes that may still be written to the disk, and its size.
    public let freeBytes: Int64
    public let totalBytes: Int64
}

extension Store {
    /// What the store takes up now.
    public func statistics() throws(StoreError) -> StoreStatistics {
        var tables: [String: (entries: Int, bytes: Int)] = [:]
        let counters = try read { (snapshot) throws(StoreError) in
            for table in IndexTable.allCases {
                tables[table.name] = try snapshot.index.statistics(of: table)
            }
            return try snapshot.counters()
        }
        let space: FileSystemSpace
        do throws(FileError) { space = try files.space(at: root) } catch { throw StoreError(error) }
        return StoreStatistics(
            counters: counters, index: try index.usage(), tables: tables, freeBytes: space.freeBytes,
            totalBytes: space.totalBytes)
    }
}
