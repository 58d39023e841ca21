public import Digests

extension Store {
    /// Begins to take bytes in (the first step of PUT).
    /// - Parameters:
    ///   - expectedSize: bytes, as far as known; room is set aside for them.
    ///   - limitBytes: the most that will be taken.
    ///   - digestThreads: 2 lets a second thread share the hashing, worth it for one large file while a
    ///     core is idle.
    ///   - batch: computes the digests, beside those of other blobs of the same thread: the quickest way
    ///     where eight or more come in at once, each a piece at a time.
    ///   - isRead: others will read the bytes while they grow: the blob's `growing` is there then.
    /// - Throws: `belowReserve` where too little would stay free; `readOnly`.
    public func stage(
        expectedSize: Int64? = nil, limitBytes: Int64 = .max, digestThreads: Int = 1,
        batch: DigestBatch? = nil, isRead: Bool = false
    ) throws(StoreError) -> StagedBlob {
        if options.isReadOnly { throw .readOnly }
        if let expectedSize, expectedSize > limitBytes { throw .tooLarge(limitBytes: limitBytes) }
        if (expectedSize ?? .max) > Int64(StagedBlob.memoryLimit) { try admit(expectedSize ?? 0) }
        let staged = StagedBlob(
            space: blobs, limitBytes: limitBytes, expectedSize: expectedSize,
            digestThreads: digestThreads, batch: batch)
        if isRead { try staged.beginGrowing() }
        return staged
    }

    /// Refuses work that would eat into the space kept free.
    func admit(_ byteCount: Int64) throws(StoreError) {
        let free: Int64
        do throws(FileError) { free = try files.space(at: root).freeBytes } catch { throw StoreError(error) }
        guard free - byteCount >= options.minimumFreeBytes else {
            throw .belowReserve(freeBytes: free, reserveBytes: options.minimumFreeBytes)
        }
    }

    /// Publishes sealed bytes under names (the rest of PUT): reserve, write, publish.
    ///
    /// Many publications share one transaction of each kind and one sync.  They are decided one by one; each sees
    /// what earlier ones did, those with the same name or bytes in the order given, and the failure of one does not
    /// touch the others.
    /// - Parameter finally: the application's part of the publishing transaction after all of theirs; as `records`
    ///   of a publication, it may run more than once.
    /// - Returns: for each its outcome, which survives a power cut, or why it was not stored (`belowReserve` for those
    ///   that are not on the disk yet, where too little would stay free): then nothing of it is there.
    /// - Throws: what concerns all of them; none is then known to be stored.
    public func publish(
        _ publications: [Publication], finally: ((StoreChange) throws(StoreError) -> Void)? = nil
    ) throws(StoreError) -> [Result<PublishOutcome, StoreError>] {
        if options.isReadOnly { throw .readOnly }
        var results = [Result<PublishOutcome, StoreError>?](repeating: nil, count: publications.count)
        var pending = Array(publications.indices)
        if let refusal = try refusal(ofBytesToWriteIn: publications) {
            for position in pending where publications[position].blob.bytesToWrite > 0 {
                results[position] = .failure(refusal)
            }
            pending.removeAll { results[$0] != nil }
        }
        // A reservation of a live session is never condemned, so the second round, which writes
        // whatever the row says, settles everything short of someone deleting our session file.
        for round in 0..<Self.maximumRounds where !pending.isEmpty {
            let attempts = try reserve(pending.map { publications[$0] }, always: round > 0)
            let items = zip(pending, attempts).map { (position: $0, publication: publications[$0], attempt: $1) }
            do throws(StoreError) {
                pending = try settle(items, into: &results, finally)
            } catch {
                // What was reserved must not wait for this process to end.
                try? abandon(items)
                throw error
            }
        }
        return results.map { $0 ?? .failure(.lockBusy("session")) }
    }

    /// Why there is no room for what is still in memory.  Staged bytes were admitted before they were written: to drop
    /// them now would only mean that they are read again.
    private func refusal(ofBytesToWriteIn publications: [Publication]) throws(StoreError) -> StoreError? {
        let byteCount = publications.reduce(0) { $0 + $1.blob.bytesToWrite }
        guard byteCount > 0 else { return nil }
        do throws(StoreError) { try admit(byteCount) } catch {
            guard case .belowReserve = error else { throw error }
            return error
        }
        return nil
    }

    private static let maximumRounds = 4
    private typealias Item = (position: Int, publication: Publication, attempt: BlobObject?)

