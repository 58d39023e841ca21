internal import Digests
internal import Glibc
public import SystemPackage

/// What bringing an index back did.
public struct RecoveryReport: Sendable, Equatable {
    /// When the copy that was used was made, in milliseconds since 1970; nil where there was none, and
    /// an empty index was made.
    public var snapshotTime: Int64?
    /// Where the old index file is kept.
    public var damagedIndex: String?
    /// Blobs found on disk, sound, and put into the index without a name.
    public var adopted = Amount()
    /// Objects whose bytes are not what their name says; left alone.
    public var damagedObjects: [String] = []
}

extension Store {
    /// Replaces a lost or damaged index by its newest sound copy, and puts into it what is on disk and
    /// not in the copy.
    ///
    /// Blobs come back whole.  Names given since the copy was made do not: ingest the files again, which
    /// writes no bytes that are there already.  The damaged index is kept beside the new one.
    /// - Throws: `lockBusy` while another process has the store open for writing.
    public static func recoverIndex(
        at path: FilePath, options: StoreOptions = StoreOptions(),
        shouldContinue: (RecoveryReport) -> Bool = { _ in true }
    ) throws(StoreError) -> RecoveryReport {
        let files = LocalFileSystem()
        let layout = StoreLayout(root: path)
        _ = try readFormat(layout, files)
        let lock = try HousekeepingLock.take("gc", layout, files)
        defer { lock.close() }
        try refuseLiveSessions(layout, files)
        var report = RecoveryReport()
        let snapshots = IndexSnapshots(layout: layout, files: files)
        report.snapshotTime = try snapshots.newestSound()
        do throws(FileError) {
            let current = layout.index.appending("data.mdb")
            if try files.status(of: current) != nil {
                let kept = layout.index.appending("data.mdb.damaged-\(systemClock())")
                try files.rename(current, to: kept)
                report.damagedIndex = kept.string
            }
            try files.unlinkIfThere(layout.index.appending("lock.mdb"))
            if let time = report.snapshotTime {
                let draft = layout.index.appending("data.mdb.draft")
                try files.unlinkIfThere(draft)
                try files.copyDurably(snapshots.path(of: time), to: draft)
                try files.rename(draft, to: current)
            }
            try files.syncDirectory(layout.index)
        } catch {
            throw StoreError(error)
        }
        if report.snapshotTime == nil {
            try LMDBIndex.open(
                directory: layout.index.string, mapSizeBytes: options.indexCapacityBytes, isReadOnly: false
            ).close()
        }
        let store = try open(at: path, options: options)
        defer { store.close() }
        try store.adoptObjects(into: &report, shouldContinue)
        return report
    }

    private static func refuseLiveSessions(_ layout: StoreLayout, _ files: any FileSystem) throws(StoreError) {
        do throws(FileError) {
            for name in try files.names(in: layout.sessions) {
                let file = try files.open(layout.sessions.appending(name))
                defer { file.close() }
                guard try file.tryLock() else { throw FileError(call: "flock", path: name, code: EWOULDBLOCK) }
            }
        } catch {
            throw error.code == EWOULDBLOCK ? .lockBusy("sessions/\(error.path)") : StoreError(error)
        }
    }

    /// Puts every sound object that the index does not call live into it, without a name.  A copy of the
    /// index may call “reserved” what became live after it was made, so reserved ones count, too.
    private func adoptObjects(
        into report: inout RecoveryReport, _ shouldContinue: (RecoveryReport) -> Bool
    ) throws(StoreError) {
        var digests = DigestStream()
        try blobs.scan { (object, _, size) throws(StoreError) in
            guard let object else { return true }
            let isKnown = try read { (snapshot) throws(StoreError) in
                if try snapshot.index.contains(IndexKey.object(object), in: .doomed) { return true }
                guard let row = try snapshot.blob(object.digest) else { return false }
                return row.health == .ok || row.generation == object.generation
            }
            if isKnown { return shouldContinue(report) }
            guard let bytes = try blobs.open(object) else { return true }
            digests.reset()
            try unsafe BlobReading.forEachChunk(of: bytes) { (chunk) in unsafe digests.update(chunk) }
            let found = digests.finalize()
            guard found.digests.sha256 == object.digest else {
                report.damagedObjects.append(object.description)
                return shouldContinue(report)
            }
            try write { (change) throws(StoreError) in
                try change.adopt(object, size: found.byteCount, digests: found.digests)
            }
            report.adopted.add(size)
            return shouldContinue(report)
        }
    }
}

extension StoreChange {
    /// Makes a sound object the live copy of its blob.
    func adopt(_ object: BlobObject, size: Int64, digests: DigestSet) throws(StoreError) {
        try writing.delete(IndexKey.object(object), in: .reserved)
        if var row = try blob(object.digest) {
            try doom(row.object, size: row.size, reason: .replacedDamage, wasDamaged: true)
            row.generation = object.generation
            row.health = .ok
            sums.damagedBlobs -= 1
            try putBlob(row)
            return
        }
        var row = BlobRow(
            generation: object.generation, references: 0, size: size, digests: digests, created: now)
        row.unreferencedSince = now
        try addBlob(row)
        try writing.put([], for: IndexKey.unreferenced(since: now, object.digest), in: .unreferenced)
        sums.unreferencedBlobs += 1
        sums.unreferencedBytes += size
        try putBlob(row)
    }
}
