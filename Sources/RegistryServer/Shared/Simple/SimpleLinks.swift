internal import Digests
public import RegistryCore
internal import SimpleIndex
internal import Upstream

/// Builds the links of index pages.
///
/// A value, so that pages with the same links are rendered once. Bases are absolute URLs or begin with a slash, since a
/// page is served with and without a slash at its end; they are percent-encoded, and have none at their own end.
public struct SimpleLinks: Sendable, Hashable {
    /// What stands between the base and a file's name.
    public enum Shape: Sendable, Hashable {
        /// `{files}/{sha256}/{filename}`
        case digest
        /// `{files}/{project}/{version}/{filename}`: normalized name, version as it was uploaded.
        case version
    }

    /// Below it are the files.
    public var files: String
    /// Below it are the pages of projects, by normalized name: the URL of the list.
    public var projects: String
    /// How the URLs of files go on.
    public var shape: Shape
    /// Leaves `+` in URLs as it is.
    public var keepsPlus: Bool
    /// Whether attestations are at a file's URL with `.provenance` added. Links to them are absolute by standard, so
    /// they are given only where `files` is.
    public var hasProvenance: Bool

    /// - Parameters:
    ///   - files: as in `https://host/acme/main/pypi/files` or `/acme/main/pypi/files`.
    ///   - projects: as in `/acme/main/pypi/simple`.
    public init(
        files: String, projects: String, shape: Shape = .digest, keepsPlus: Bool = false, hasProvenance: Bool = true
    ) {
        self.files = files
        self.projects = projects
        self.shape = shape
        self.keepsPlus = keepsPlus
        self.hasProvenance = hasProvenance
    }

    /// Where a file is.
    public func url(of file: FileEntry) -> String {
        url(
            of: file.filename, file.digests.sha256, project: file.normalizedProject, version: file.versionText)
    }

    private func url(of filename: String, _ digest: ContentDigest, project: String, version: String) -> String {
        let filename = PathSegment.encoded(filename, keepsPlus: keepsPlus)
        return switch shape {
        case .digest: "\(files)/\(digest.hex)/\(filename)"
        case .version: "\(files)/\(project)/\(PathSegment.encoded(version, keepsPlus: keepsPlus))/\(filename)"
        }
    }

    /// A file that an upstream registry offers, as a page lists it.
    func listed(_ file: UpstreamFile, of project: String) -> SimpleFile {
        let offered = file.offered
        let url = url(of: offered.filename, file.key, project: project, version: offered.version)
        var listed = SimpleFile(
            filename: offered.filename, version: offered.version, url: url, sha256: offered.sha256,
            requiresPython: offered.requiresPython, size: offered.size, uploadTime: offered.uploadTime,
            yanked: offered.yanked)
        // Without its digest nobody could tell whether it is right, and everything that is installed hangs on it.
        if case .sha256(let hex) = offered.coreMetadata { listed.coreMetadataSHA256 = hex }
        if offered.provenanceURL != nil { listed.provenanceURL = provenanceURL(besides: url) }
        return listed
    }

    /// Where a project's page is.
    public func url(ofProject normalized: String) -> String { "\(projects)/\(normalized)/" }

    /// The file as a page lists it.
    func listed(_ file: FileEntry) -> SimpleFile {
        let url = url(of: file)
        return SimpleFile(
            filename: file.filename, version: file.version, url: url, sha256: file.digests.sha256.hex,
            requiresPython: file.requiresPython, size: file.size, uploadTime: file.uploaded, yanked: file.yanked,
            coreMetadataSHA256: file.coreMetadataDigest?.hex,
            provenanceURL: file.hasAttestations ? provenanceURL(besides: url) : nil)
    }

    private func provenanceURL(besides url: String) -> String? {
        let isAbsolute = files.hasPrefix("https://") || files.hasPrefix("http://")
        return hasProvenance && isAbsolute ? url + ".provenance" : nil
    }
}
