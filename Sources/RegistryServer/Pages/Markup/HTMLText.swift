/// What HTML in a description says to those who read it: its text, without a tag, a comment or a script.
///
/// Nothing here has to be exact to be safe: the text is escaped like any other.
enum HTMLText {
    /// The text of a piece of HTML, its lines without blanks at their ends, without empty lines.
    static func withoutTags(_ html: String) -> String {
        var text: [UInt8] = []
        var rest = Array(html.utf8)[...]
        while let first = rest.first {
            guard first == UInt8(ascii: "<") else {
                text.append(first)
                rest = rest.dropFirst()
                continue
            }
            if rest.starts(with: "<!--".utf8) {
                rest = skip(rest, to: "-->")
            } else if let name = silent.first(where: { opens($0, rest) }) {
                rest = skip(skip(rest, to: "</\(name)"), to: ">")
            } else {
                rest = skip(rest, to: ">")
            }
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
            .map { entities($0.drop { $0.isWhitespace }) }
            .filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
    }

    /// Whether a tag is one that ends a line.
    static func isLineBreak(_ tag: String) -> Bool {
        ["<br>", "<br/>", "<br />"].contains(tag.lowercased())
    }

    /// Elements whose contents nobody reads.
    private static let silent = ["script", "style", "title"]

    private static func opens(_ name: String, _ text: ArraySlice<UInt8>) -> Bool {
        text.count > name.utf8.count
            && zip(text.dropFirst(), name.utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    /// What follows the next `mark` in any case of its letters; nothing where there is none.
    private static func skip(_ text: ArraySlice<UInt8>, to mark: String) -> ArraySlice<UInt8> {
        let wanted = Array(mark.utf8)
        var position = text.startIndex
        while position + wanted.count <= text.endIndex {
            if zip(text[position...], wanted).allSatisfy({ $0 | 0x20 == $1 }) {
                return text[(position + wanted.count)...]
            }
            position += 1
        }
        return text[text.endIndex...]
    }

    /// The few names that people write by hand.
    private static func entities(_ line: Substring) -> String {
        guard line.contains("&") else { return String(line) }
        var text = String(line)
        for (name, character) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            text = text.split(separator: name, omittingEmptySubsequences: false).joined(separator: character)
        }
        return text
    }
}
