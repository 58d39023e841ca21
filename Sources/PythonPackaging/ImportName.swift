/// The value of Import-Name and Import-Namespace (PEP 794): a dotted Python name, perhaps marked `; private`.
enum ImportName {
    static func isValid(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !parts[1].trimmingASCIIWhitespace.elementsEqual("private".utf8) { return false }
        let name = parts[0].trimmingASCIIWhitespace.asText
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isIdentifier($0) }
    }

    private static func isIdentifier(_ word: Substring) -> Bool {
        guard let first = word.unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return word.unicodeScalars.allSatisfy { $0.properties.isXIDContinue } && !keywords.contains(String(word))
    }

    /// The reserved words of Python 3; soft ones such as `match` are names.
    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]
}
