/// The version of the core metadata specification a file says it follows, such as `2.1`.
public struct MetadataVersion: Hashable, Comparable, Sendable {
    /// Readers must refuse a major version they do not know.
    public let major: Int
    /// Later minor versions only add fields.
    public let minor: Int

    /// A version by its two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Two numbers of one or two digits and a dot; nil for anything else.
    public init?(_ text: String) {
        var scanner = ByteScanner(text)
        guard let major = Self.takeNumber(&scanner), scanner.take(UInt8(ascii: ".")),
            let minor = Self.takeNumber(&scanner), scanner.isAtEnd
        else { return nil }
        self.init(major, minor)
    }

    private static func takeNumber(_ scanner: inout ByteScanner) -> Int? {
        let digits = scanner.takeRun(while: \.isASCIIDigit)
        return (1...2).contains(digits.count) ? digits.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) } : nil
    }

    /// The versions PyPI takes; 2.0 was never standard although tools wrote it for years.
    public static let accepted: [MetadataVersion] = [
        MetadataVersion(1, 0), MetadataVersion(1, 1), MetadataVersion(1, 2), MetadataVersion(2, 1),
        MetadataVersion(2, 2), MetadataVersion(2, 3), MetadataVersion(2, 4), MetadataVersion(2, 5),
    ]

    /// By number: 1.10 is after 1.9.
    public static func < (left: MetadataVersion, right: MetadataVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

extension MetadataVersion: CustomStringConvertible {
    /// `2.1`
    public var description: String { "\(major).\(minor)" }
}
