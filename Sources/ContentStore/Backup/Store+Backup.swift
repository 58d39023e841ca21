public import Digests
public import SystemPackage

/// What a backup did.
public struct BackupReport: Sendable, Equatable {
    /// Blobs copied.
    public var copied = Amount()
    /// Blobs that the target had already.
    public var present = Amount()
    /// Objects removed from the target because its new index does not name them.
    public var pruned = Amount()
    /// Blobs that could not be copied because they are damaged here; the target's index has them as
    /// damaged, or `verify` will find them.
    public var damaged: [ContentDigest] = []
    /// It was told to stop; the target still is what it was before.
    public var isStoppedEarly = false
}

extension Store {
    /// Copies the store to `path`, where nothing or an earlier backup of the same store is, beside
    /// whatever else goes on.
    ///
    /// The copy is one consistent state, durable when this returns; every byte is compared with its
    /// digests on the way.  The copy is a store that can be listed, verified and restored from, and is
    /// read-only to everything but the next backup.
    /// - Parameter shouldContinue: asked between batches with what is done and what there is to do.
    /// - Throws: `alreadyExists` where something else is there; `lockBusy` beside another backup to the same place.
    public func backup(
        to path: FilePath, shouldContinue: (_ done: Amount, _ total: Amount) -> Bool = { _, _ in true }
    ) throws(StoreError) -> BackupReport {
        var format = format
        format.readOnlyCompat = [StoreFormat.backupFeature]
        let session = try currentSession().id
        let hold = HoldRow(session: session)
        let key = Array(SessionID.random().description.utf8)
        try write { (change) throws(StoreError) in try change.writing.put(hold.encoded, for: key, in: .hold) }
        let result: Result<BackupReport, StoreError>
        do throws(StoreError) {
            let target = try BackupTarget.prepare(at: path, format: format, files: files, options: options)
            result = .success(try copy(to: target, shouldContinue))
        } catch {
            result = .failure(error)
        }
        try write { (change) throws(StoreError) in _ = try change.writing.delete(key, in: .hold) }
        return try result.get()
    }

    /// Makes a store at `path` from this backup, where nothing is yet, or what an earlier run left that was stopped.
    ///
    /// Until it returns with all copied, nobody can open the store: `restoreUnfinished`.
    /// - Throws: `notFound` where this store is no backup; `alreadyExists`; `lockBusy` beside another restore.
    public func restore(
        to path: FilePath, shouldContinue: (_ done: Amount, _ total: Amount) -> Bool = { _, _ in true }
    ) throws(StoreError) -> BackupReport {
        guard format.readOnlyCompat.contains(StoreFormat.backupFeature) else {
            throw .notFound("\(root) is not a backup")
        }
        var format = format
        format.readOnlyCompat = []
        var draft = format
        draft.incompat.append(StoreFormat.restoringFeature)
        let target: BackupTarget
        do throws(StoreError) {
            target = try BackupTarget.prepare(at: path, format: draft, files: files, options: options)
        } catch .notAStore {
            throw .alreadyExists(path: path.string)
        }
        let report = try copy(to: target, shouldContinue)
        if !report.isStoppedEarly { try target.replaceFormat(by: format) }
        return report
    }

    private func copy(
        to target: BackupTarget, _ shouldContinue: (Amount, Amount) -> Bool
    ) throws(StoreError) -> BackupReport {
        defer { target.close() }
        // Two at once would take each other's index away.
        let lock = try HousekeepingLock.take("copy", target.layout, files)
        defer { lock.close() }
        var report = BackupReport()
        let copied = try target.receiveIndex(from: index)
        defer { copied.close() }
        let total = try copied.read { (reading) throws(StoreError) in
            let counters = try StoreSnapshot(reading).counters()
            return Amount(count: counters.blobs, bytes: counters.blobBytes)
        }
        var start: [UInt8]? = []
        while let from = start {
            let done = Amount(
                count: report.copied.count + report.present.count, bytes: report.copied.bytes + report.present.bytes)
            guard shouldContinue(done, total) else {
                report.isStoppedEarly = true
                return report
            }
            let (rows, next) = try copied.read { (reading) throws(StoreError) in
                try BackupBatch.rows(StoreSnapshot(reading), from: from)
            }
            try copy(rows, to: target, &report)
            start = next
        }
        try target.install()
        report.pruned = try target.prune(keeping: copied)
        return report
    }

    private func copy(
        _ rows: [BlobRow], to target: BackupTarget, _ report: inout BackupReport
    ) throws(StoreError) {
        struct Item {
            let row: BlobRow
            var there = BackupTarget.Presence.nothing
            var blob: SealedBlob?
            var isDamaged = false
            var failure: StoreError?
        }
        var items = rows.map { Item(row: $0) }
        ThreadTeam.forEach(&items, threads: 2) { _, item in
            if item.row.health == .damaged {
                item.isDamaged = true
                return
            }
            do throws(StoreError) {
                item.there = try target.presence(of: item.row)
                switch item.there {
                case .settled, .unsettled: break
                case .nothing, .unfinished:
                    item.blob = try blobs.open(item.row.object).flatMap { (bytes) throws(StoreError) in
                        try target.stage(bytes, item.row)
                    }
                    item.isDamaged = item.blob == nil
                }
            } catch {
                item.failure = error
            }
        }
        var objects: [(object: BlobObject, blob: SealedBlob)] = []
        var unfinished: [BlobObject] = []
        for item in items {
            if let failure = item.failure { throw failure }
            if item.isDamaged { report.damaged.append(item.row.digests.sha256) }
            switch item.there {
            case .settled, .unsettled: report.present.add(item.row.size)
            case .unfinished: if item.blob != nil { unfinished.append(item.row.object) }
            case .nothing: break
            }
            if let blob = item.blob { objects.append((item.row.object, blob)) }
        }
        if items.contains(where: { $0.there == .unsettled }) { try target.settle() }
        for case let failure? in target.space.delete(unfinished) { throw failure }
        for (object, failure) in zip(objects, target.space.put(objects)) {
            if let failure { throw failure }
            report.copied.add(object.blob.size)
        }
    }
}

/// Rows whose bytes are copied together.
private enum BackupBatch {
    /// Up to 256 rows or 64 MiB from `start` on, and where the next batch begins.
    static func rows(
        _ snapshot: StoreSnapshot, from start: [UInt8]
    ) throws(StoreError) -> (rows: [BlobRow], next: [UInt8]?) {
        var rows: [BlobRow] = []
        var bytes: Int64 = 0
        var next: [UInt8]?
        try snapshot.scanBlobs(from: start) { row in
            if rows.count == 256 || (bytes > 64 << 20 && !rows.isEmpty) {
                next = row.digests.sha256.bytes
                return false
            }
            rows.append(row)
            bytes += row.size
            return true
        }
        return (rows, next)
    }
}
