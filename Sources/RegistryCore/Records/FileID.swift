/// A file's identity, which survives renames of everything around it: a UUID of version 7 (RFC 9562).
public struct FileID: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// A new one, made at `milliseconds` since 1970.
    static func random(at milliseconds: Int64) -> FileID {
        let time = UInt64(truncatingIfNeeded: milliseconds) << 16
        return FileID(
            high: time | 0x7000 | .random(in: 0...0xfff), low: 0x8000_0000_0000_0000 | (.random(in: .min ... .max) >> 2)
        )
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The 16 bytes.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        for place in 0..<8 {
            bytes[place] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * place))
            bytes[place + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * place))
        }
        return bytes
    }

    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// 32 hexadecimal digits in five groups.
    public var description: String {
        func digits(_ value: UInt64, _ count: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: count - text.count) + text
        }
        return [
            digits(high >> 32, 8), digits(high >> 16 & 0xffff, 4), digits(high & 0xffff, 4), digits(low >> 48, 4),
            digits(low & 0xffff_ffff_ffff, 12),
        ].joined(separator: "-")
    }
}
