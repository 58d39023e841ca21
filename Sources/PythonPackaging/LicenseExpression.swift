/// The grammar of SPDX license expressions, and the identifiers that may stand in them (PEP 639).
enum LicenseExpression {
    /// What a text is.
    enum Finding: Hashable {
        case valid
        case malformed
        /// Right but for this identifier, which SPDX's list does not have.
        case unknown(String)
    }

    private static let maximumDepth = 100

    static func check(_ text: String) -> Finding {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return .malformed }
        var scanner = LicenseScanner(text)
        guard scanner.takeLicenses(depth: maximumDepth), scanner.isAtEnd else { return .malformed }
        return scanner.unknown.map(Finding.unknown) ?? .valid
    }
}

/// Reads an expression and notes the first identifier that is in no list.
private struct LicenseScanner {
    private var scanner: ByteScanner
    private(set) var unknown: String?

    init(_ text: String) { scanner = ByteScanner(text) }

    var isAtEnd: Bool { scanner.isAtEnd }

    /// One or more licenses joined by AND and OR, which may nest no deeper than `depth` brackets.
    mutating func takeLicenses(depth: Int) -> Bool {
        repeat {
            scanner.skipBlanks()
            if scanner.take(UInt8(ascii: "(")) {
                guard depth > 0, takeLicenses(depth: depth - 1), scanner.take(UInt8(ascii: ")")) else { return false }
                scanner.skipBlanks()
            } else {
                guard takeLicense() else { return false }
            }
        } while takeKeyword(["and", "or"])
        return true
    }

    /// An identifier, perhaps with a plus, perhaps WITH an exception.
    private mutating func takeLicense() -> Bool {
        guard let license = takeIdentifier() else { return false }
        if scanner.take(UInt8(ascii: "+")) {
            // The license of somebody's own has no later versions.
            guard isAtWordEnd, !license.hasPrefix("licenseref-") else { return false }
        }
        guard license != "licenseref-" else { return false }
        note(license, SPDXIdentifiers.isLicense)
        scanner.skipBlanks()
        if takeKeyword(["with"]) {
            guard let exception = takeIdentifier() else { return false }
            note(exception, SPDXIdentifiers.isException)
            scanner.skipBlanks()
        }
        return true
    }

    private var isAtWordEnd: Bool { scanner.next.map { $0.isBlank || $0 == UInt8(ascii: ")") } ?? true }

    private mutating func note(_ identifier: String, _ isKnown: (String) -> Bool) {
        if unknown == nil, !isKnown(identifier) { unknown = identifier }
    }

    private mutating func takeKeyword(_ keywords: Set<String>) -> Bool {
        let start = scanner.position
        guard let word = takeWord(), keywords.contains(word) else {
            scanner.rewind(to: start)
            return false
        }
        scanner.skipBlanks()
        return true
    }

    /// A word that is no keyword, in lower case.
    private mutating func takeIdentifier() -> String? {
        takeWord().flatMap { ["and", "or", "with"].contains($0) ? nil : $0 }
    }

    private mutating func takeWord() -> String? {
        let word = scanner.takeRun { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        return word.isEmpty ? nil : word.asciiLowercased.asText
    }
}
