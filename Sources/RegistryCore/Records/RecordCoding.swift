/// Builds one record: a version, then fields of varying length.  The index puts a checksum around it.
struct RecordWriter {
    private(set) var bytes: [UInt8]

    init(version: UInt8, reserving count: Int = 64) {
        bytes = []
        bytes.reserveCapacity(count)
        bytes.append(version)
    }

    mutating func append(byte: UInt8) { bytes.append(byte) }

    /// Seven bits a byte, the lowest first, one to ten bytes.
    mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A moment in milliseconds since 1970, or a count; negative ones are not.
    mutating func append(_ number: Int64) { append(UInt64(max(0, number))) }

    /// Bytes whose number the reader knows.
    mutating func append(fixed field: [UInt8]) { bytes += field }

    /// Bytes behind their number.
    mutating func append(counted field: some Collection<UInt8>) {
        append(UInt64(field.count))
        bytes.append(contentsOf: field)
    }

    mutating func append(_ text: String) { append(counted: text.utf8) }

    /// One more than the count, and the text; or zero.
    mutating func append(_ text: String?) {
        guard let text else { return append(UInt64(0)) }
        append(UInt64(text.utf8.count) + 1)
        bytes.append(contentsOf: text.utf8)
    }

    /// One more than the number; or zero.
    mutating func append(optional number: Int?) { append(number.map { UInt64(max(0, $0)) + 1 } ?? 0) }
}

/// Takes a record apart.  Every accessor answers nil once something is missing.
struct RecordReader {
    private let bytes: [UInt8]
    private var position = 1

    /// Nil where the record is of another version.
    init?(_ bytes: [UInt8], version: UInt8) {
        guard bytes.first == version else { return nil }
        self.bytes = bytes
    }

    /// Whether every byte has been taken.
    var isAtEnd: Bool { position == bytes.count }

    mutating func takeByte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func takeNumber() -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = takeByte() else { return nil }
            guard shift < 63 || byte <= 1 else { return nil }
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
        }
        return nil
    }

    mutating func takeInt64() -> Int64? { takeNumber().flatMap(Int64.init(exactly:)) }

    mutating func take(count: UInt64) -> ArraySlice<UInt8>? {
        guard count <= UInt64(bytes.count - position) else { return nil }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }

    mutating func takeCounted() -> ArraySlice<UInt8>? { takeNumber().flatMap { take(count: $0) } }

    mutating func takeText() -> String? { takeCounted().flatMap { String(validating: $0, as: UTF8.self) } }

    /// The outer nil: something is missing; the inner one: there is none.
    mutating func takeOptionalText() -> String?? {
        guard let number = takeNumber() else { return nil }
        if number == 0 { return .some(nil) }
        guard let field = take(count: number - 1), let text = String(validating: field, as: UTF8.self) else {
            return nil
        }
        return .some(text)
    }

    /// As `takeOptionalText`.
    mutating func takeOptionalInt() -> Int?? {
        guard let number = takeNumber() else { return nil }
        if number == 0 { return .some(nil) }
        return Int(exactly: number - 1).map { .some($0) }
    }
}
