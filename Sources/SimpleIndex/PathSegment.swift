/// One component of a URL's path.
public enum PathSegment {
    /// The text with everything percent-encoded but letters, digits, `-._~` and `!`, which has no meaning in a path
    /// (RFC 3986, section 3.3).
    ///
    /// `.` and `..`, which no encoding keeps from being path segments of their own, are the caller's to refuse.
    /// - Parameter keepsPlus: leaves `+` as it is, which is right too, but which some proxies take for a space.
    public static func encoded(_ text: String, keepsPlus: Bool = false) -> String {
        let isKept = { (byte: UInt8) in isUnreserved(byte) || keepsPlus && byte == UInt8(ascii: "+") }
        if text.utf8.allSatisfy(isKept) { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text that a component of a path stands for; nil where a `%` is not followed by two hexadecimal digits, or what
    /// comes out is not UTF-8.
    public static func decoded(_ component: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = component.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(value(ofDigit:)), let low = rest.next().flatMap(value(ofDigit:)) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~!".utf8.contains(byte)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
