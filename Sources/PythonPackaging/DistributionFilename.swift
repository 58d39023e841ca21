/// The filename of a wheel (PEP 427) or sdist (PEP 625), with the old spellings that installers still understand.
///
/// Two filenames are equal when their texts are: `Foo-1.0.tar.gz` and `foo-1.0.tar.gz` are two files of one release.
public enum DistributionFilename: Hashable, Sendable {
    /// A built distribution, `.whl`.
    case wheel(WheelFilename)
    /// A source distribution, an archive.
    case sdist(SdistFilename)

    /// The most a file system takes in one path component, in bytes.
    public static let maximumBytes = 255

    /// Reads a filename.
    ///
    /// - Parameters:
    ///   - text: the last path component alone.
    ///   - knownProject: the project the file is said to belong to, where that is known. It decides where the name of
    ///     an old sdist ends (see `SdistFilename`) and is held against what the filename says.
    public init(_ text: String, knownProject: ProjectName? = nil) throws(FilenameError) {
        try Self.checkText(text)
        if text.hasSuffix(WheelFilename.suffix) {
            self = .wheel(try WheelFilename(checked: text, knownProject: knownProject))
        } else if let suffix = SdistFilename.ArchiveSuffix(endOf: text) {
            self = .sdist(try SdistFilename(checked: text, suffix: suffix, knownProject: knownProject))
        } else {
            throw .unknownSuffix
        }
    }

    /// Whether only the metadata can say where the project's name ends, as in the filenames of old sdists.
    public var isAmbiguous: Bool {
        guard case .sdist(let sdist) = self else { return false }
        return sdist.isAmbiguous
    }

    /// Whether a text can be kept as a filename, whatever it says: 1 to 255 printable ASCII
    /// characters without slashes, and neither `.` nor `..`.
    public static func checkText(_ text: String) throws(FilenameError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(bytes: bytes.count) }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw .notASCII }
        guard !bytes.contains(where: \.isControl) else { throw .controlCharacter }
        guard !bytes.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else {
            throw .pathSeparator
        }
        guard text != ".", text != ".." else { throw .dots }
    }

    /// True where the suffix is a wheel's or an sdist's, whatever stands before it. For skipping the other files of a
    /// directory; what it lets through can still be refused by `init`.
    public static func looksLikeDistribution(_ text: String) -> Bool {
        text.hasSuffix(WheelFilename.suffix) || SdistFilename.ArchiveSuffix(endOf: text) != nil
    }

    /// The filename as given.
    public var text: String {
        switch self {
        case .wheel(let wheel): wheel.text
        case .sdist(let sdist): sdist.text
        }
    }

    /// The project, spelled as in the filename.
    public var project: ProjectName {
        switch self {
        case .wheel(let wheel): wheel.project
        case .sdist(let sdist): sdist.project
        }
    }

    /// The version, spelled as in the filename.
    public var version: PackageVersion {
        switch self {
        case .wheel(let wheel): wheel.version
        case .sdist(let sdist): sdist.version
        }
    }

    /// True for a wheel, false for an sdist.
    public var isWheel: Bool {
        guard case .wheel = self else { return false }
        return true
    }

    /// What PyPI refuses in a new upload of this name; empty when nothing.
    public var strictProblems: [FilenameProblem] {
        switch self {
        case .wheel(let wheel): wheel.strictProblems
        case .sdist(let sdist): sdist.strictProblems
        }
    }
}

extension DistributionFilename: CustomStringConvertible {
    /// The filename as given.
    public var description: String { text }
}
