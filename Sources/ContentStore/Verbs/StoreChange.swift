public import Digests

/// One write transaction: everything done through it happens at its commit, or not at all.
public final class StoreChange: StoreSnapshot {
    let writing: any IndexWriting
    /// The moment that rows written here carry, in milliseconds since 1970.
    public let now: Int64
    /// The sums as they will be after this transaction.
    var sums = StoreCounters()
    private var loaded = StoreCounters()

    init(_ writing: any IndexWriting, now: Int64) throws(StoreError) {
        self.writing = writing
        self.now = now
        super.init(writing)
        loaded = try super.counters()
        sums = loaded
    }

    override public func counters() throws(StoreError) -> StoreCounters { sums }

    /// Writes the counters back where they changed; the last step of every transaction.
    func finish() throws(StoreError) {
        guard sums != loaded else { return }
        try writing.put(sums.encoded, for: IndexKey.counters, in: .meta)
        loaded = sums
    }

    /// Stores one of the application's own records.
    /// - Parameter key: 1 to 511 bytes.
    public func putRecord(_ payload: [UInt8], for key: [UInt8]) throws(StoreError) {
        try writing.put(Self.wrap(payload), for: key, in: .record)
    }

    /// Removes one of the application's own records; answers whether it was there.
    @discardableResult
    public func deleteRecord(_ key: [UInt8]) throws(StoreError) -> Bool {
        try writing.delete(key, in: .record)
    }

    /// Puts something derived from a live blob's bytes beside it; it goes when the blob goes.
    public func putListing(_ listing: [UInt8], of digest: ContentDigest) throws(StoreError) {
        guard let row = try blob(digest) else { throw .notFound("sha256:\(digest.hex)") }
        try putListing(listing, of: row)
    }

    /// Gives a live, healthy blob one more name (LINK).
    /// - Throws: `nameConflict` where the name holds other bytes; `notFound` where the bytes would have
    ///   to be uploaded first.
    public func link(_ name: BlobName, to digest: ContentDigest, payload: [UInt8]) throws(StoreError) {
        if let existing = try reference(name) {
            guard existing.digest == digest else { throw .nameConflict(existing: existing.digest) }
            return
        }
        guard var row = try blob(digest), row.health == .ok else { throw .notFound("sha256:\(digest.hex)") }
        try addReference(name, to: &row, payload: payload)
        try putBlob(row)
    }

    /// Replaces what the application attached to a name.
    public func setPayload(_ payload: [UInt8], of name: BlobName) throws(StoreError) {
        guard let old = try reference(name) else { throw .notFound(name.description) }
        let new = Reference(digest: old.digest, id: old.id, created: old.created, payload: payload)
        try writing.put(new.encoded, for: name.key, in: .reference)
    }

    /// Takes a name away (DELETE); its bytes stay until they are collected.
    /// - Parameter id: the making of the name that is meant; nil for whatever it is now.
    /// - Returns: what the name referred to; nil where it is not there, or was made anew since.
    @discardableResult
    public func delete(_ name: BlobName, id: ReferenceID? = nil) throws(StoreError) -> Reference? {
        guard let reference = try reference(name), id == nil || reference.id == id else { return nil }
        guard var row = try blob(reference.digest), row.references > 0 else {
            throw .indexRowCorrupt(table: IndexTable.blob.name, key: reference.digest.hex)
        }
        try writing.delete(name.key, in: .reference)
        try writing.delete(IndexKey.referrer(reference.digest, reference.id), in: .blob)
        row.references -= 1
        sums.references -= 1
        sums.referencedBytes -= row.size
        if row.references == 0 {
            row.unreferencedSince = now
            try writing.put([], for: IndexKey.unreferenced(since: now, reference.digest), in: .unreferenced)
            sums.unreferencedBlobs += 1
            sums.unreferencedBytes += row.size
        }
        try putBlob(row)
        return reference
    }

    // MARK: - Steps that verbs share

