// Character classes of the Python packaging grammars. All of them are ASCII by specification; the Unicode
// classes of `Character` would let in digits and letters that installers refuse.
extension UInt8 {
    static var carriageReturn: UInt8 { 0x0D }
    static var lineFeed: UInt8 { 0x0A }

    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }

    var isASCIILetter: Bool {
        let lowered = self | 0x20
        return lowered >= 0x61 && lowered <= 0x7A
    }

    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }

    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// Space and tab, the only white space inside a requirement.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    var isASCIIWhitespace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

    /// `.`, `_`, `-`: the separators that names and versions treat alike.
    var isNameSeparator: Bool { self == 0x2E || self == 0x5F || self == 0x2D }

    /// Bytes 0 to 31 and DEL.
    var isControl: Bool { self < 0x20 || self == 0x7F }
}

extension Collection where Element == UInt8 {
    /// The text these bytes spell. Callers pass what came from a `String` or was checked to be ASCII.
    var asText: String { String(decoding: self, as: UTF8.self) }

    var asciiLowercased: [UInt8] { map(\.asciiLowercased) }
}

extension ArraySlice<UInt8> {
    /// The text these bytes spell; nil where they are no UTF-8. The initializer of `String` for any collection takes
    /// several times as long for a short text.
    var validText: String? {
        do throws(UTF8.ValidationError) { return String(copying: try UTF8Span(validating: span)) } catch { return nil }
    }
}

extension BidirectionalCollection where Element == UInt8 {
    /// Without ASCII white space at both ends.
    var trimmingASCIIWhitespace: SubSequence {
        guard let first = firstIndex(where: { !$0.isASCIIWhitespace }),
            let last = lastIndex(where: { !$0.isASCIIWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }
}

extension String {
    var trimmingASCIIWhitespace: String { Substring(self).utf8.trimmingASCIIWhitespace.asText }
}
