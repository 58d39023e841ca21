/// What PyPI refuses in the filename of a new upload although installers understand it.
///
/// Files that exist already are taken with such names; an upload today is not.
public enum FilenameProblem: Hashable, Sendable {
    /// The name part is not the normalized name with `_` (PEP 427, PEP 625).
    case nameSpelling(expected: String)
    /// The version of an sdist is not in normal form.
    case versionSpelling(expected: String)
    /// New sdists are `.tar.gz` (PEP 625).
    case sdistSuffix(SdistFilename.ArchiveSuffix)
    /// A platform tag that no release of Python's platforms has, or one bound to a single machine's libraries such
    /// as `linux_x86_64`.
    case platformTag(String)
}

extension FilenameProblem: CustomStringConvertible {
    /// The sentence for an operator.
    public var description: String {
        switch self {
        case .nameSpelling(let expected): "the name in a new filename is spelled \(expected)"
        case .versionSpelling(let expected): "the version in a new filename is spelled \(expected)"
        case .sdistSuffix(let suffix): "a new sdist ends in .tar.gz, not \(suffix.rawValue)"
        case .platformTag(let tag): "the platform tag \(tag) is not accepted in new uploads"
        }
    }
}
