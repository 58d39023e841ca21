/// The core metadata of a distribution: the METADATA of a wheel, the PKG-INFO of an sdist.
///
/// Reading is lenient, as old files need: only what names the distribution must be there and right. `problems` lists
/// the rest. A field that is empty or says `UNKNOWN` is absent.
public struct CoreMetadata: Sendable {
    /// The most bytes that are read, headers and body together: 16 MiB.
    public static let maximumBytes = 16 << 20
    /// The most header lines that are read, continuation lines included.
    public static let maximumHeaderLines = 10_000

    /// What the file says it follows; fields may be younger all the same (see `problems`).
    public let metadataVersion: MetadataVersion
    /// As the file spells it.
    public let name: ProjectName
    /// As the file spells it.
    public let version: PackageVersion
    /// The description from the body, or from its header in old files, without that header's indentation.
    public let description: String?
    /// Fields whose bytes were no UTF-8. Their values have U+FFFD in place of what could not be read.
    public let repairedFields: Set<MetadataField>
    /// The names of headers the specification does not know, in lower case, each once, in order.
    public let unknownFields: [String]
    /// True where both a header and the body hold a description; the body's is taken.
    let hasTwoDescriptions: Bool
    /// Whether a field that may stand once stands more than once.
    private let hasRepeatedField: Bool
    /// In the order of the file. A dictionary took longer to fill than these few take to search.
    private let values: [(field: MetadataField, value: String)]
    /// Each Requires-Dist on one line, read once: most users of metadata count them and look for problems.
    let dependencies: [(text: String, parsed: Result<Requirement, RequirementError>)]

    /// Reads metadata in the form of a mail message, versions 1.0 to 2.6 and later minor ones.
    ///
    /// - Parameter bytes: the whole file as it stands in the archive.
    /// - Throws: `CoreMetadataError` where the limits are passed, or where Metadata-Version, Name and Version are not
    ///   there exactly once and valid.
    public init(parsing bytes: [UInt8]) throws(CoreMetadataError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(bytes: bytes.count) }
        guard let message = MailMessage(parsing: bytes, maximumHeaderLines: Self.maximumHeaderLines) else {
            throw .tooManyHeaderLines
        }
        var values: [(field: MetadataField, value: String)] = []
        values.reserveCapacity(message.headers.count)
        var hasRepeatedField = false
        var repaired: Set<MetadataField> = []
        var unknown: Set<String> = []
        for header in message.headers {
            guard let field = MetadataField.byName[header.name] else {
                unknown.insert(header.name)
                continue
            }
            if !hasRepeatedField, !field.isRepeatable { hasRepeatedField = values.contains { $0.field == field } }
            values.append((field, header.value))
            if !header.isValidUTF8 { repaired.insert(field) }
        }

        let metadataVersionText = try Self.single(.metadataVersion, of: values)
        guard let metadataVersion = MetadataVersion(metadataVersionText), (1...2).contains(metadataVersion.major)
        else { throw .metadataVersion(metadataVersionText) }
        let nameText = try Self.single(.name, of: values)
        guard let name = ProjectName(nameText) else { throw .name(nameText) }
        let versionText = try Self.single(.version, of: values)
        guard let version = PackageVersion(versionText) else { throw .version(versionText) }

        let header = values.first { $0.field == .description }.flatMap { Self.present($0.value) }
        let body: String?
        if let text = message.body.validText {
            body = Self.present(text)
        } else {
            body = message.body.asText
            repaired.insert(.description)
        }
        self.metadataVersion = metadataVersion
        self.name = name
        self.version = version
        description = body ?? header.map(Self.withoutIndentation)
        hasTwoDescriptions = body != nil && header != nil
        repairedFields = repaired
        unknownFields = unknown.sorted()
        self.hasRepeatedField = hasRepeatedField
        self.values = values
        dependencies = values.filter { $0.field == .requiresDist }.compactMap { Self.present($0.value) }
            .map(Self.onOneLine).map { text in
                (text, Result { () throws(RequirementError) in try Requirement(text) })
            }
    }

    /// Every value of a field as written, in order: blanks around it dropped, continuation lines indented as they
    /// are, `UNKNOWN` and empty ones included.
    public func rawValues(of field: MetadataField) -> [String] {
        values.filter { $0.field == field }.map(\.value)
    }

    /// Whether a field is too young, repeated against the rules or not UTF-8: looked for first, for most files have none.
    var hasOddFields: Bool {
        hasRepeatedField || !repairedFields.isEmpty || values.contains { $0.field.introduced > metadataVersion }
    }

    /// The value of a single-use field on one line; the first where it stands more than once.
    func text(_ field: MetadataField) -> String? {
        values.first { $0.field == field }.flatMap { Self.present($0.value) }.map(Self.onOneLine)
    }

    /// The values of a repeatable field, each on one line.
    func list(_ field: MetadataField) -> [String] {
        rawValues(of: field).compactMap(Self.present).map(Self.onOneLine)
    }

    /// Nil for a value that says nothing. Line ends around the text do not make it say something.
    private static func present(_ value: String) -> String? {
        let trimmed = value.utf8.trimmingASCIIWhitespace
        return trimmed.isEmpty || trimmed.elementsEqual("UNKNOWN".utf8) ? nil : value
    }

    private static func single(
        _ field: MetadataField, of values: [(field: MetadataField, value: String)]
    ) throws(CoreMetadataError) -> String {
        guard let place = values.firstIndex(where: { $0.field == field }), !values[place].value.isEmpty else {
            throw .missing(field)
        }
        guard !values[(place + 1)...].contains(where: { $0.field == field }) else { throw .repeated(field) }
        return values[place].value
    }

    /// A folded header in one line: every line end with the indentation after it becomes a space.
    private static func onOneLine(_ value: String) -> String {
        guard value.utf8.contains(.lineFeed) else { return value }
        return value.utf8.split(separator: .lineFeed).map(\.trimmingASCIIWhitespace.asText).filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// A text of several lines in a header, as the specification folds it: lines after the first are indented by seven
    /// spaces and a bar; older tools wrote eight spaces.
    static func withoutIndentation(_ value: String) -> String {
        let lines = value.utf8.split(separator: .lineFeed, omittingEmptySubsequences: false)
        let rest = lines.dropFirst().map { line -> Substring.UTF8View in
            let indentation = line.prefix(8)
            let spaces = indentation.prefix { $0 == UInt8(ascii: " ") }.count
            let isFolded = spaces == 8 || (spaces == 7 && indentation.last == UInt8(ascii: "|"))
            return isFolded ? line.dropFirst(8) : line.drop(while: \.isBlank)
        }
        return (lines.prefix(1) + rest).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }
}