    /// WRITE and PUBLISH for one round; answers the positions that need another.
    private func settle(
        _ items: [Item], into results: inout [Result<PublishOutcome, StoreError>?],
        _ finally: ((StoreChange) throws(StoreError) -> Void)?
    ) throws(StoreError) -> [Int] {
        var written: [Item] = []
        var failed: [Item] = []
        var objects: [(object: BlobObject, blob: SealedBlob)] = []
        for item in items {
            if let attempt = item.attempt { objects.append((attempt, item.publication.blob)) }
        }
        var failures = blobs.put(objects)[...]
        var again: [Int] = []
        for item in items {
            if item.attempt != nil, let failure = failures.popFirst(), let failure {
                // Something was at a name that is drawn at random: doom it, and draw again.
                if failure.isExisting { again.append(item.position) }
                results[item.position] = .failure(failure)
                failed.append(item)
            } else {
                written.append(item)
            }
        }
        if !failed.isEmpty { try abandon(failed) }
        for (item, decision) in zip(written, try publishOnce(written, finally)) {
            switch decision {
            case .done(let outcome): results[item.position] = .success(outcome)
            case .failed(let error): results[item.position] = .failure(error)
            case .again: again.append(item.position)
            }
        }
        return again
    }

    /// RESERVE: an object of its own for every publication whose bytes are not known to be there.
    /// - Parameter always: reserve even where the bytes are known.
    private func reserve(_ publications: [Publication], always: Bool) throws(StoreError) -> [BlobObject?] {
        let unknown = try read { (snapshot) throws(StoreError) in
            try publications.map { (publication) throws(StoreError) in
                if always { return true }
                return try snapshot.blob(publication.blob.digests.sha256)?.health != .ok
            }
        }
        guard unknown.contains(true) else { return publications.map { _ in nil } }
        let session = try currentSession().id
        return try write { (change) throws(StoreError) in
            // Twice the same bytes in one batch need one object only.
            var claimed: ContentDigest?
            var objects = [BlobObject?](repeating: nil, count: publications.count)
            for (digest, position) in Self.byDigest(publications) where unknown[position] {
                guard always || claimed != digest else { continue }
                claimed = digest
                objects[position] = try change.reserve(
                    digest, size: publications[position].blob.size, for: session)
            }
            return objects
        }
    }

    /// Positions in the order of the bytes' digests, equal ones as given: neighbours in the index then follow each
    /// other, and their pages are found in the processor's cache.
    private static func byDigest(_ publications: [Publication]) -> [(digest: ContentDigest, position: Int)] {
        publications.indices.map { (publications[$0].blob.digests.sha256, $0) }.sorted { $0 < $1 }
    }

    /// The order in which publications are decided.
    private static func order(of publications: [Publication]) -> [Int] {
        var names: Set<BlobName> = []
        names.reserveCapacity(publications.count)
        // Of several with one name the first one wins.
        let hasRepeatedName = publications.contains { !names.insert($0.name).inserted }
        return hasRepeatedName ? Array(publications.indices) : byDigest(publications).map(\.position)
    }

    /// PUBLISH: one transaction for all.
    private func publishOnce(
        _ items: [Item], _ finally: ((StoreChange) throws(StoreError) -> Void)?
    ) throws(StoreError) -> [PublishDecision] {
        guard !items.isEmpty else { return [] }
        let session = sessionID
        let order = Self.order(of: items.map(\.publication))
        // A publication whose own records fail after writing takes the transaction with it; the others
        // are then decided again without it.
        var spoiled: [Int: StoreError] = [:]
        while true {
            var current = 0
            do throws(StoreError) {
                return try write { (change) throws(StoreError) in
                    var decisions = [PublishDecision](repeating: .again, count: items.count)
                    for position in order {
                        let item = items[position]
                        current = position
                        if let error = spoiled[position] {
                            try change.giveUp(item.attempt, size: item.publication.blob.size)
                            decisions[position] = .failed(error)
                        } else {
                            decisions[position] = try change.publish(
                                item.publication, attempt: item.attempt, session: session)
                        }
                    }
                    try finally?(change)
                    return decisions
                }
            } catch {
                guard items[current].publication.records != nil, spoiled[current] == nil, case .refused = error else {
                    throw error
                }
                spoiled[current] = error
            }
        }
    }

    /// ABANDON: gives attempts up whose bytes could not be written, or whose publication failed.
    private func abandon(_ items: [Item]) throws(StoreError) {
        try write { (change) throws(StoreError) in
            for item in items { try change.giveUp(item.attempt, size: item.publication.blob.size) }
        }
    }
}

extension StoreChange {
    /// Sets a new object aside for `session`.
    /// - Parameter draw: gives generations until one is new.
    func reserve(
        _ digest: ContentDigest, size: Int64, for session: SessionID, draw: () -> Generation = Generation.random
    ) throws(StoreError) -> BlobObject {
        while true {
            let object = BlobObject(digest: digest, generation: draw())
            let key = IndexKey.object(object)
            if try index.contains(key, in: .reserved) { continue }
            if try index.contains(key, in: .doomed) { continue }
            if try blob(digest)?.generation == object.generation { continue }
            try writing.put(ReservationRow(session: session, size: size).encoded, for: key, in: .reserved)
            return object
        }
    }
}
