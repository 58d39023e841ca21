/// Takes apart what `ByteWriter` wrote. The bytes may be anybody's: whatever does not fit throws.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    mutating func byte() throws(ArchiveError) -> UInt8 {
        guard position < bytes.count else { throw .corruptListing }
        defer { position += 1 }
        return bytes[position]
    }

    /// Refuses more than ten bytes, bits beyond 64, and needless trailing zeros, so every number has one spelling.
    mutating func varint() throws(ArchiveError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            let bits = UInt64(next & 0x7f)
            guard shift < 63 || (shift == 63 && bits <= 1) else { throw .corruptListing }
            value |= bits << shift
            if next < 0x80 {
                guard next != 0 || shift == 0 else { throw .corruptListing }
                return value
            }
            shift += 7
        }
    }

    mutating func zigzag() throws(ArchiveError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// A counted run of bytes, put behind `prefix`; together at most `limit`.
    mutating func counted(after prefix: ArraySlice<UInt8> = [], limit: Int) throws(ArchiveError) -> [UInt8] {
        let count = try varint()
        guard count <= UInt64(remaining), prefix.count + Int(count) <= limit else { throw .corruptListing }
        var out: [UInt8] = []
        out.reserveCapacity(prefix.count + Int(count))
        out.append(contentsOf: prefix)
        out.append(contentsOf: bytes[position..<position + Int(count)])
        position += Int(count)
        return out
    }

    /// The rest, however long.
    mutating func rest() -> [UInt8] {
        defer { position = bytes.count }
        return Array(bytes[position...])
    }
}
