/// What an SPDX expression may name (PEP 639): as of the release of the list that the text says.
enum SPDXIdentifiers {
    /// Whether it is a license, in lower case: one of the list or `licenseref-` and a name of one's own.
    static func isLicense(_ identifier: String) -> Bool {
        licenses.contains(identifier) || identifier.hasPrefix("licenseref-")
    }

    /// Whether it is an exception, in lower case.
    static func isException(_ identifier: String) -> Bool { exceptions.contains(identifier) }

    private static let licenses = words(licenseText)
    private static let exceptions = words(exceptionText)

    private static func words(_ text: String) -> Set<String> {
        Set(text.utf8.split(separator: UInt8(ascii: "|")).map(\.asText))
    }
}
