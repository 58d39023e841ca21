internal import Digests

/// The keys of the index's tables.
enum IndexKey {
    static func blob(_ digest: ContentDigest) -> [UInt8] { digest.bytes }

    static func object(_ object: BlobObject) -> [UInt8] {
        var key = object.digest.bytes
        key.appendBigEndian(object.generation.value)
        return key
    }

    static func object(decoding key: [UInt8]) -> BlobObject? {
        guard key.count == 40, let digest = ContentDigest(Array(key[0..<32])) else { return nil }
        return BlobObject(digest: digest, generation: Generation(value: key.bigEndian64(at: 32)))
    }

    static func referrer(_ digest: ContentDigest, _ id: ReferenceID) -> [UInt8] {
        var key = digest.bytes
        id.append(to: &key)
        return key
    }

    /// Whether a key of the blob table is that of a name.
    static func isReferrer(_ key: [UInt8]) -> Bool { key.count == ContentDigest.byteCount + 16 }

    static func unreferenced(since: Int64, _ digest: ContentDigest) -> [UInt8] { timed(since, digest) }

    static func unreferenced(decoding key: [UInt8]) -> (since: Int64, digest: ContentDigest)? {
        timed(decoding: key).map { (since: $0, digest: $1) }
    }

    static func listing(of row: BlobRow) -> [UInt8] { timed(row.created, row.digests.sha256) }

    static func listing(decoding key: [UInt8]) -> (created: Int64, digest: ContentDigest)? {
        timed(decoding: key).map { (created: $0, digest: $1) }
    }

    static func verification(at seconds: UInt32, _ digest: ContentDigest) -> [UInt8] {
        var key: [UInt8] = []
        key.appendBigEndian(seconds)
        digest.append(to: &key)
        return key
    }

    static func verification(decoding key: [UInt8]) -> (at: UInt32, digest: ContentDigest)? {
        guard key.count == 36, let digest = ContentDigest(Array(key[4...])) else { return nil }
        return (key[0..<4].reduce(0) { $0 << 8 | UInt32($1) }, digest)
    }

    private static func timed(_ time: Int64, _ digest: ContentDigest) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(40)
        key.appendBigEndian(time)
        digest.append(to: &key)
        return key
    }

    private static func timed(decoding key: [UInt8]) -> (Int64, ContentDigest)? {
        guard key.count == 40, let digest = ContentDigest(Array(key[8...])) else { return nil }
        return (Int64(bitPattern: key.bigEndian64(at: 0)), digest)
    }

    static let counters = Array("counters".utf8)
}
