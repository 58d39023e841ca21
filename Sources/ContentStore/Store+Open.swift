internal import Glibc
public import SystemPackage

extension Store {
    /// Makes a new store at `path`, where nothing may be yet, and opens it.
    /// - Throws: `alreadyExists`; `unsupportedFileSystem` where a probe fails.
    public static func create(at path: FilePath, options: StoreOptions = StoreOptions()) throws(StoreError) -> Store {
        let files = LocalFileSystem()
        let root = absolute(path)
        do throws(FileError) {
            if try files.status(of: root) != nil { throw FileError(call: "create", path: root.string, code: EEXIST) }
            try makeParents(of: root, files)
        } catch {
            throw error.isExisting ? .alreadyExists(path: root.string) : StoreError(error)
        }
        try StoreBuilder(files: files, options: options).build(at: root)
        return try open(at: root, options: options)
    }

    /// Opens the store at `path`.
    /// - Throws: `notAStore`, `formatTooNew`, `formatDamaged`, `restoreUnfinished`, `indexDamaged`, `permission`.
    public static func open(at path: FilePath, options: StoreOptions = StoreOptions()) throws(StoreError) -> Store {
        let files = LocalFileSystem()
        let layout = StoreLayout(root: absolute(path))
        let format = try readFormat(layout, files)
        if !options.isReadOnly {
            if format.readOnlyCompat.contains(StoreFormat.backupFeature) { throw .readOnly }
            guard format.unknownForWriting.isEmpty else { throw .formatTooNew(features: format.unknownForWriting) }
            if !options.acceptsAnyFileSystem { try FileSystemProbe.checkKind(of: layout.root, files) }
        }
        // LMDB makes what is missing.  A data file that is gone or empty must not come back as a new one.
        do throws(FileError) {
            let path = layout.index.appending("data.mdb")
            guard let data = try files.status(of: path), data.kind == .regular else {
                throw FileError(call: "open", path: path.string, code: ENOENT)
            }
            if data.size == 0 { throw FileError(call: "read", path: path.string, code: ENODATA) }
        } catch {
            if error.code == ENODATA { throw .indexDamaged("\(error.path) is empty") }
            throw error.isNotFound ? .indexDamaged("\(error.path) is not there") : StoreError(error)
        }
        let index = try HousekeepingLock.whileHolding(layout, files, isReadOnly: options.isReadOnly) {
            () throws(StoreError) in
            try LMDBIndex.open(
                directory: layout.index.string, mapSizeBytes: options.indexCapacityBytes,
                isReadOnly: options.isReadOnly)
        }
        return Store(
            layout: layout, format: format, options: options, files: files, index: index,
            blobs: LocalBlobSpace(files: files, layout: layout, syncMode: options.syncMode), clock: systemClock)
    }

    /// Opens the store at `path`, making it where there is nothing; says whether it was made.
    public static func openOrCreate(
        at path: FilePath, options: StoreOptions = StoreOptions()
    ) throws(StoreError) -> (store: Store, isNew: Bool) {
        do throws(StoreError) {
            return (try open(at: path, options: options), false)
        } catch .notAStore {
            do throws(StoreError) {
                return (try create(at: path, options: options), true)
            } catch .alreadyExists {
                // Made by another process meanwhile, or something that is no store.
                return (try open(at: path, options: options), false)
            }
        }
    }

    /// - Parameter forRestoring: whether a store that a restore has not finished will do.
    static func readFormat(
        _ layout: StoreLayout, _ files: any FileSystem, forRestoring: Bool = false
    ) throws(StoreError) -> StoreFormat {
        let bytes: [UInt8]
        do throws(FileError) {
            let file = try files.open(layout.format)
            bytes = try file.readAll(limit: 1 << 16)
        } catch {
            throw error.isNotFound ? .notAStore(path: layout.root.string) : StoreError(error)
        }
        let format = try StoreFormat(decoding: bytes)
        if format.incompat.contains(StoreFormat.restoringFeature), !forRestoring {
            throw .restoreUnfinished(path: layout.root.string)
        }
        return format
    }

    private static func makeParents(of path: FilePath, _ files: any FileSystem) throws(FileError) {
        let parent = path.removingLastComponent()
        if parent.isEmpty { return }
        if try files.status(of: parent) != nil { return }
        try makeParents(of: parent, files)
        do throws(FileError) {
            try files.makeDirectory(parent)
        } catch {
            if !error.isExisting { throw error }
        }
    }

    private static func absolute(_ path: FilePath) -> FilePath {
        if path.isAbsolute { return path.lexicallyNormalized() }
        guard let current = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(current) }
        return unsafe FilePath(String(cString: current)).pushing(path).lexicallyNormalized()
    }

    /// Milliseconds since 1970 by the system's clock.
    static let systemClock: @Sendable () -> Int64 = {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

extension OpenFile {
    /// The whole file, or its first `limit` bytes.
    func readAll(limit: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var filled = 0
        var span = bytes.mutableSpan
        try unsafe span.withUnsafeMutableBytes { (room) throws(FileError) in
            while filled < limit {
                let count = try unsafe read(
                    into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]), at: Int64(filled))
                if count == 0 { return }
                filled += count
            }
        }
        return Array(bytes[..<filled])
    }
}
