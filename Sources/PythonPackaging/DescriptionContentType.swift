/// The content types a description may have: plain text, reStructuredText, Markdown.
enum DescriptionContentType {
    /// Whether the text is one of the three types in any letter case, with no other charset than UTF-8, and with one
    /// of the two variants where it is Markdown. Parameters that the specification does not know are passed over.
    static func isValid(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let type = parts[0].trimmingASCIIWhitespace.asciiLowercased.asText
        guard ["text/plain", "text/x-rst", "text/markdown"].contains(type) else { return false }
        for parameter in parts.dropFirst() {
            let halves = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard halves.count == 2 else { continue }
            let value = unquoted(halves[1].trimmingASCIIWhitespace.asText)
            switch halves[0].trimmingASCIIWhitespace.asciiLowercased.asText {
            case "charset": guard value.utf8.asciiLowercased.elementsEqual("utf-8".utf8) else { return false }
            case "variant":
                guard type != "text/markdown" || ["GFM", "CommonMark"].contains(value) else { return false }
            default: continue
            }
        }
        return true
    }

    private static func unquoted(_ text: String) -> String {
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast())
    }
}
