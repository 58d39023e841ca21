internal import Digests
internal import SystemPackage

extension Store {
    /// What `collect` with the same options would free at this moment.  Changes nothing.
    public func planCollection(_ options: CollectionOptions = CollectionOptions()) throws(StoreError) -> CollectionPlan
    {
        let due = clock() - options.graceMilliseconds
        // Reservations first, their sessions second: see `Session.isDead`.
        var plan = CollectionPlan()
        let reservations = try reservedObjects()
        let dead = try deadSessions(of: reservations)
        for reservation in reservations where dead.contains(reservation.row.session) {
            plan.deadReservations.add(reservation.row.size)
        }
        try read { (snapshot) throws(StoreError) in
            try snapshot.index.scan(.doomed, from: []) { _, value throws(StoreError) in
                plan.doomed.add(DoomedRow(decoding: value)?.size ?? 0)
                return true
            }
            var sizes: [(since: Int64, digest: ContentDigest)] = []
            try snapshot.index.scan(.unreferenced, from: []) { key, _ throws(StoreError) in
                if let entry = IndexKey.unreferenced(decoding: key) { sizes.append(entry) }
                return true
            }
            for entry in sizes {
                let size = try snapshot.blob(entry.digest)?.size ?? 0
                if entry.since <= due {
                    plan.unreferenced.add(size)
                } else {
                    plan.waiting.add(size)
                    plan.nextDue = plan.nextDue ?? entry.since + options.graceMilliseconds
                }
            }
        }
        plan.isHeld = try !read { (snapshot) throws(StoreError) in try snapshot.holds() }.isEmpty
        return plan
    }

    /// Removes the bytes that no name needs, beside running uploads, verifications and servers.
    ///
    /// Costs as much as there is to remove, however large the store is.
    /// - Parameter shouldContinue: asked between batches, with what is gone so far; false ends the run.
    /// - Throws: `collectorRunning` where another one is at work on this host.
    public func collect(
        _ options: CollectionOptions = CollectionOptions(), shouldContinue: (Amount) -> Bool = { _ in true }
    ) throws(StoreError) -> CollectionReport {
        if self.options.isReadOnly { throw .readOnly }
        let lock: any OpenFile
        do throws(StoreError) {
            lock = try HousekeepingLock.take("gc", layout, files)
        } catch .lockBusy {
            throw .collectorRunning
        }
        defer { lock.close() }
        do throws(StoreError) {
            return try collectUnderLock(options, shouldContinue)
        } catch .noSpace {
            // Deleting needs pages of the index before it gives any back.
            guard try releaseReserve() else { throw .noSpace(path: root.string) }
            return try collectUnderLock(options, shouldContinue)
        }
    }

    private func collectUnderLock(
        _ options: CollectionOptions, _ shouldContinue: (Amount) -> Bool
    ) throws(StoreError) -> CollectionReport {
        let deadline = options.maximumDuration.map { ContinuousClock.now + $0 }
        var report = CollectionReport()
        func mayGoOn(_ removed: Amount) -> Bool {
            shouldContinue(removed) && deadline.map { ContinuousClock.now < $0 } ?? true
        }
        try index.releaseDeadReaders()
        try dropStaleHolds()
        try condemnReservations(batchSize: options.batchSize)
        if options.isFullScan { try doomStrays(into: &report) }
        let due = clock() - options.graceMilliseconds
        // What earlier runs doomed and did not get to goes first; then batch after batch.
        try sweep(options, into: &report, mayGoOn)
        while !report.isStoppedEarly {
            report.isStoppedEarly = !mayGoOn(report.removed)
            guard !report.isStoppedEarly, try condemnBlobs(due: due, limit: options.batchSize) > 0 else { break }
            try sweep(options, into: &report, mayGoOn)
        }
        try removeDeadSessions()
        // What is gone is gone: a copy or a reserve that could not be made does not undo the collection.
        do throws(StoreError) { try saveIndexSnapshot() } catch { report.failures.append("index.snap: \(error)") }
        do throws(FileError) {
            try Reserve.set(layout, files, byteCount: self.options.reserveBytes)
        } catch {
            report.failures.append("RESERVE: \(error)")
        }
        report.remaining = try planCollection(options)
        // Told to stop when there was nothing left to do.
        if report.remaining.freed.count == 0 { report.isStoppedEarly = false }
        return report
    }

