/// A header that lists what a client takes, `Accept` or `Accept-Encoding`: names with weights (RFC 9110, section 12.4.2).
///
/// Read for each page that is served, so nothing of it is copied.
enum WeightedList {
    /// Calls `body` with the name of each element, without its parameters and the blanks around it, and with its weight
    /// in thousandths. Empty elements are skipped. Nothing is an error.
    static func visit(_ lines: [String], _ body: (Span<UInt8>, Int) -> Void) {
        for line in lines {
            let bytes = line.utf8Span.span
            var start = 0
            while start < bytes.count {
                let end = firstIndex(of: UInt8(ascii: ","), in: bytes, from: start, to: bytes.count)
                let nameEnd = firstIndex(of: UInt8(ascii: ";"), in: bytes, from: start, to: end)
                let name = trimmed(bytes, start..<nameEnd)
                if !name.isEmpty {
                    body(bytes.extracting(name), nameEnd < end ? weight(in: bytes, nameEnd..<end) : 1000)
                }
                start = end + 1
            }
        }
    }

    /// Whether the bytes spell `text`, which is in lower case, in either case.
    static func isSame(_ bytes: Span<UInt8>, _ text: String) -> Bool {
        let wanted = text.utf8Span.span
        guard bytes.count == wanted.count else { return false }
        for index in bytes.indices where lowercased(bytes[index]) != wanted[index] { return false }
        return true
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Where the byte first stands outside quoted strings; `end` where it does not.
    private static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var isQuoted = false
        var index = start
        while index < end {
            if bytes[index] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                if bytes[index] == UInt8(ascii: "\\") { index += 1 }
            } else if bytes[index] == byte {
                return index
            }
            index += 1
        }
        return end
    }

    private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The first `q` among parameters, each of which begins with a semicolon; 1 without one.
    private static func weight(in bytes: Span<UInt8>, _ parameters: Range<Int>) -> Int {
        var start = parameters.lowerBound + 1
        while start <= parameters.upperBound {
            let end = firstIndex(of: UInt8(ascii: ";"), in: bytes, from: start, to: parameters.upperBound)
            let parameter = trimmed(bytes, start..<end)
            if let equals = parameter.first(where: { bytes[$0] == UInt8(ascii: "=") }) {
                let name = trimmed(bytes, parameter.lowerBound..<equals)
                if name.count == 1, lowercased(bytes[name.lowerBound]) == UInt8(ascii: "q") {
                    return weight(of: bytes, trimmed(bytes, equals + 1..<parameter.upperBound))
                }
            }
            start = end + 1
        }
        return 1000
    }

    /// A weight in thousandths. Digits after the third are cut, a missing leading zero is added in thought, and what is
    /// no weight counts as 1, as if it were not there.
    private static func weight(of bytes: Span<UInt8>, _ text: Range<Int>) -> Int {
        var index = text.lowerBound
        var digits = 0
        if index < text.upperBound, bytes[index] == UInt8(ascii: "0") {
            index += 1
            digits += 1
        }
        var value = 0
        if index < text.upperBound {
            guard bytes[index] == UInt8(ascii: ".") else { return 1000 }
            var unit = 100
            for index in index + 1..<text.upperBound {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return 1000 }
                value += Int(bytes[index] - UInt8(ascii: "0")) * unit
                unit /= 10
                digits += 1
            }
        }
        return digits > 0 ? value : 1000
    }
}