    func putListing(_ listing: [UInt8], of row: BlobRow) throws(StoreError) {
        try writing.put(Self.wrap(listing), for: IndexKey.listing(of: row), in: .listing)
    }

    func putBlob(_ row: BlobRow) throws(StoreError) {
        try writing.put(row.encoded, for: IndexKey.blob(row.digests.sha256), in: .blob)
    }

    /// Makes a name that is known to be free refer to `row`'s blob, and counts it; the caller stores `row`.
    func addReference(_ name: BlobName, to row: inout BlobRow, payload: [UInt8]) throws(StoreError) {
        let digest = row.digests.sha256
        let reference = Reference(digest: digest, id: .random(), created: now, payload: payload)
        try writing.put(reference.encoded, for: name.key, in: .reference)
        try writing.put(Self.wrap(name.key), for: IndexKey.referrer(digest, reference.id), in: .blob)
        if row.references == 0 && row.unreferencedSince != 0 {
            try writing.delete(IndexKey.unreferenced(since: row.unreferencedSince, digest), in: .unreferenced)
            row.unreferencedSince = 0
            sums.unreferencedBlobs -= 1
            sums.unreferencedBytes -= row.size
        }
        row.references += 1
        sums.references += 1
        sums.referencedBytes += row.size
    }

    /// Hands an object to the collector, under a fresh mark.
    func doom(_ object: BlobObject, size: Int64, reason: DoomReason, wasDamaged: Bool = false) throws(StoreError) {
        let key = IndexKey.object(object)
        if let old = try row(for: key, in: .doomed, decode: DoomedRow.init(decoding:)) {
            sums.doomedObjects -= 1
            sums.doomedBytes -= old.size
        }
        let row = DoomedRow(
            mark: RandomWords.draw(), since: now, size: size, reason: reason, wasDamaged: wasDamaged)
        try writing.put(row.encoded, for: key, in: .doomed)
        sums.doomedObjects += 1
        sums.doomedBytes += size
    }

    /// Drops a doomed entry if it still carries `mark` (FORGET); answers whether it did.
    func forget(_ object: BlobObject, mark: UInt64) throws(StoreError) -> Bool {
        let key = IndexKey.object(object)
        guard let row = try row(for: key, in: .doomed, decode: DoomedRow.init(decoding:)), row.mark == mark else {
            return false
        }
        try writing.delete(key, in: .doomed)
        sums.doomedObjects -= 1
        sums.doomedBytes -= row.size
        return true
    }

    /// Drops everything the index derives from a blob's row, and the row.
    func deleteBlob(_ row: BlobRow) throws(StoreError) {
        let digest = row.digests.sha256
        try writing.delete(IndexKey.blob(digest), in: .blob)
        try writing.delete(IndexKey.verification(at: row.hashedAt, digest), in: .verification)
        try writing.delete(IndexKey.listing(of: row), in: .listing)
        if row.references == 0 {
            try writing.delete(IndexKey.unreferenced(since: row.unreferencedSince, digest), in: .unreferenced)
            sums.unreferencedBlobs -= 1
            sums.unreferencedBytes -= row.size
        }
        sums.blobs -= 1
        sums.blobBytes -= row.size
        if row.health == .damaged { sums.damagedBlobs -= 1 }
    }

    /// Makes the entries that go with a row that is new.
    func addBlob(_ row: BlobRow) throws(StoreError) {
        try writing.put(
            [], for: IndexKey.verification(at: row.hashedAt, row.digests.sha256), in: .verification)
        sums.blobs += 1
        sums.blobBytes += row.size
    }

    /// Notes when a blob's bytes were last compared with its digests.
    func setVerified(_ row: inout BlobRow, at seconds: UInt32) throws(StoreError) {
        let digest = row.digests.sha256
        try writing.delete(IndexKey.verification(at: row.hashedAt, digest), in: .verification)
        row.verifiedAt = seconds
        try writing.put([], for: IndexKey.verification(at: seconds, digest), in: .verification)
    }
}
