internal import Digests

/// What one round of PUBLISH decided for one publication.
enum PublishDecision: Sendable {
    case done(PublishOutcome)
    case failed(StoreError)
    /// Neither a healthy row nor a reservation of ours is there: reserve again, and this time write.
    case again
}

extension StoreChange {
    /// PUBLISH for one publication, decided on what this transaction sees.
    ///
    /// - Parameter attempt: the object written for it; nil where the bytes were known already.
    ///   Unless it becomes, or is, the live copy, it is doomed in this same transaction, even if its
    ///   reservation was condemned or forgotten meanwhile: the writer never removes an object itself.
    func publish(
        _ publication: Publication, attempt: BlobObject?, session: SessionID?
    ) throws(StoreError) -> PublishDecision {
        let digest = publication.blob.digests.sha256
        let existing = try reference(publication.name)
        if let existing, existing.digest != digest {
            try giveUp(attempt, size: publication.blob.size)
            return .failed(.nameConflict(existing: existing.digest))
        }
        if var row = try blob(digest), row.health == .ok {
            let outcome: PublishOutcome = existing == nil ? .stored : .present
            if let refusal = try refusal(of: publication, outcome) {
                try giveUp(attempt, size: publication.blob.size)
                return .failed(refusal)
            }
            if existing == nil {
                try addReference(publication.name, to: &row, payload: publication.payload)
                try putBlob(row)
            }
            try addListing(of: publication, to: row)
            try giveUp(attempt, size: row.size)
            return .done(outcome)
        }
        guard let attempt, let session, try isReserved(attempt, by: session) else {
            try giveUp(attempt, size: publication.blob.size)
            return .again
        }
        return try publishNew(publication, attempt: attempt, isNamed: existing != nil)
    }

    /// The bytes are new, or those known are damaged: the attempt becomes the live copy.
    private func publishNew(
        _ publication: Publication, attempt: BlobObject, isNamed: Bool
    ) throws(StoreError) -> PublishDecision {
        let digests = publication.blob.digests
        let damaged = try blob(digests.sha256)
        let outcome: PublishOutcome = damaged == nil ? .stored : .healed
        if let refusal = try refusal(of: publication, outcome) {
            try giveUp(attempt, size: publication.blob.size)
            return .failed(refusal)
        }
        var row: BlobRow
        if let damaged {
            row = damaged
            try doom(damaged.object, size: damaged.size, reason: .replacedDamage, wasDamaged: true)
            row.generation = attempt.generation
            row.health = .ok
            sums.damagedBlobs -= 1
        } else {
            row = BlobRow(
                generation: attempt.generation, references: 0, size: publication.blob.size, digests: digests,
                created: now)
            try addBlob(row)
        }
        try writing.delete(IndexKey.object(attempt), in: .reserved)
        if !isNamed { try addReference(publication.name, to: &row, payload: publication.payload) }
        try putBlob(row)
        try addListing(of: publication, to: row)
        return .done(outcome)
    }

    private func refusal(of publication: Publication, _ outcome: PublishOutcome) throws(StoreError) -> StoreError? {
        guard let records = publication.records else { return nil }
        let before = writing.changes
        do throws(StoreError) {
            try records(self, outcome)
            return nil
        } catch {
            // After a write the refusal must take the whole transaction with it.
            guard writing.changes == before else { throw error }
            return error
        }
    }

    private func addListing(of publication: Publication, to row: BlobRow) throws(StoreError) {
        guard let listing = publication.listing else { return }
        try putListing(listing, of: row)
    }

    private func isReserved(_ attempt: BlobObject, by session: SessionID) throws(StoreError) -> Bool {
        try row(for: IndexKey.object(attempt), in: .reserved, decode: ReservationRow.init(decoding:))?.session
            == session
    }

    /// Ends an attempt that did not become the live copy (also ABANDON).
    func giveUp(_ attempt: BlobObject?, size: Int64) throws(StoreError) {
        guard let attempt, try blob(attempt.digest)?.generation != attempt.generation else { return }
        try writing.delete(IndexKey.object(attempt), in: .reserved)
        try doom(attempt, size: size, reason: .lostRace)
    }
}
