/// The outer layer of a stored listing: a version, and compression where it pays.
///
/// The compression is LZ77 with byte-aligned varints: after front coding what repeats is short and near (suffixes,
/// sizes, hashes in names), and a decoder this small can be read whole. Packed form: runs of
/// `literal count · literals · match length · distance back`, the last one ending after its literals.
enum ListingPacking {
    private static let plain: UInt8 = 0
    private static let packed: UInt8 = 1
    /// Below this packing saves less than a disk page, and small wheels are many.
    private static let leastPackedBytes = 2048
    private static let leastMatch = 5
    private static let hashBits: UInt32 = 14

    static func seal(_ body: [UInt8], version: UInt8) -> [UInt8] {
        var out = ByteWriter(reserving: body.count + 2)
        out.byte(version)
        if body.count >= leastPackedBytes {
            out.byte(packed)
            out.varint(UInt64(body.count))
            pack(body, into: &out)
            if out.count < body.count { return out.bytes }
            out.removeAll()
            out.byte(version)
        }
        out.byte(plain)
        out.append(body[...])
        return out.bytes
    }

    /// The body, at most `limit` bytes of it.
    static func open(_ bytes: [UInt8], version: UInt8, limit: Int) throws(ArchiveError) -> [UInt8] {
        var reader = ByteReader(bytes)
        guard try reader.byte() == version else { throw .corruptListing }
        switch try reader.byte() {
        case plain: return reader.rest()
        case packed:
            let count = try reader.varint()
            guard count <= UInt64(limit) else { throw .corruptListing }
            return try unpack(&reader, count: Int(count))
        default: throw .corruptListing
        }
    }

    private static func pack(_ body: [UInt8], into out: inout ByteWriter) {
        var heads = [Int32](repeating: -1, count: 1 << hashBits)
        var literals = 0
        var at = 0
        while at + leastMatch <= body.count {
            let word =
                UInt32(body[at]) | UInt32(body[at + 1]) << 8 | UInt32(body[at + 2]) << 16 | UInt32(body[at + 3]) << 24
            let slot = Int((word &* 2_654_435_761) >> (32 - hashBits))
            let candidate = Int(heads[slot])
            heads[slot] = Int32(truncatingIfNeeded: at)
            var length = 0
            if candidate >= 0 {
                while at + length < body.count, body[candidate + length] == body[at + length] { length += 1 }
            }
            guard length >= leastMatch else {
                at += 1
                continue
            }
            out.counted(body[literals..<at])
            out.varint(UInt64(length))
            out.varint(UInt64(at - candidate))
            at += length
            literals = at
        }
        out.counted(body[literals...])
    }

    private static func unpack(_ reader: inout ByteReader, count: Int) throws(ArchiveError) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(min(count, 64 * reader.remaining))
        while true {
            body.append(contentsOf: try reader.counted(limit: count - body.count))
            if reader.remaining == 0 { break }
            let length = try reader.varint()
            let distance = try reader.varint()
            guard length <= UInt64(count - body.count), distance >= 1, distance <= UInt64(body.count) else {
                throw .corruptListing
            }
            let from = body.count - Int(distance)
            for offset in 0..<Int(length) { body.append(body[from + offset]) }
        }
        guard body.count == count else { throw .corruptListing }
        return body
    }
}
