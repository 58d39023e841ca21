/// The filename of a wheel, `{name}-{version}(-{build})?-{python}-{abi}-{platform}.whl` (PEP 427, PEP 425).
public struct WheelFilename: Hashable, Sendable {
    /// The filename as given.
    public let text: String
    /// Spelled as in the filename.
    public let project: ProjectName
    /// Spelled as in the filename.
    public let version: PackageVersion
    /// Which of several builds of the same wheel this is.
    public let buildTag: BuildTag?
    /// `py3`, `cp311`: the sets between dots, in written order, at least one each.
    public let pythonTags: [String]
    /// As `pythonTags`, of binary interfaces: `none`, `abi3`.
    public let abiTags: [String]
    /// As `pythonTags`, of platforms: `any`, `win_amd64`.
    public let platformTags: [String]

    static let suffix = ".whl"

    /// A build tag orders by its number, then by the text after it; a wheel without one comes before all.
    public struct BuildTag: Hashable, Comparable, Sendable, CustomStringConvertible {
        /// The digits it begins with.
        public let number: VersionNumber
        /// What follows the number; may be empty.
        public let suffix: String
        /// As written, with the leading zeros that `number` does not keep.
        public let description: String

        init?(_ text: Substring) {
            let bytes = Array(text.utf8)
            let digits = bytes.prefix(while: \.isASCIIDigit)
            guard let number = VersionNumber(digits: digits),
                bytes.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") })
            else { return nil }
            self.number = number
            suffix = bytes[digits.endIndex...].asText
            description = String(text)
        }

        /// Leading zeros do not count.
        public static func == (left: BuildTag, right: BuildTag) -> Bool {
            left.number == right.number && left.suffix == right.suffix
        }

        /// Equal tags hash alike.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(number)
            hasher.combine(suffix)
        }

        /// By number, then text.
        public static func < (left: BuildTag, right: BuildTag) -> Bool {
            left.number == right.number ? left.suffix < right.suffix : left.number < right.number
        }
    }

    /// Reads a filename that `DistributionFilename` has found to be short, printable ASCII with the suffix of a wheel.
    init(checked text: String, knownProject: ProjectName?) throws(FilenameError) {
        // In ASCII every byte is a character, and splitting bytes is much cheaper.
        let parts = text.utf8.dropLast(Self.suffix.utf8.count)
            .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(Substring.init)
        guard parts.count == 5 || parts.count == 6 else { throw .wheelParts(count: parts.count) }
        // An underscore pair is what an escaped hyphen beside an underscore would leave: no tool can write it.
        guard !Self.hasUnderscorePair(parts[0]),
            let project = ProjectName(String(parts[0]))
        else { throw .projectName(String(parts[0])) }
        guard let version = PackageVersion(String(parts[1])), version.text.utf8.count == parts[1].utf8.count else {
            throw .version(String(parts[1]))
        }
        if let knownProject, knownProject != project { throw .otherProject(expected: knownProject) }
        if parts.count == 6 {
            guard let tag = BuildTag(parts[2]) else { throw .buildTag(String(parts[2])) }
            buildTag = tag
        } else {
            buildTag = nil
        }
        self.text = text
        self.project = project
        self.version = version
        pythonTags = try Self.tags(in: parts[parts.count - 3])
        // A number there is a build tag whose own place another part has taken.
        guard !pythonTags.contains(where: { $0.utf8.first?.isASCIIDigit == true }) else {
            throw .compatibilityTag(String(parts[parts.count - 3]))
        }
        abiTags = try Self.tags(in: parts[parts.count - 2])
        platformTags = try Self.tags(in: parts[parts.count - 1])
    }

    /// What PyPI refuses in a new upload of this name; empty when nothing. The version may have any spelling.
    public var strictProblems: [FilenameProblem] {
        var problems: [FilenameProblem] = []
        if project.display != project.filenameForm { problems.append(.nameSpelling(expected: project.filenameForm)) }
        for tag in platformTags where !PlatformTag.isAccepted(tag) { problems.append(.platformTag(tag)) }
        return problems
    }

    private static func tags(in part: Substring) throws(FilenameError) -> [String] {
        let words = part.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
        for word in words {
            guard !word.isEmpty, word.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }) else {
                throw .compatibilityTag(String(part))
            }
        }
        return words.map(String.init)
    }

    private static func hasUnderscorePair(_ part: Substring) -> Bool {
        zip(part.utf8, part.utf8.dropFirst()).contains { $0 == UInt8(ascii: "_") && $1 == UInt8(ascii: "_") }
    }
}
