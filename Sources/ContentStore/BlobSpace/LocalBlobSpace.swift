internal import Digests
internal import SystemPackage

/// How a batch of new files is made durable.
public enum SyncMode: String, Sendable, CaseIterable {
    /// One sync of the file system for large batches, file by file for small ones.
    case automatic = "auto"
    /// File by file: disturbs nobody else on the disk.
    case file
    /// Always the file system: quickest on a disk of its own.
    case fileSystem = "fs"
}

/// Objects as files: `blobs/<2 hex digits>/<64 hex digits>.<16 hex digits>`, mode 0444.
package struct LocalBlobSpace: BlobSpace {
    let files: any FileSystem
    let layout: StoreLayout
    let syncMode: SyncMode

    /// From here on one syncfs is quicker than the syncs it replaces (measured on ext4: 22 to 25
    /// thousand files a second against 14 with 32 threads of fsync).
    static let fileSystemSyncThreshold = 24
    /// Threads for calls that mostly wait for the disk.  The journal commits their syncs together; and
    /// on ext4 with discard 3 000 unlinks took 10 s from one thread and 0.3 s from 16.
    var waitingThreads = 16
    /// Threads that create and write files.
    var writingThreads = 4

    package func beginStaging(expectedSize: Int64?) throws(StoreError) -> any StagedBytes {
        do throws(FileError) {
            let file = try files.createUnnamed(in: layout.blobs)
            if let expectedSize, expectedSize > 0 { try file.preallocate(expectedSize) }
            return LocalStagedBytes(file)
        } catch {
            throw StoreError(error)
        }
    }

    package func put(_ objects: [(object: BlobObject, blob: SealedBlob)]) -> [StoreError?] {
        let useFileSystem: Bool =
            switch syncMode {
            case .automatic: objects.count >= Self.fileSystemSyncThreshold
            case .file: false
            case .fileSystem: true
            }
        // Opened before the first write, so that the kernel reports what goes wrong from here on.
        var syncPoint: (any OpenFile)?
        if useFileSystem {
            do throws(FileError) {
                syncPoint = try files.openDirectory(layout.blobs)
            } catch {
                return objects.map { _ in StoreError(error) }
            }
        }
        let keepsOpen = syncPoint == nil
        var results = [PutResult](repeating: PutResult(), count: objects.count)
        ThreadTeam.forEach(&results, threads: writingThreads) { position, result in
            do throws(StoreError) {
                let file = try write(objects[position].object, objects[position].blob)
                if keepsOpen { result.file = file }
            } catch {
                result.failure = error
            }
        }
        if let syncPoint {
            do throws(FileError) {
                try syncPoint.syncFileSystem()
            } catch {
                return results.map { $0.failure ?? StoreError(sync: error) }
            }
        } else {
            syncOneByOne(&results, objects.map(\.object))
        }
        return results.map(\.failure)
    }

    private struct PutResult {
        var file: (any OpenFile)?
        var failure: StoreError?
    }

    /// Makes the object visible under its name; not yet durable.
    private func write(_ object: BlobObject, _ blob: SealedBlob) throws(StoreError) -> any OpenFile {
        let path = layout.path(of: object)
        do throws(FileError) {
            switch blob.storage {
            case .memory(let bytes):
                let file = try files.create(path, mode: .blob)
                try unsafe bytes.span.withUnsafeBytes { (raw) throws(FileError) in try unsafe file.append(raw) }
                return file
            case .staged(let staged):
                guard let staged = staged as? LocalStagedBytes else {
                    preconditionFailure("bytes staged in another blob space")
                }
                do throws(FileError) {
                    try files.link(staged.file, to: path)
                    return staged.file
                } catch  where error.isNotFound {
                    return try copy(staged.file, to: path)
                }
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// A file without a name can be linked again only while a link exists: in a second round, after the
    /// first one's object was swept, its bytes have to be copied.
    private func copy(_ source: any OpenFile, to path: FilePath) throws(FileError) -> any OpenFile {
        let file = try files.create(path, mode: .blob)
        if try file.cloneContents(of: source) { return file }
        try unsafe source.forEachChunk { (chunk) throws(FileError) in try unsafe file.append(chunk) }
        return file
    }

    private func syncOneByOne(_ results: inout [PutResult], _ objects: [BlobObject]) {
        ThreadTeam.forEach(&results, threads: waitingThreads) { _, result in
            guard let file = result.file else { return }
            // After linking, even if it was synced before: btrfs skips an inode that has no name yet.
            do throws(FileError) { try file.sync() } catch { result.failure = StoreError(sync: error) }
        }
        let failures = syncShards(Set(objects.map(\.shard)))
        for position in results.indices where results[position].failure == nil {
            results[position].failure = failures[objects[position].shard]
        }
    }

    package func open(_ object: BlobObject) throws(StoreError) -> (any BlobBytes)? {
        do throws(FileError) {
            let file = try files.open(layout.path(of: object))
            guard try file.status().kind == .regular else {
                throw FileError(call: "open", path: layout.path(of: object).string, code: 21)
            }
            return LocalBytes(file)
        } catch {
            if error.isNotFound { return nil }
            throw StoreError(error)
        }
    }

    package func delete(_ objects: [BlobObject]) -> [StoreError?] {
        var failures = [StoreError?](repeating: nil, count: objects.count)
        // While a name is removed, whoever adds one to the directory waits.
        let unsynced = Background.suspended {
            ThreadTeam.forEach(&failures, threads: waitingThreads) { position, failure in
                do throws(FileError) {
                    try files.unlink(layout.path(of: objects[position]))
                } catch {
                    if !error.isNotFound { failure = StoreError(error) }
                }
            }
            // Also the directories in which nothing was found: another collector's unlink may not be durable yet.
            return syncShards(Set(objects.map(\.shard)))
        }
        return zip(objects, failures).map { object, failure in failure ?? unsynced[object.shard] }
    }

    /// Makes the names in these shards durable; answers the shards for which that failed.
    private func syncShards(_ shards: Set<UInt8>) -> [UInt8: StoreError] {
        if syncMode != .file && shards.count >= Self.fileSystemSyncThreshold {
            do throws(FileError) {
                try files.openDirectory(layout.blobs).syncFileSystem()
                return [:]
            } catch {
                return Dictionary(uniqueKeysWithValues: shards.map { ($0, StoreError(sync: error)) })
            }
        }
        var results = shards.map { (shard: $0, failure: StoreError?.none) }
        ThreadTeam.forEach(&results, threads: waitingThreads) { _, result in
            do throws(FileError) {
                try files.syncDirectory(layout.shard(result.shard))
            } catch {
                result.failure = StoreError(sync: error)
            }
        }
        var failures: [UInt8: StoreError] = [:]
        for result in results { failures[result.shard] = result.failure }
        return failures
    }

    package func quarantine(_ object: BlobObject, reason: String) throws(StoreError) {
        let target = layout.quarantine.appending(object.description)
        do throws(FileError) {
            let note = try files.create(layout.quarantine.appending("\(object).reason"), mode: .description)
            try unsafe Array((reason + "\n").utf8).span.withUnsafeBytes { (raw) throws(FileError) in
                try unsafe note.append(raw)
            }
            try note.sync()
        } catch {
            guard error.isExisting else { throw StoreError(error) }
        }
        do throws(FileError) {
            try files.rename(layout.path(of: object), to: target)
        } catch {
            guard error.isNotFound else { throw StoreError(error) }
        }
        do throws(FileError) {
            try files.syncDirectory(layout.quarantine)
            try files.syncDirectory(layout.shard(object.shard))
        } catch {
            throw StoreError(sync: error)
        }
    }

    package func scan(
        _ body: (BlobObject?, String, Int64) throws(StoreError) -> Bool
    ) throws(StoreError) {
        for shard in UInt8.min...UInt8.max {
            let directory = layout.shard(shard)
            let names: [String]
            do throws(FileError) { names = try files.names(in: directory) } catch { throw StoreError(error) }
            for name in names {
                let status: FileStatus?
                do throws(FileError) {
                    status = try files.status(of: directory.appending(name))
                } catch {
                    throw StoreError(error)
                }
                guard let status else { continue }
                let object = BlobObject(name).flatMap { $0.shard == shard && status.kind == .regular ? $0 : nil }
                guard try body(object, directory.appending(name).string, status.size) else { return }
            }
        }
    }
}
