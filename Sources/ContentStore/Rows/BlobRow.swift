public import Digests

/// Whether a blob's bytes are believed to be what they were.
public enum BlobHealth: UInt8, Sendable, Equatable {
    case ok = 0
    /// A full read, twice over, gave other bytes or none.  The row stays so that an upload of the same
    /// bytes can heal it.
    case damaged = 1
}

/// What the index knows of one blob.
public struct BlobRow: Sendable, Equatable {
    /// The copy that is live.
    public var generation: Generation
    public var health: BlobHealth
    /// How many names refer to it.
    public var references: UInt32
    /// When the last name went, in milliseconds since 1970; 0 while there is one.
    public var unreferencedSince: Int64
    /// Bytes.
    public var size: Int64
    /// All digests that were computed when the bytes came in.
    public var digests: DigestSet
    /// When the row was made, in milliseconds since 1970.
    public var created: Int64
    /// When all digests were last compared with the bytes, in seconds since 1970; 0 for never.
    public var verifiedAt: UInt32

    /// The copy's bytes.
    var object: BlobObject { BlobObject(digest: digests.sha256, generation: generation) }

    /// What the order of verification goes by: when the bytes were last hashed, in seconds since 1970.
    /// That was when they came in, until they are verified.
    var hashedAt: UInt32 { verifiedAt == 0 ? UInt32(clamping: created / 1000) : verifiedAt }

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var row = RowWriter(version: Self.version)
        row.append(generation.value)
        row.append(health.rawValue)
        row.append(references)
        row.append(unreferencedSince)
        row.append(size)
        row.append(created)
        row.append(verifiedAt)
        var all: [UInt8] = []
        digests.append(to: &all)
        row.append(fixed: all)
        return row.finish()
    }

    /// Whether an encoded row may be one with this digest; it is decoded, and its checksum compared, only
    /// then.
    static func mayHave(_ digest: Digest, encoded row: [UInt8]) -> Bool {
        let range = DigestSet.range(of: digest.algorithm)
        guard row.count >= digestsOffset + range.upperBound else { return false }
        return row[digestsOffset + range.lowerBound..<digestsOffset + range.upperBound].elementsEqual(digest.bytes)
    }

    /// Where the digests begin: after the version, generation, health, references, and four times.
    private static let digestsOffset = 1 + 8 + 1 + 4 + 8 + 8 + 8 + 4

    init?(decoding bytes: [UInt8]) {
        guard var row = RowReader(bytes, version: Self.version),
            let generation = row.take(UInt64.self), let health = row.take(UInt8.self).flatMap(BlobHealth.init),
            let references = row.take(UInt32.self), let unreferencedSince = row.take(Int64.self),
            let size = row.take(Int64.self), let created = row.take(Int64.self),
            let verifiedAt = row.take(UInt32.self),
            let all = row.take(count: DigestSet.encodedByteCount), let digests = DigestSet(encoded: Array(all).span),
            row.isAtEnd
        else { return nil }
        self.generation = Generation(value: generation)
        self.health = health
        self.references = references
        self.unreferencedSince = unreferencedSince
        self.size = size
        self.digests = digests
        self.created = created
        self.verifiedAt = verifiedAt
    }

    init(generation: Generation, references: UInt32, size: Int64, digests: DigestSet, created: Int64) {
        self.generation = generation
        self.health = .ok
        self.references = references
        self.unreferencedSince = 0
        self.size = size
        self.digests = digests
        self.created = created
        self.verifiedAt = 0
    }
}
