/// A natural number of any size, as PEP 440 allows in every place of a version.
public struct VersionNumber: Hashable, Sendable {
    private enum Magnitude: Hashable {
        case small(UInt64)
        /// Decimal digits without leading zeros, of a number above `UInt64.max`; so no number has two forms.
        case large([UInt8])
    }

    private let magnitude: Magnitude

    /// The number zero, which PEP 440 assumes where none is written.
    public static let zero = VersionNumber(0)

    /// A number that fits.
    public init(_ value: UInt64) { magnitude = .small(value) }

    /// Decimal ASCII digits; nil for anything else and for none.
    init?(digits: some Collection<UInt8>) {
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        var value: UInt64 = 0
        for digit in significant {
            let (tenfold, multiplied) = value.multipliedReportingOverflow(by: 10)
            let (sum, added) = tenfold.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !multiplied, !added else {
                magnitude = .large(Array(significant))
                return
            }
            value = sum
        }
        magnitude = .small(value)
    }

    /// The number where it fits, else nil.
    public var value: UInt64? {
        guard case .small(let value) = magnitude else { return nil }
        return value
    }

    /// Appends bytes whose order under memcmp is the order of the numbers and of which none is a prefix of another's.
    ///
    /// The first byte is 0x80 plus the number of bytes that follow (0 to 8, big-endian), or 0x90 for larger numbers:
    /// then come the count of decimal digits (8 bytes, big-endian) and the digits, two to a byte.
    func appendSortKey(to key: inout [UInt8]) {
        switch magnitude {
        case .small(let value):
            let length = (UInt64.bitWidth - value.leadingZeroBitCount + 7) / 8
            key.append(0x80 + UInt8(length))
            for place in stride(from: length - 1, through: 0, by: -1) {
                key.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place)))
            }
        case .large(let digits):
            key.append(0x90)
            for place in stride(from: 56, through: 0, by: -8) {
                key.append(UInt8(truncatingIfNeeded: UInt64(digits.count) >> UInt64(place)))
            }
            for pair in stride(from: 0, to: digits.count, by: 2) {
                let high = digits[pair] & 0x0F
                let low = pair + 1 < digits.count ? digits[pair + 1] & 0x0F : 0
                key.append(high << 4 | low)
            }
        }
    }
}

extension VersionNumber: Comparable {
    /// By value.
    public static func < (left: VersionNumber, right: VersionNumber) -> Bool {
        switch (left.magnitude, right.magnitude) {
        case (.small(let left), .small(let right)): left < right
        case (.small, .large): true
        case (.large, .small): false
        case (.large(let left), .large(let right)):
            left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
        }
    }
}

extension VersionNumber: ExpressibleByIntegerLiteral {
    /// A literal number; negative ones do not compile.
    public init(integerLiteral value: UInt64) { self.init(value) }
}

extension VersionNumber: CustomStringConvertible {
    /// Decimal digits without leading zeros.
    public var description: String {
        switch magnitude {
        case .small(let value): String(value)
        case .large(let digits): digits.asText
        }
    }
}
