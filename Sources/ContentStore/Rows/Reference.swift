public import Digests

/// Names one making of a reference: 128 random bits, so that a repeated deletion cannot hit a later
/// upload of the same name.
public struct ReferenceID: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    static func random() -> ReferenceID {
        ReferenceID(high: RandomWords.draw(), low: RandomWords.draw())
    }

    func append(to bytes: inout [UInt8]) {
        bytes.appendBigEndian(high)
        bytes.appendBigEndian(low)
    }
}

/// A name's hold on a blob.
public struct Reference: Sendable, Equatable {
    public let digest: ContentDigest
    public let id: ReferenceID
    /// When it was made, in milliseconds since 1970.
    public let created: Int64
    /// What the application attached; opaque here.
    public let payload: [UInt8]

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var row = RowWriter(version: Self.version, capacity: payload.count + 72)
        row.append(digest)
        row.append(id.high)
        row.append(id.low)
        row.append(created)
        row.append(counted: payload)
        return row.finish()
    }

    init(digest: ContentDigest, id: ReferenceID, created: Int64, payload: [UInt8]) {
        self.digest = digest
        self.id = id
        self.created = created
        self.payload = payload
    }

    init?(decoding bytes: [UInt8]) {
        guard var row = RowReader(bytes, version: Self.version), let digest = row.takeDigest(),
            let high = row.take(UInt64.self), let low = row.take(UInt64.self), let created = row.take(Int64.self),
            let payload = row.takeCounted(), row.isAtEnd
        else { return nil }
        self.init(digest: digest, id: ReferenceID(high: high, low: low), created: created, payload: payload)
    }
}
