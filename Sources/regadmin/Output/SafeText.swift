/// Text from archives and file names, made fit for a terminal.
///
/// Control characters, escape sequences, and characters that are invisible or change the direction of
/// what follows are shown as `\u{202E}`; bytes that are no UTF-8 as `\xFF`; a backslash is doubled, so that the
/// result says exactly what the name is.
enum SafeText {
    /// The text with everything escaped that is not plainly visible.
    static func escaping(_ text: String) -> String {
        // Nearly every name is plain ASCII.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) { return text }
        var result = ""
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    /// Bytes as text, escaped likewise.
    static func escaping(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return escaping(text) }
        var result = ""
        var rest = bytes[...]
        while let first = rest.first {
            let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            if let character = String(validating: rest.prefix(width), as: UTF8.self) {
                for scalar in character.unicodeScalars { append(scalar, to: &result) }
                rest = rest.dropFirst(width)
            } else {
                result += first < 0x10 ? "\\x0" : "\\x"
                result += String(first, radix: 16, uppercase: true)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// Text of several lines, a description for instance: line ends and tabs stay.
    static func escapingLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { escaping(String($0)) }
                .joined(separator: "    ")
        }.joined(separator: "\n")
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default:
            if scalar == "\\" { result += "\\\\" } else { result.unicodeScalars.append(scalar) }
        }
    }
}
