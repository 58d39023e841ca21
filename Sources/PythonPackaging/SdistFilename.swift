/// The filename of an sdist: `{name}-{version}` and an archive suffix (PEP 625), or an older spelling of it.
///
/// A new filename has exactly one hyphen. Old ones may have more, in the name (`python-ldap-3.4.0`) and in the version
/// (`name-1.0-1` for `1.0.post1`), so where the name ends can be a question. Of all hyphens with a project name before
/// and a PEP 440 version after them, the one whose name is the known project wins; without a known project the first
/// one. The first reads `name-1.0-1` as its author meant it, while the last would find version 1 of a project
/// `name-1.0`; it is wrong for a project whose name ends in a number and whose version is a bare integer, such as
/// `tool-2-5`, so `isAmbiguous` says when to ask the archive's metadata for the name and read again.
public struct SdistFilename: Hashable, Sendable {
    /// The filename as given.
    public let text: String
    /// Spelled as in the filename.
    public let project: ProjectName
    /// Spelled as in the filename; may have hyphens.
    public let version: PackageVersion
    /// The end of the filename, with its dot.
    public let archiveSuffix: ArchiveSuffix
    /// True where another hyphen, too, has a name before and a version after it.
    public let isAmbiguous: Bool

    /// The suffixes setuptools has written over the years; only the first two are standard.
    public enum ArchiveSuffix: String, CaseIterable, Sendable {
        case tarGzip = ".tar.gz"
        case zip = ".zip"
        case tarBzip2 = ".tar.bz2"
        case tarXZ = ".tar.xz"
        case tgz = ".tgz"
        case tar = ".tar"

        init?(endOf text: String) {
            guard let suffix = Self.allCases.first(where: { text.hasSuffix($0.rawValue) }) else { return nil }
            self = suffix
        }
    }

    /// Reads a filename that `DistributionFilename` has found to be short, printable ASCII with that suffix.
    init(checked text: String, suffix: ArchiveSuffix, knownProject: ProjectName?) throws(FilenameError) {
        let stem = text.dropLast(suffix.rawValue.count)
        var readings: [(project: ProjectName, version: PackageVersion)] = []
        for hyphen in stem.indices where stem[hyphen] == "-" {
            let versionText = stem[stem.index(after: hyphen)...]
            guard let project = ProjectName(String(stem[..<hyphen])),
                let version = PackageVersion(String(versionText)), version.text.utf8.count == versionText.utf8.count
            else { continue }
            readings.append((project, version))
        }
        guard let first = readings.first else { throw .version(String(stem)) }
        var chosen = first
        if let knownProject {
            guard let known = readings.first(where: { $0.project == knownProject }) else {
                throw .otherProject(expected: knownProject)
            }
            chosen = known
        }
        self.text = text
        project = chosen.project
        version = chosen.version
        archiveSuffix = suffix
        isAmbiguous = readings.count > 1
    }

    /// What PyPI refuses in a new upload of this name; empty when nothing.
    public var strictProblems: [FilenameProblem] {
        var problems: [FilenameProblem] = []
        if project.display != project.filenameForm { problems.append(.nameSpelling(expected: project.filenameForm)) }
        if version.text != version.canonical { problems.append(.versionSpelling(expected: version.canonical)) }
        if archiveSuffix != .tarGzip { problems.append(.sdistSuffix(archiveSuffix)) }
        return problems
    }
}
