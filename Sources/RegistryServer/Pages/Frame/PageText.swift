internal import Mustache

/// How text gets into a page: everything that a template names is escaped by this, unless it names it in three braces.
///
/// Scalar by scalar: a quotation mark with a combining accent behind it is one `Character` and still ends an attribute.
/// What is invisible or turns the direction of what follows is shown as its number, so that no name looks like another.
struct PageText: MustacheContentType {
    /// What templates call it.
    static let name = "PAGE"

    func escapeText(_ text: String) -> String { Self.escape(text) }

    static func escape(_ text: String) -> String {
        // Nearly everything is plain.
        if text.utf8.allSatisfy(isPlain) { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // A browser takes one for a line's end, or drops it.
            case "\r": break
            default:
                if isShown(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    result += "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
                }
            }
        }
        return result
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        case UInt8(ascii: "\n"), UInt8(ascii: "\t"): true
        default: byte >= 0x20 && byte < 0x7f
        }
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar == "\n" || scalar == "\t"
        // Joiners make emoji and some scripts what they are, and turn nothing round.
        case .format: scalar.value == 0x200c || scalar.value == 0x200d
        case .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
