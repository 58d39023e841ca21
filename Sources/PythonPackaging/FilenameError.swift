/// Why a filename is not the name of a distribution.
public enum FilenameError: Error, Hashable, Sendable {
    /// No characters at all.
    case empty
    /// Longer than the 255 bytes file systems take.
    case tooLong(bytes: Int)
    /// Letters outside ASCII, which no tool writes and which could look like others.
    case notASCII
    /// Bytes 0 to 31, or DEL.
    case controlCharacter
    /// `/` or `\`.
    case pathSeparator
    /// `.` or `..`, which a file system takes for directories.
    case dots
    /// Neither a wheel's nor an sdist's suffix. Suffixes are lower case.
    case unknownSuffix
    /// A wheel's name has five parts between hyphens, six with a build tag.
    case wheelParts(count: Int)
    /// Not a project name (PEP 508), or one with `__` in a wheel's filename.
    case projectName(String)
    /// Not a version (PEP 440); for an sdist: no hyphen has a project name before and a version after it.
    case version(String)
    /// A build tag that does not begin with a digit, or has other characters than letters, digits, `_` and `.`.
    case buildTag(String)
    /// A compatibility tag that is not a dotted set of words of letters, digits and `_`, or a Python tag with a word
    /// that begins with a digit.
    case compatibilityTag(String)
    /// A valid filename, but not one of the project it was said to belong to.
    case otherProject(expected: ProjectName)
}

extension FilenameError: CustomStringConvertible {
    /// The sentence for an operator, without the filename itself.
    public var description: String {
        switch self {
        case .empty: "the filename is empty"
        case .tooLong(let bytes): "the filename has \(bytes) bytes, more than 255"
        case .notASCII: "the filename has characters outside ASCII"
        case .controlCharacter: "the filename has control characters"
        case .pathSeparator: "the filename has a slash or backslash"
        case .dots: "the filename is that of a directory"
        case .unknownSuffix: "the suffix is neither a wheel's nor an sdist's"
        case .wheelParts(let count): "a wheel's filename has 5 or 6 parts between hyphens, this one has \(count)"
        case .projectName(let name): "\"\(name)\" is not a project name"
        case .version(let version): "\"\(version)\" does not end in a PEP 440 version"
        case .buildTag(let tag): "\"\(tag)\" is not a build tag"
        case .compatibilityTag(let tag): "\"\(tag)\" is not a compatibility tag"
        case .otherProject(let expected): "the filename is not one of project \(expected)"
        }
    }
}
