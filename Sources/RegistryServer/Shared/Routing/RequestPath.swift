/// The path of a request, taken apart before anybody looks at it: components between slashes, percent-decoded.
///
/// Empty components do not count, so that `//` means `/` and a slash at the end makes no difference.  A slash that was
/// written as `%2F` stays inside its component.
public struct RequestPath: Sendable, Equatable {
    /// Why a path is not looked at any further.
    public enum Problem: Error, Equatable, Sendable {
        /// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
        case encoding
        /// A control character, a backslash, or a component `.` or `..`, written in whatever way.
        case component
        /// More components than any route has.
        case tooLong
    }

    /// Components, in order.
    public let components: [String]
    /// Whether it was written with a slash at its end: relative links on the page mean something else then.
    public let hasTrailingSlash: Bool

    /// Components at most.
    static let componentLimit = 32

    /// Takes the path of a request target apart, which ends before `?`.
    public init(_ text: String) throws(Problem) {
        var text = text
        // Routing looks at every byte; contiguous ones are cheap.
        text.makeContiguousUTF8()
        var components: [String] = []
        for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true) {
            guard components.count < Self.componentLimit else { throw .tooLong }
            components.append(try Self.decoded(part))
        }
        self.components = components
        hasTrailingSlash = text.utf8.last == UInt8(ascii: "/")
    }

    private static func decoded(_ part: Substring.UTF8View) throws(Problem) -> String {
        if part.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "\\") }) {
            let plain = String(Substring(part))
            guard plain != ".", plain != ".." else { throw .component }
            return plain
        }
        var bytes: [UInt8] = []
        var rest = part.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(Self.digit), let low = rest.next().flatMap(Self.digit) else {
                throw .encoding
            }
            bytes.append(high << 4 | low)
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }) else { throw .component }
        guard let component = String(validating: bytes, as: UTF8.self) else { throw .encoding }
        guard component != ".", component != ".." else { throw .component }
        return component
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
