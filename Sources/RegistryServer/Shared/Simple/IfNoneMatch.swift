/// Strong entity tags and their comparison (RFC 9110, sections 8.8.3 and 13.1.2).
enum IfNoneMatch {
    /// Whether `If-None-Match` names the tag: the comparison is weak, `*` names every tag, and what is malformed names
    /// none.
    /// - Parameters:
    ///   - tag: with its quotes.
    ///   - lines: of the header, each of them perhaps a list.
    static func names(_ tag: String, in lines: [String]) -> Bool {
        lines.contains { isNamed(Array(tag.utf8), in: Array($0.utf8)[...]) }
    }

    private static func isNamed(_ tag: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
        var rest = line
        skipBlanks(&rest)
        if rest.first == UInt8(ascii: "*") {
            rest.removeFirst()
            skipBlanks(&rest)
            return rest.isEmpty
        }
        while !rest.isEmpty {
            if rest.first == UInt8(ascii: ",") {
                rest.removeFirst()
            } else {
                if rest.starts(with: [UInt8(ascii: "W"), UInt8(ascii: "/")]) { rest.removeFirst(2) }
                // Commas may stand inside the quotes.
                guard rest.first == UInt8(ascii: "\""),
                    let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\""))
                else { return false }
                if rest[...end].elementsEqual(tag) { return true }
                rest = rest[(end + 1)...]
                skipBlanks(&rest)
                guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return false }
            }
            skipBlanks(&rest)
        }
        return false
    }

    private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }
}
