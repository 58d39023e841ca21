import PythonPackaging

/// Where this module differs from Python's `packaging` on purpose, with the reason. Each predicate looks at the text
/// alone, so that it explains a refusal without asking the code under test.
enum WantedDifference {
    /// `===` compares with a text, and without one the clause can only be a slip of the pen.
    static func specifier(_ text: String, isRefused: Bool) -> Bool {
        isRefused && text.split(separator: ",").contains { $0.filter { !$0.isWhitespace } == "===" }
    }

    /// A filename becomes part of paths, pages and log lines, so it has printable ASCII only; and the name part is a
    /// project name, since it ends in a key and a URL. A tag set has no empty member and no Python begins with a digit,
    /// as the library says too from 26.3 on.
    static func wheelFilename(_ text: String) -> Bool {
        let parts = text.dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
        guard let name = parts.first, hasOnly(text, also: "._-!+"), parts.count >= 5 else { return true }
        let python = parts[parts.count - 3]
        return !isProjectName(name) || python.split(separator: ".").contains { $0.first?.isNumber == true }
            || parts.dropFirst(parts.count - 3).contains { hasEmptyMember($0) || !hasOnly($0, also: "._") }
            || (parts.count == 6 && !hasOnly(parts[2], also: "._"))
    }

    /// The same for sdists; they only ask for a version after the last hyphen.
    static func sdistFilename(_ text: String) -> Bool {
        guard hasOnly(text, also: "._-!+"), let hyphen = text.lastIndex(of: "-") else { return true }
        return !isProjectName(text[..<hyphen])
    }

    /// They let names and extras end in `_`, which PEP 508 forbids, and take line breaks wherever their expressions
    /// say "white space".
    static func requirement(_ text: String) -> Bool {
        let isUnderscoreEnding = text.indices.contains { index in
            guard text[index] == "_" else { return false }
            let next = text.index(after: index)
            return next == text.endIndex || !(text[next].isLetter || text[next].isNumber || "._-".contains(text[next]))
        }
        return isUnderscoreEnding || text.contains("\n")
    }

    /// They read a backslash in a marker as Python does, or fail at it; for us it stands for itself.
    static func marker(_ text: String) -> Bool { text.contains("\\") }

    /// They keep empty words between commas, and the line breaks of a folded header.
    static func keywords(_ theirs: [String]) -> [String] {
        let words = theirs.map { onOneLine($0) }.filter { !$0.isEmpty }
        return words == ["UNKNOWN"] ? [] : words
    }

    /// They take a value without a comma for a label, we for an address; and see `keywords`.
    static func projectURLs(_ theirs: [[String]]) -> [[String]] {
        theirs.map { [onOneLine($0[0]), onOneLine($0[1])] }.map { $0[1].isEmpty ? ["", $0[0]] : $0 }
            .filter { $0[1] != "" && $0 != ["", "UNKNOWN"] }
    }

    /// Blank descriptions and `UNKNOWN` say nothing.
    static func description(_ theirs: String) -> String? {
        let trimmed = lines(theirs)
        return trimmed.isEmpty || trimmed == "UNKNOWN" ? nil : theirs
    }

    private static func onOneLine(_ text: String) -> String {
        lines(text).split(separator: "\n").map { lines(String($0)) }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// With LF for every line end and without white space around it.
    static func lines(_ text: String) -> String {
        var unified: [UInt8] = []
        for byte in text.utf8 {
            if byte == 0x0A, unified.last == 0x0D { unified.removeLast() }
            unified.append(byte)
        }
        let bytes = unified.map { $0 == 0x0D ? 0x0A : $0 }
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A]
        let trimmed = bytes.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
        return String(decoding: Array(trimmed), as: UTF8.self)
    }

    private static func hasOnly(_ text: some StringProtocol, also others: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (Character(scalar).isLetter || Character(scalar).isNumber || others.unicodeScalars.contains(scalar))
        }
    }

    private static func isProjectName(_ text: Substring) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return hasOnly(text, also: "._-") && !"._-".contains(first) && !"._-".contains(last)
    }

    private static func hasEmptyMember(_ tagSet: Substring) -> Bool {
        tagSet.split(separator: ".", omittingEmptySubsequences: false).contains("")
    }
}
