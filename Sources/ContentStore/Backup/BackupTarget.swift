internal import Digests
internal import SystemPackage

/// The store that a backup or a restore writes.
struct BackupTarget {
    let layout: StoreLayout
    let space: LocalBlobSpace
    let files: any FileSystem
    private let options: StoreOptions
    /// The index that an earlier run put in its place; nil where it cannot be read. What it calls live was durable then.
    private let settled: LMDBIndex?

    private var incoming: FilePath { layout.index.appending("incoming") }

    /// Makes the target, or takes what an earlier run with the same FORMAT left there.
    static func prepare(
        at path: FilePath, format: StoreFormat, files: any FileSystem, options: StoreOptions
    ) throws(StoreError) -> BackupTarget {
        let layout = StoreLayout(root: path)
        let isThere: Bool
        do throws(FileError) { isThere = try files.status(of: path) != nil } catch { throw StoreError(error) }
        if isThere {
            guard try Store.readFormat(layout, files, forRestoring: true) == format else {
                throw .alreadyExists(path: path.string)
            }
        } else {
            try StoreBuilder(files: files, options: options, format: format).build(at: path)
        }
        let space = LocalBlobSpace(files: files, layout: layout, syncMode: options.syncMode)
        let settled = try? LMDBIndex.open(
            directory: layout.index.string, mapSizeBytes: options.indexCapacityBytes, isReadOnly: true)
        return BackupTarget(layout: layout, space: space, files: files, options: options, settled: settled)
    }

    /// Takes a consistent copy of `index`, not yet in its place, and opens it for reading.
    func receiveIndex(from index: any Index) throws(StoreError) -> LMDBIndex {
        files.removeTree(incoming)
        do throws(FileError) { try files.makeDirectory(incoming) } catch { throw StoreError(error) }
        try index.copy(toDirectory: incoming.string)
        return try LMDBIndex.open(
            directory: incoming.string, mapSizeBytes: options.indexCapacityBytes, isReadOnly: true)
    }

    func close() { settled?.close() }

    /// What the target has of a blob.
    enum Presence {
        case nothing
        /// A file with other bytes under its name: an earlier run was ended in the middle of it.
        case unfinished
        /// All bytes, but perhaps not on the disk yet: an earlier run that wrote them did not get to its end.
        case unsettled
        /// All bytes, since a run that was completed.
        case settled
    }

    /// Looks for a blob, and compares its bytes with all digests where no completed run answers for them.
    func presence(of row: BlobRow) throws(StoreError) -> Presence {
        guard let bytes = try space.open(row.object) else { return .nothing }
        guard try bytes.size() == row.size else { return .unfinished }
        // An index whose rows cannot be read answers for nothing.
        let known = try? settled?.read { (reading) throws(StoreError) in
            try StoreSnapshot(reading).blob(row.digests.sha256)
        }
        if let known, known.generation == row.generation, known.health == .ok { return .settled }
        var digests = DigestStream()
        bytes.willReadOnce()
        try unsafe BlobReading.forEachChunk(of: bytes) { (chunk) in unsafe digests.update(chunk) }
        bytes.didReadOnce()
        return digests.finalize().digests == row.digests ? .unsettled : .unfinished
    }

    /// Has what earlier runs wrote survive a power cut.
    func settle() throws(StoreError) {
        do throws(FileError) {
            try files.openDirectory(layout.blobs).syncFileSystem()
        } catch {
            throw StoreError(sync: error)
        }
    }

    /// Reads bytes into the target's staging; nil where they are not what the row says.
    func stage(_ bytes: any BlobBytes, _ row: BlobRow) throws(StoreError) -> SealedBlob? {
        let staged = StagedBlob(space: space, limitBytes: .max, expectedSize: row.size)
        bytes.willReadOnce()
        try unsafe BlobReading.forEachChunk(of: bytes) { (chunk) throws(StoreError) in try unsafe staged.append(chunk) }
        let sealed = try staged.seal()
        return sealed.digests == row.digests ? sealed : nil
    }

    /// Puts the received index in its place: from here on the target is the new state.
    func install() throws(StoreError) {
        do throws(FileError) {
            try files.syncFile(incoming.appending("data.mdb"))
            try files.rename(incoming.appending("data.mdb"), to: layout.index.appending("data.mdb"))
            try files.unlinkIfThere(layout.index.appending("lock.mdb"))
            try files.syncDirectory(layout.index)
        } catch {
            throw StoreError(error)
        }
        files.removeTree(incoming)
    }

    /// Lets FORMAT say something else from now on, durably.
    func replaceFormat(by format: StoreFormat) throws(StoreError) {
        let draft = layout.root.appending("FORMAT.draft")
        do throws(FileError) {
            try files.unlinkIfThere(draft)
            try files.createDurably(draft, containing: format.encoded)
            try files.rename(draft, to: layout.format)
            try files.syncDirectory(layout.root)
        } catch {
            throw StoreError(error)
        }
    }

    /// Removes the objects that `index` does not call live; only after it is installed.
    func prune(keeping index: LMDBIndex) throws(StoreError) -> Amount {
        var pruned = Amount()
        var doomed: [(object: BlobObject, size: Int64)] = []
        try space.scan { (object, _, size) throws(StoreError) in
            guard let object else { return true }
            let row = try index.read { (reading) throws(StoreError) in try StoreSnapshot(reading).blob(object.digest) }
            if row?.generation != object.generation { doomed.append((object, size)) }
            return true
        }
        for (entry, failure) in zip(doomed, space.delete(doomed.map(\.object))) {
            if let failure { throw failure }
            pruned.add(entry.size)
        }
        return pruned
    }
}
