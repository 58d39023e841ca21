public import Digests

/// One consistent view of the index, valid inside the closure it was given to.
public class StoreSnapshot {
    let index: any IndexReading

    init(_ index: any IndexReading) { self.index = index }

    /// What is known of a blob; nil where there is none.
    public func blob(_ digest: ContentDigest) throws(StoreError) -> BlobRow? {
        try row(for: IndexKey.blob(digest), in: .blob, decode: BlobRow.init(decoding:))
    }

    /// Every blob with this digest: at most one for SHA-256, and rarely more than one for the others,
    /// but collisions of MD5 and SHA-1 can be made.
    ///
    /// By SHA-256 this is one look-up.  By any other it reads every row, a million in a fraction of a
    /// second: entries for four more digests would be four more random pages to write for every blob
    /// that comes in, which made storing the millionth blob three times as slow as the first.
    public func blobs(matching digest: Digest) throws(StoreError) -> [BlobRow] {
        if digest.algorithm == .sha256 {
            guard let content = ContentDigest(digest.bytes), let row = try blob(content) else { return [] }
            return [row]
        }
        var found: [BlobRow] = []
        try index.scan(.blob, from: []) { key, value throws(StoreError) in
            if IndexKey.isReferrer(key) { return true }
            // Compared before it is decoded: nearly every row is another's.
            guard BlobRow.mayHave(digest, encoded: value) else { return true }
            if let row = BlobRow(decoding: value), row.digests[digest.algorithm] == digest { found.append(row) }
            return true
        }
        return found
    }

    /// Calls `body` with every blob whose SHA-256 is at or after `start`, in order, until it answers
    /// false.
    public func scanBlobs(
        from start: [UInt8] = [], _ body: (BlobRow) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try index.scan(.blob, from: start) { key, value throws(StoreError) in
            if IndexKey.isReferrer(key) { return true }
            guard let row = BlobRow(decoding: value), row.digests.sha256.bytes == key else {
                throw .indexRowCorrupt(table: IndexTable.blob.name, key: hex(key))
            }
            return try body(row)
        }
    }

    /// What a name refers to; nil where there is no such name.
    public func reference(_ name: BlobName) throws(StoreError) -> Reference? {
        try row(for: name.key, in: .reference, decode: Reference.init(decoding:))
    }

    /// Calls `body` with every name that begins with `components`, in order, until it answers false.
    public func scanReferences(
        under components: [String], _ body: (BlobName, Reference) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let prefix = BlobName.prefix(components)
        try index.scan(.reference, from: prefix) { key, value throws(StoreError) in
            guard key.starts(with: prefix) else { return false }
            guard let reference = Reference(decoding: value) else {
                throw .indexRowCorrupt(table: IndexTable.reference.name, key: BlobName(key: key).description)
            }
            return try body(BlobName(key: key), reference)
        }
    }

    /// Calls `body` with every name whose key is at or after `start`, in order, until it answers false.
    public func scanReferences(
        from start: [UInt8]?, _ body: (BlobName, Reference) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try index.scan(.reference, from: start ?? []) { key, value throws(StoreError) in
            guard let reference = Reference(decoding: value) else {
                throw .indexRowCorrupt(table: IndexTable.reference.name, key: BlobName(key: key).description)
            }
            return try body(BlobName(key: key), reference)
        }
    }

    /// The names that refer to a blob, at most `limit` of them.
    public func names(of digest: ContentDigest, limit: Int = 1000) throws(StoreError) -> [BlobName] {
        var names: [BlobName] = []
        guard limit > 0 else { return names }
        try scanNames(of: digest) { name in
            names.append(name)
            return names.count < limit
        }
        return names
    }

    /// Calls `body` with the names that refer to a blob, in no particular order, until it answers false.
    public func scanNames(
        of digest: ContentDigest, _ body: (BlobName) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let prefix = digest.bytes
        try index.scan(.blob, from: prefix) { key, value throws(StoreError) in
            guard key.starts(with: prefix) else { return false }
            guard IndexKey.isReferrer(key) else { return true }
            guard var row = RowReader(value, version: 1), let name = row.takeCounted(), row.isAtEnd else {
                throw .indexRowCorrupt(table: IndexTable.blob.name, key: hex(key))
            }
            return try body(BlobName(key: name))
        }
    }

    /// What was derived from the blob's bytes and put beside it; nil where nothing was.
    public func listing(of digest: ContentDigest) throws(StoreError) -> [UInt8]? {
        guard let row = try blob(digest) else { return nil }
        return try self.row(for: IndexKey.listing(of: row), in: .listing, decode: Self.payload)
    }

    /// One of the application's own records.
    public func record(_ key: [UInt8]) throws(StoreError) -> [UInt8]? {
        try row(for: key, in: .record, decode: Self.payload)
    }

    /// Calls `body` with every record whose key begins with `prefix`, from `start` (a key under the
    /// prefix) on, in key order, until it answers false.
    public func scanRecords(
        under prefix: [UInt8], from start: [UInt8]? = nil, _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try index.scan(.record, from: start ?? prefix) { key, value throws(StoreError) in
            guard key.starts(with: prefix) else { return false }
            guard let record = Self.payload(value) else {
                throw .indexRowCorrupt(table: IndexTable.record.name, key: hex(key))
            }
            return try body(key, record)
        }
    }

    /// As `scanRecords`, in reverse: from the last record under `prefix` whose key is before `end` on.
    /// - Parameter end: a key under the prefix; nil for all of them.
    public func scanRecordsBackward(
        under prefix: [UInt8], before end: [UInt8]? = nil, _ body: ([UInt8], [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try index.scanBackward(.record, before: end ?? Self.key(after: prefix)) { key, value throws(StoreError) in
            guard key.starts(with: prefix) else { return false }
            guard let record = Self.payload(value) else {
                throw .indexRowCorrupt(table: IndexTable.record.name, key: hex(key))
            }
            return try body(key, record)
        }
    }

    /// The first key after all that begin with `prefix`; empty where there is none.
    private static func key(after prefix: [UInt8]) -> [UInt8] {
        var key = prefix
        while let last = key.popLast() {
            if last < .max { return key + [last + 1] }
        }
        return []
    }

    /// Sums over the whole index.
    public func counters() throws(StoreError) -> StoreCounters {
        try row(for: IndexKey.counters, in: .meta, decode: StoreCounters.init(decoding:)) ?? StoreCounters()
    }

    func row<Row>(
        for key: [UInt8], in table: IndexTable, decode: ([UInt8]) -> Row?
    ) throws(StoreError) -> Row? {
        guard let value = try index.value(for: key, in: table) else { return nil }
        guard let row = decode(value) else { throw .indexRowCorrupt(table: table.name, key: hex(key)) }
        return row
    }

    static func payload(_ value: [UInt8]) -> [UInt8]? {
        guard var row = RowReader(value, version: 1), let payload = row.takeCounted(), row.isAtEnd else { return nil }
        return payload
    }

    static func wrap(_ payload: [UInt8]) -> [UInt8] {
        var row = RowWriter(version: 1, capacity: payload.count + 16)
        row.append(counted: payload)
        return row.finish()
    }
}

/// Lower-case hexadecimal digits of `bytes`.
func hex(_ bytes: [UInt8]) -> String { Hex.encode(bytes) }
