internal import Digests
internal import SystemPackage

/// Copies of the index kept beside it: `<milliseconds since 1970>.mdb`, each with its CRC-32C in
/// `<…>.mdb.crc32c`.  Names cannot be rebuilt from the blobs, so an index that is lost is lost with them.
struct IndexSnapshots {
    let layout: StoreLayout
    let files: any FileSystem

    /// Copies kept.
    static let kept = 3
    /// Least time between two copies, in milliseconds.
    static let interval: Int64 = 3_600_000

    /// When the copies were made, oldest first.
    func times() throws(StoreError) -> [Int64] {
        do throws(FileError) {
            return try files.names(in: layout.snapshots).compactMap { name in
                name.hasSuffix(".mdb") ? Int64(name.dropLast(4)) : nil
            }.sorted()
        } catch {
            throw StoreError(error)
        }
    }

    func path(of time: Int64) -> FilePath { layout.snapshots.appending("\(time).mdb") }
    private func checksumPath(of time: Int64) -> FilePath { layout.snapshots.appending("\(time).mdb.crc32c") }

    /// Copies `index` as it is now, durably, and removes the oldest copies beyond those kept.
    func save(_ index: any Index, at time: Int64) throws(StoreError) {
        let draft = layout.snapshots.appending("\(time).draft")
        do throws(FileError) {
            for name in try files.names(in: layout.snapshots) where name.hasSuffix(".draft") {
                files.removeTree(layout.snapshots.appending(name))
            }
            try files.makeDirectory(draft)
        } catch {
            throw StoreError(error)
        }
        defer { files.removeTree(draft) }
        try index.copy(toDirectory: draft.string)
        do throws(FileError) {
            let copy = draft.appending("data.mdb")
            let checksum = try Self.checksum(of: copy, files)
            try files.syncFile(copy)
            try files.unlinkIfThere(checksumPath(of: time))
            try files.createDurably(checksumPath(of: time), containing: Array("\(checksum)\n".utf8))
            try files.rename(copy, to: path(of: time))
            try files.syncDirectory(layout.snapshots)
        } catch {
            throw StoreError(error)
        }
        for old in try times().dropLast(Self.kept) {
            do throws(FileError) {
                try files.unlinkIfThere(path(of: old))
                try files.unlinkIfThere(checksumPath(of: old))
            } catch {
                throw StoreError(error)
            }
        }
    }

    /// The newest copy that is what it was when it was made; nil where there is none.
    func newestSound() throws(StoreError) -> Int64? {
        for time in try times().reversed() {
            do throws(FileError) {
                let recorded = try files.open(checksumPath(of: time)).readAll(limit: 64)
                let actual = try Self.checksum(of: path(of: time), files)
                if recorded == Array("\(actual)\n".utf8) { return time }
            } catch {
                if !error.isNotFound { throw StoreError(error) }
            }
        }
        return nil
    }

    private static func checksum(of path: FilePath, _ files: any FileSystem) throws(FileError) -> UInt32 {
        let file = try files.open(path)
        var checksum: UInt32 = 0
        try unsafe file.forEachChunk { (chunk) in checksum = unsafe CRC32C.checksum(continuing: checksum, chunk) }
        return checksum
    }
}

extension Store {
    /// Keeps a copy of the index beside it, unless the last one is less than an hour old.
    /// - Returns: whether a copy was made.
    @discardableResult
    public func saveIndexSnapshot(evenIfRecent: Bool = false) throws(StoreError) -> Bool {
        let snapshots = IndexSnapshots(layout: layout, files: files)
        let now = clock()
        if !evenIfRecent, let last = try snapshots.times().last, now - last < IndexSnapshots.interval { return false }
        try snapshots.save(index, at: now)
        return true
    }

    /// When the copies of the index were made, in milliseconds since 1970, oldest first.
    public func indexSnapshotTimes() throws(StoreError) -> [Int64] {
        try IndexSnapshots(layout: layout, files: files).times()
    }
}
