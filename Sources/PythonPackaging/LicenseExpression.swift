/// The grammar of SPDX license expressions (PEP 639). Identifiers are checked for their form only: the list of SPDX
/// grows with every release and an old copy would refuse new licenses.
enum LicenseExpression {
    private static let maximumDepth = 100

    static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        var scanner = ByteScanner(text)
        return scanner.takeLicenses(depth: maximumDepth) && scanner.isAtEnd
    }
}

extension ByteScanner {
    /// One or more licenses joined by AND and OR, which may nest no deeper than `depth` brackets.
    fileprivate mutating func takeLicenses(depth: Int) -> Bool {
        repeat {
            skipBlanks()
            if take(UInt8(ascii: "(")) {
                guard depth > 0, takeLicenses(depth: depth - 1), take(UInt8(ascii: ")")) else { return false }
                skipBlanks()
            } else {
                guard let license = takeIdentifier(), !license.isEmpty else { return false }
                _ = take(UInt8(ascii: "+"))
                skipBlanks()
                if takeKeyword(["with"]) {
                    guard let exception = takeIdentifier(), !exception.isEmpty else { return false }
                    skipBlanks()
                }
            }
        } while takeKeyword(["and", "or"])
        return true
    }

    private mutating func takeKeyword(_ keywords: Set<String>) -> Bool {
        let start = position
        guard let word = takeWord(), keywords.contains(word) else {
            rewind(to: start)
            return false
        }
        skipBlanks()
        return true
    }

    /// A word that is no keyword.
    private mutating func takeIdentifier() -> String? {
        takeWord().flatMap { ["and", "or", "with"].contains($0) ? nil : $0 }
    }

    private mutating func takeWord() -> String? {
        let word = takeRun { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        return word.isEmpty ? nil : word.asciiLowercased.asText
    }
}
