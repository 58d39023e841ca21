/// A dependency as `Requires-Dist` writes it (PEP 508): a name, extras, versions or a URL, and a marker.
public struct Requirement: Hashable, Sendable {
    /// As written, without surrounding blanks.
    public let text: String
    /// As written.
    public let name: ProjectName
    /// The extras asked of the dependency, each once, in the order of their normalized names.
    public let extras: [ProjectName]
    /// Empty where any version does, and with a URL.
    public let specifiers: SpecifierSet
    /// The direct reference after `@`, unchecked.
    public let url: String?
    /// The condition after `;`.
    public let marker: Marker?

    /// The longest text that is read.
    public static let maximumBytes = 65_536
    /// The deepest nesting of brackets in a marker.
    public static let maximumMarkerDepth = 100

    /// Reads a requirement on a single line. Versions may stand in brackets, as old metadata has them, and end in a
    /// comma. Linear in the text.
    public init(_ text: String) throws(RequirementError) {
        let length = text.utf8.count
        guard length <= Self.maximumBytes else { throw .tooLong(bytes: length) }
        if let control = text.utf8.firstIndex(where: { $0.isControl && $0 != 0x09 }) {
            throw .controlCharacter(offset: text.utf8.distance(from: text.utf8.startIndex, to: control))
        }
        var scanner = ByteScanner(text)
        scanner.skipBlanks()

        let nameStart = scanner.position
        let nameText = scanner.takeRun { $0.isASCIIAlphanumeric || $0.isNameSeparator }.asText
        guard let name = ProjectName(nameText) else { throw .name(offset: nameStart) }
        scanner.skipBlanks()
        let extras = try Self.takeExtras(&scanner)
        scanner.skipBlanks()

        var url: String?
        var specifiers = ""
        if scanner.take(UInt8(ascii: "@")) {
            scanner.skipBlanks()
            url = try Self.takeURL(&scanner)
        } else {
            specifiers = try Self.takeSpecifiers(&scanner)
        }
        guard let specifierSet = SpecifierSet(specifiers) else { throw .specifiers(specifiers) }
        scanner.skipBlanks()

        var marker: Marker?
        if scanner.take(UInt8(ascii: ";")) {
            marker = try Marker(scanning: &scanner)
        }
        guard scanner.isAtEnd else { throw .trailingText(offset: scanner.position) }

        self.text = Substring(text).utf8.trimmingASCIIWhitespace.asText
        self.name = name
        self.extras = Set(extras).sorted()
        self.specifiers = specifierSet
        self.url = url
        self.marker = marker
    }

    /// True where the marker asks for an extra of the project that depends: not installed unless that is asked for.
    public var isOptional: Bool { marker?.mentionsExtra ?? false }

    /// The extras the marker names, each once, in order.
    public var extrasNamed: [ProjectName] { marker?.extrasNamed ?? [] }

    private static func takeExtras(_ scanner: inout ByteScanner) throws(RequirementError) -> [ProjectName] {
        guard scanner.take(UInt8(ascii: "[")) else { return [] }
        var extras: [ProjectName] = []
        scanner.skipBlanks()
        if scanner.take(UInt8(ascii: "]")) { return extras }
        while true {
            let start = scanner.position
            let text = scanner.takeRun { $0.isASCIIAlphanumeric || $0.isNameSeparator }.asText
            guard let extra = ProjectName(text) else { throw .extras(offset: start) }
            extras.append(extra)
            scanner.skipBlanks()
            if scanner.take(UInt8(ascii: "]")) { return extras }
            guard scanner.take(UInt8(ascii: ",")) else { throw .extras(offset: scanner.position) }
            scanner.skipBlanks()
        }
    }

    /// A URL ends at a blank, so a marker after it needs one before its semicolon.
    private static func takeURL(_ scanner: inout ByteScanner) throws(RequirementError) -> String {
        let start = scanner.position
        let url = scanner.takeRun { !$0.isBlank }
        guard !url.isEmpty else { throw .url(offset: start) }
        return url.asText
    }

    private static func takeSpecifiers(_ scanner: inout ByteScanner) throws(RequirementError) -> String {
        let bracketed = scanner.take(UInt8(ascii: "("))
        let start = scanner.position
        // Neither byte can be part of a version.
        let text = scanner.takeRun { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ")") }
        guard !bracketed || scanner.take(UInt8(ascii: ")")) else { throw .specifiers(text.asText) }
        let trimmed = text.trimmingASCIIWhitespace
        guard trimmed.isEmpty || VersionSpecifier.Comparison(startOf: trimmed) != nil else {
            throw .trailingText(offset: start)
        }
        // One comma may be left at the end, none may stand before or between clauses.
        let clauses = trimmed.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard !clauses.dropLast().contains(where: { $0.trimmingASCIIWhitespace.isEmpty }) else {
            throw .specifiers(trimmed.asText)
        }
        return trimmed.asText
    }
}

extension Requirement: CustomStringConvertible {
    /// As written.
    public var description: String { text }
}
