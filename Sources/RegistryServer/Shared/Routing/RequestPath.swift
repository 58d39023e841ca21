internal import SimpleIndex

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
        guard let component = PathSegment.decoded(Substring(part)) else { throw .encoding }
        guard component.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }) else {
            throw .component
        }
        guard component != ".", component != ".." else { throw .component }
        return component
    }
}
