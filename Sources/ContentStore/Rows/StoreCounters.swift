/// Sums over the whole index, kept up by every transaction that changes one of them.
public struct StoreCounters: Sendable, Equatable {
    /// Blobs that are live, whatever their health.
    public internal(set) var blobs: Int64 = 0
    /// Bytes of those blobs, each counted once.
    public internal(set) var blobBytes: Int64 = 0
    /// Names.
    public internal(set) var references: Int64 = 0
    /// Bytes of all names' blobs, a blob with two names counted twice.
    public internal(set) var referencedBytes: Int64 = 0
    /// Blobs that no name refers to, not yet condemned.
    public internal(set) var unreferencedBlobs: Int64 = 0
    /// Their bytes.
    public internal(set) var unreferencedBytes: Int64 = 0
    /// Objects that may be removed.
    public internal(set) var doomedObjects: Int64 = 0
    /// Their bytes, as far as known.
    public internal(set) var doomedBytes: Int64 = 0
    /// Blobs known to be damaged.
    public internal(set) var damagedBlobs: Int64 = 0

    /// Bytes that names would take besides, if they did not share blobs.
    public var savedBytes: Int64 { max(0, referencedBytes - (blobBytes - unreferencedBytes)) }

    private static let version: UInt8 = 1

    init() {}

    private static let fields: [any WritableKeyPath<StoreCounters, Int64> & Sendable] = [
        \.blobs, \.blobBytes, \.references, \.referencedBytes, \.unreferencedBlobs, \.unreferencedBytes,
        \.doomedObjects, \.doomedBytes, \.damagedBlobs,
    ]

    var encoded: [UInt8] {
        var row = RowWriter(version: Self.version, capacity: 96)
        for field in Self.fields { row.append(self[keyPath: field]) }
        return row.finish()
    }

    init?(decoding bytes: [UInt8]) {
        guard var row = RowReader(bytes, version: Self.version) else { return nil }
        for field in Self.fields {
            guard let value = row.take(Int64.self) else { return nil }
            self[keyPath: field] = value
        }
        guard row.isAtEnd else { return nil }
    }
}
