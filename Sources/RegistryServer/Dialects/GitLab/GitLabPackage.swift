internal import Digests
internal import RegistryCore
internal import SimpleIndex

/// A version of a project's package, as the REST API shows it.
struct GitLabPackage: Encodable, Sendable {
    struct Links: Encodable, Sendable {
        let page: String
        let deletion: String

        private enum CodingKeys: String, CodingKey {
            case page = "web_path"
            case deletion = "delete_api_path"
        }
    }

    let id: UInt64
    let name: String
    let version: String
    let type = "pypi"
    let status = "default"
    let created: String
    let links: Links
    /// Only in lists of a group.
    var projectID: UInt64?
    /// Only in lists of a group.
    var projectPath: String?

    private enum CodingKeys: String, CodingKey {
        case id, name, version, status
        case type = "package_type"
        case created = "created_at"
        case links = "_links"
        case projectID = "project_id"
        case projectPath = "project_path"
    }

    /// - Parameters:
    ///   - project: the number of the registry it is in.
    ///   - base: the server's URL.
    init(_ release: ReleaseSummary, project: UInt64, base: String) {
        id = release.number
        name = release.project
        version = release.versionText
        created = Timestamp.text(release.created)
        links = Links(
            page: "/\(release.registry)/-/packages/\(release.number)",
            deletion: "\(base)/api/v4/projects/\(project)/packages/\(release.number)")
    }
}

/// A file of a package.
struct GitLabPackageFile: Encodable, Sendable {
    let id: UInt64
    let package: UInt64
    let filename: String
    let size: Int64
    let md5: String
    let sha1: String
    let sha256: String
    let created: String

    private enum CodingKeys: String, CodingKey {
        case id, size
        case package = "package_id"
        case filename = "file_name"
        case md5 = "file_md5"
        case sha1 = "file_sha1"
        case sha256 = "file_sha256"
        case created = "created_at"
    }

    /// - Parameter package: the number of its release.
    init(_ file: FileEntry, of package: UInt64) {
        id = file.number
        self.package = package
        filename = file.filename
        size = file.size
        md5 = file.digests[.md5].hex
        sha1 = file.digests[.sha1].hex
        sha256 = file.digests[.sha256].hex
        created = Timestamp.text(file.uploaded)
    }
}
