/// One element of an `Accept` header: a media type or a range of them, and its weight (RFC 9110, section 12.5.1).
struct MediaRange: Equatable {
    /// What it covers; greater is more specific.
    enum Scope: Int, Comparable {
        case anything, anySubtype, type

        static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
    }

    /// Lower case, without parameters.
    let text: String
    let scope: Scope
    /// `q` in thousandths: 0 excludes.
    let weight: Int

    /// The range that decides about an offer: the most specific that matches, of several the heaviest.
    static func best(for offer: SimpleRepresentation, among ranges: [MediaRange]) -> MediaRange? {
        ranges.filter { $0.matches(offer) }.max { ($0.scope, $0.weight) < ($1.scope, $1.weight) }
    }

    private func matches(_ offer: SimpleRepresentation) -> Bool {
        switch scope {
        case .anything: true
        case .anySubtype: offer.mediaType.utf8.starts(with: text.utf8.dropLast())
        case .type: SimpleRepresentation(mediaType: text) == offer
        }
    }

    /// Appends the elements of one line of the header. What is no media range is skipped, never an error.
    static func parse(_ line: String, into ranges: inout [MediaRange]) {
        for element in split(Array(line.utf8)[...], at: UInt8(ascii: ",")) {
            let parts = split(element, at: UInt8(ascii: ";")).map(trimmed)
            let name = parts[0].map(lowercased)
            guard let scope = scope(of: name) else { continue }
            let weight = parts.dropFirst().lazy.compactMap(qualityText).first.map(weight) ?? 1000
            ranges.append(MediaRange(text: String(decoding: name, as: UTF8.self), scope: scope, weight: weight))
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

    private static func scope(of name: [UInt8]) -> Scope? {
        let halves = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isTokenByte) }) else { return nil }
        let star = [UInt8(ascii: "*")][...]
        switch (halves[0] == star, halves[1] == star) {
        case (true, true): return .anything
        case (true, false): return nil
        case (false, true): return .anySubtype
        case (false, false): return .type
        }
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
        guard let whole = parts.first, whole.isEmpty || whole == [UInt8(ascii: "0")], !text.isEmpty,
            whole.count + fraction.count > 0, fraction.allSatisfy({ (0x30...0x39).contains($0) })
        else { return 1000 }
        return (0..<3).reduce(0) { value, place in
            let digit = place < fraction.count ? Int(fraction[fraction.startIndex + place]) - 0x30 : 0
            return value * 10 + digit
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