    // MARK: - CONDEMN

    /// Dooms what dead writers had reserved.
    private func condemnReservations(batchSize: Int) throws(StoreError) {
        let reservations = try reservedObjects()
        let dead = try deadSessions(of: reservations)
        let condemned = reservations.filter { dead.contains($0.row.session) }
        for start in stride(from: 0, to: condemned.count, by: batchSize) {
            let batch = condemned[start..<min(start + batchSize, condemned.count)]
            try write { (change) throws(StoreError) in
                for (object, row) in batch {
                    let key = IndexKey.object(object)
                    // Read again: its writer may have published, or given up, before it died.
                    guard try change.writing.delete(key, in: .reserved) else { continue }
                    try change.doom(object, size: row.size, reason: .deadWriter)
                }
            }
        }
    }

    /// Dooms blobs whose last name went at or before `due`; answers how many.
    private func condemnBlobs(due: Int64, limit: Int) throws(StoreError) -> Int {
        try write { (change) throws(StoreError) in
            // In this transaction: a backup that has begun by now counts.
            guard try change.holds().isEmpty else { return 0 }
            var candidates: [(since: Int64, digest: ContentDigest)] = []
            try change.index.scan(.unreferenced, from: []) { key, _ throws(StoreError) in
                guard let entry = IndexKey.unreferenced(decoding: key) else {
                    throw .indexRowCorrupt(table: IndexTable.unreferenced.name, key: hex(key))
                }
                guard entry.since <= due, candidates.count < limit else { return false }
                candidates.append(entry)
                return true
            }
            for candidate in candidates {
                guard let row = try change.blob(candidate.digest), row.references == 0,
                    row.unreferencedSince == candidate.since
                else {
                    throw .indexRowCorrupt(table: IndexTable.unreferenced.name, key: candidate.digest.hex)
                }
                try change.deleteBlob(row)
                try change.doom(
                    BlobObject(digest: candidate.digest, generation: row.generation), size: row.size,
                    reason: .unreferenced, wasDamaged: row.health == .damaged)
            }
            return candidates.count
        }
    }

    // MARK: - SWEEP and FORGET

    /// Removes every doomed object, and forgets those that are gone; a batch at least, whatever `mayGoOn` says.
    private func sweep(
        _ options: CollectionOptions, into report: inout CollectionReport, _ mayGoOn: (Amount) -> Bool
    ) throws(StoreError) {
        var start: [UInt8] = []
        while true {
            let doomed = try doomedObjects(from: start, limit: options.batchSize)
            guard let last = doomed.last else { return }
            // Nothing is destroyed on the word of a commit that a power cut could still take back.
            try index.makeVisibleCommitsDurable()
            let removed = try remove(doomed, options, into: &report)
            try write { (change) throws(StoreError) in
                for (object, row) in removed { _ = try change.forget(object, mark: row.mark) }
            }
            start = IndexKey.object(last.object) + [0]
            if doomed.count < options.batchSize { return }
            report.isStoppedEarly = !mayGoOn(report.removed)
            if report.isStoppedEarly { return }
        }
    }

    private func remove(
        _ doomed: [(object: BlobObject, row: DoomedRow)], _ options: CollectionOptions,
        into report: inout CollectionReport
    ) throws(StoreError) -> [(BlobObject, DoomedRow)] {
        var gone: [(BlobObject, DoomedRow)] = []
        var ordinary = doomed
        if options.quarantinesDamaged {
            for (object, row) in doomed where row.wasDamaged {
                try blobs.quarantine(object, reason: "damaged; \(row.reason)")
                report.quarantined.add(row.size)
                gone.append((object, row))
            }
            ordinary = doomed.filter { !$0.row.wasDamaged }
        }
        for ((object, row), failure) in zip(ordinary, blobs.delete(ordinary.map(\.object))) {
            if let failure {
                report.failures.append("\(object): \(failure)")
            } else {
                report.removed.add(row.size)
                gone.append((object, row))
            }
        }
        return gone
    }

