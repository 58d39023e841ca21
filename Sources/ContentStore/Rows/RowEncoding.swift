internal import Digests

/// Builds one row: fixed-width fields, most significant byte first, closed by a CRC-32C of all before.
struct RowWriter {
    private(set) var bytes: [UInt8] = []

    init(version: UInt8, capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
        bytes.append(version)
    }

    mutating func append<Field: FixedWidthInteger>(_ field: Field) { bytes.appendBigEndian(field) }
    mutating func append(_ digest: ContentDigest) { digest.append(to: &bytes) }
    mutating func append(fixed field: [UInt8]) { bytes += field }
    /// A field of any length below 4 GiB, behind its length.
    mutating func append(counted field: [UInt8]) {
        bytes.appendBigEndian(UInt32(field.count))
        bytes += field
    }

    /// The row.
    consuming func finish() -> [UInt8] {
        bytes.appendBigEndian(CRC32C.checksum(bytes))
        return bytes
    }
}

/// Takes one row apart.  Every accessor answers nil once something is missing, so that a damaged row
/// is found out by one check at the end.
struct RowReader {
    private let bytes: [UInt8]
    private var position = 1
    private let end: Int

    /// Nil where the checksum is wrong or the row is of another version.
    init?(_ row: [UInt8], version: UInt8) {
        guard row.count >= 5, row[0] == version else { return nil }
        end = row.count - 4
        bytes = row
        let stored = row[end...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard CRC32C.checksum(row, count: end) == stored else { return nil }
    }

    /// Whether every byte has been taken.
    var isAtEnd: Bool { position == end }

    mutating func take<Field: FixedWidthInteger>(_: Field.Type = Field.self) -> Field? {
        let count = Field.bitWidth / 8
        guard end - position >= count else { return nil }
        defer { position += count }
        // SAFETY: the bytes are there.
        return unsafe bytes.span.withUnsafeBytes { bytes in
            unsafe Field(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Field.self))
        }
    }

    mutating func take(count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, end - position >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func takeDigest() -> ContentDigest? {
        take(count: 32).flatMap { ContentDigest(Array($0)) }
    }

    mutating func takeCounted() -> [UInt8]? {
        guard let count = take(UInt32.self), let field = take(count: Int(count)) else { return nil }
        return Array(field)
    }
}

extension [UInt8] {
    /// Appends the bytes of `field`, most significant first: integers then sort as byte strings do.
    mutating func appendBigEndian<Field: FixedWidthInteger>(_ field: Field) {
        unsafe Swift.withUnsafeBytes(of: field.bigEndian) { unsafe append(contentsOf: $0) }
    }

    /// The integer in the eight bytes from `offset`; the caller has checked that they are there.
    func bigEndian64(at offset: Int) -> UInt64 {
        self[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
