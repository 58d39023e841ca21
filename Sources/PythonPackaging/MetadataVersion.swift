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
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCIIDigit) }),
            let major = Int(parts[0].asText), let minor = Int(parts[1].asText)
        else { return nil }
        self.init(major, minor)
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
