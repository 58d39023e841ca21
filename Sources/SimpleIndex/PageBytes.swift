/// The bytes of a page that is being written: literals as they are, everything else through an encoder.
struct PageBytes {
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: bytes the page will take; more are added where escapes make it longer.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// What this program wrote itself, or what was encoded before.
    mutating func literal(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A string of JSON with its quotes (RFC 8259): UTF-8 as it is, quotes, backslashes and controls escaped.
    mutating func json(_ text: String) {
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        if Self.all(of: text, satisfy: Self.isPlainInJSON) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { appendToJSON(byte) }
        }
        bytes.append(quote)
    }

    /// Text or the value of an attribute in HTML.
    ///
    /// `&`, `<`, `>` and both quotes become entities, so that no tag ends early, even for readers with regular
    /// expressions. Line ends and tabs become numeric references: an anchor stays on its line. Other controls have no
    /// legal spelling in HTML and become U+FFFD.
    mutating func html(_ text: String) {
        if Self.all(of: text, satisfy: Self.isPlainInHTML) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { appendToHTML(scalar) }
        }
    }

    /// A number that is not negative, with zeros before it; of longer numbers the last digits.
    mutating func digits(_ value: Int64, count: Int) {
        var divisor: Int64 = 1
        for _ in 1..<count { divisor *= 10 }
        for _ in 0..<count {
            bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func appendToJSON(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): literal("\\\"")
        case UInt8(ascii: "\\"): literal("\\\\")
        case 0x0A: literal("\\n")
        case 0x0D: literal("\\r")
        case 0x09: literal("\\t")
        case 0..<0x20:
            literal("\\u00")
            bytes.append(Self.hexDigit(byte >> 4))
            bytes.append(Self.hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    private mutating func appendToHTML(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "&": literal("&amp;")
        case "<": literal("&lt;")
        case ">": literal("&gt;")
        case "\"": literal("&quot;")
        case "'": literal("&#39;")
        case "\t": literal("&#9;")
        case "\n": literal("&#10;")
        case "\r": literal("&#13;")
        // Two line ends of Unicode, which some readers split at.
        case "\u{2028}", "\u{2029}": literal("&#\(scalar.value);")
        case "\0"..<" ", "\u{7F}"..."\u{9F}": literal("\u{FFFD}")
        default: bytes.append(contentsOf: scalar.utf8)
        }
    }

    private static func all(of text: String, satisfy isPlain: (UInt8) -> Bool) -> Bool {
        let span = text.utf8Span.span
        for index in span.indices where !isPlain(span[index]) { return false }
        return true
    }

    private static func isPlainInJSON(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Printable ASCII without the five that have entities; what is not ASCII takes the careful way.
    private static func isPlainInHTML(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "<")
            && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "'")
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