    private func doomedObjects(
        from start: [UInt8], limit: Int
    ) throws(StoreError) -> [(object: BlobObject, row: DoomedRow)] {
        try read { (snapshot) throws(StoreError) in
            var found: [(object: BlobObject, row: DoomedRow)] = []
            try snapshot.index.scan(.doomed, from: start) { key, value throws(StoreError) in
                guard let object = IndexKey.object(decoding: key), let row = DoomedRow(decoding: value) else {
                    throw .indexRowCorrupt(table: IndexTable.doomed.name, key: hex(key))
                }
                found.append((object, row))
                return found.count < limit
            }
            return found
        }
    }

    // MARK: - FULL SCAN

    /// Dooms every object that no row names.  Objects are listed first and looked up second: a
    /// reservation precedes its object, and a name once dropped never returns.
    private func doomStrays(into report: inout CollectionReport) throws(StoreError) {
        var listed: [(object: BlobObject, size: Int64)] = []
        func settle() throws(StoreError) {
            let batch = listed
            listed = []
            let suspects = try read { (snapshot) throws(StoreError) in
                var suspects: [(object: BlobObject, size: Int64)] = []
                for entry in batch where try !snapshot.names(entry.object) { suspects.append(entry) }
                return suspects
            }
            guard !suspects.isEmpty else { return }
            let strays = try write { (change) throws(StoreError) in
                var strays: [Int64] = []
                for suspect in suspects where try !change.names(suspect.object) {
                    try change.doom(suspect.object, size: suspect.size, reason: .stray)
                    strays.append(suspect.size)
                }
                return strays
            }
            for size in strays { report.strays.add(size) }
        }
        try blobs.scan { (object, name, size) throws(StoreError) in
            if let object {
                listed.append((object, size))
                if listed.count >= 1000 { try settle() }
            } else if report.foreignFiles.count < 1000 {
                report.foreignFiles.append(name)
            }
            return true
        }
        try settle()
    }

    // MARK: - Sessions

    private func reservedObjects() throws(StoreError) -> [(object: BlobObject, row: ReservationRow)] {
        try read { (snapshot) throws(StoreError) in
            var found: [(object: BlobObject, row: ReservationRow)] = []
            try snapshot.index.scan(.reserved, from: []) { key, value throws(StoreError) in
                guard let object = IndexKey.object(decoding: key), let row = ReservationRow(decoding: value) else {
                    throw .indexRowCorrupt(table: IndexTable.reserved.name, key: hex(key))
                }
                found.append((object, row))
                return true
            }
            return found
        }
    }

    /// Of the sessions named by reservations read before, those that are certainly over.
    private func deadSessions(
        of reservations: [(object: BlobObject, row: ReservationRow)]
    ) throws(StoreError) -> Set<SessionID> {
        var dead: Set<SessionID> = []
        for id in Set(reservations.map(\.row.session)) where id != sessionID {
            if try Session.isDead(id, files, layout) { dead.insert(id) }
        }
        return dead
    }

    /// Removes the files of sessions that are over and hold no reservation any more.
    private func removeDeadSessions() throws(StoreError) {
        let holding = Set(try reservedObjects().map(\.row.session.description))
        do throws(FileError) {
            for name in try files.names(in: layout.sessions) where !holding.contains(name) {
                let path = layout.sessions.appending(name)
                do throws(FileError) {
                    let file = try files.open(path)
                    defer { file.close() }
                    if try file.tryLock() { try files.unlink(path) }
                } catch {
                    if !error.isNotFound { throw error }
                }
            }
        } catch {
            throw StoreError(error)
        }
    }
}

extension StoreSnapshot {
    /// Whether any row names this very object.
    func names(_ object: BlobObject) throws(StoreError) -> Bool {
        let key = IndexKey.object(object)
        if try index.contains(key, in: .reserved) { return true }
        if try index.contains(key, in: .doomed) { return true }
        return try blob(object.digest)?.generation == object.generation
    }
}
