/// One element of a header that lists what a client takes, `Accept` or `Accept-Encoding`: a name and its weight
/// (RFC 9110, section 12.4.2).
struct HeaderElement: Equatable {
    /// Lower case, without parameters; never empty.
    let name: [UInt8]
    /// `q` in thousandths: 0 excludes.
    let weight: Int

    /// The elements of all lines of the header, in order, without empty ones. Nothing is an error.
    static func list(_ lines: [String]) -> [HeaderElement] {
        lines.flatMap { line in
            split(Array(line.utf8)[...], at: UInt8(ascii: ",")).compactMap { element in
                let parts = split(element, at: UInt8(ascii: ";")).map(trimmed)
                guard !parts[0].isEmpty else { return nil }
                let weight = parts.dropFirst().lazy.compactMap(qualityText).first.map(weight) ?? 1000
                return HeaderElement(name: parts[0].map(lowercased), weight: weight)
            }
        }
    }

    /// Splits at a byte outside quoted strings.
    private static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in bytes.indices {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                isEscaped = byte == UInt8(ascii: "\\")
            } else if byte == separator {
                parts.append(bytes[start..<index])
                start = index + 1
            }
        }
        parts.append(bytes[start...])
        return parts
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return bytes[first...last]
    }

    /// What follows `q=` where the parameter is that.
    private static func qualityText(_ parameter: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")),
            trimmed(parameter[..<equals]).map(lowercased) == [UInt8(ascii: "q")]
        else { return nil }
        return trimmed(parameter[(equals + 1)...])
    }

    /// A weight in thousandths. Digits after the third are cut, a missing leading zero is added in thought, and what is
    /// no weight counts as 1, as if it were not there.
    private static func weight(_ text: ArraySlice<UInt8>) -> Int {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : []
        guard let whole = parts.first, whole.isEmpty || whole == [UInt8(ascii: "0")],
            whole.count + fraction.count > 0, fraction.allSatisfy({ (0x30...0x39).contains($0) })
        else { return 1000 }
        return (0..<3).reduce(0) { value, place in
            let digit = place < fraction.count ? Int(fraction[fraction.startIndex + place]) - 0x30 : 0
            return value * 10 + digit
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
