internal import Digests
internal import RegistryCore
internal import SimpleIndex

/// Somebody who owns or made a package, as the REST API shows them.
struct GiteaUser: Encodable, Sendable {
    let id: UInt64
    let login: String
    let fullName: String

    private enum CodingKeys: String, CodingKey {
        case id, login, username, email
        case fullName = "full_name"
        case avatarURL = "avatar_url"
    }

    init(_ organization: OrganizationInfo) {
        id = organization.number
        login = organization.slug
        fullName = organization.name
    }

    init(_ user: User) {
        id = FileID(user.id)?.number ?? 0
        login = user.name
        fullName = user.displayName
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(login, forKey: .login)
        try container.encode(login, forKey: .username)
        try container.encode(fullName, forKey: .fullName)
        // Nobody's address is shown to others, and there are no pictures.
        try container.encode("", forKey: .email)
        try container.encode("", forKey: .avatarURL)
    }
}

/// A version of a project: what Gitea calls a package.
struct GiteaPackage: Encodable, Sendable {
    let id: UInt64
    let owner: GiteaUser
    /// There are no repositories here that a package could be linked to.
    let repository = Nullable<String>(nil)
    let creator: Nullable<GiteaUser>
    let type = "pypi"
    let name: String
    let version: String
    let page: String
    let created: String

    private enum CodingKeys: String, CodingKey {
        case id, owner, repository, creator, type, name, version
        case page = "html_url"
        case created = "created_at"
    }

    /// - Parameter base: the server's URL.
    init(_ release: ReleaseSummary, owner: GiteaUser, creator: GiteaUser?, base: String) {
        id = release.number
        self.owner = owner
        self.creator = Nullable(creator)
        name = release.project
        version = release.versionText
        let path = [owner.login, "-", "packages", "pypi", release.normalizedProject, release.versionText]
        page = base + path.map { "/" + PathSegment.encoded($0) }.joined()
        created = Timestamp.text(release.created)
    }
}

/// A file of a version.
struct GiteaFile: Encodable, Sendable {
    let id: UInt64
    let size: Int64
    let name: String
    let md5: String
    let sha1: String
    let sha256: String
    let sha512: String

    init(_ file: FileEntry) {
        id = file.number
        size = file.size
        name = file.filename
        md5 = file.digests[.md5].hex
        sha1 = file.digests[.sha1].hex
        sha256 = file.digests[.sha256].hex
        sha512 = file.digests[.sha512].hex
    }
}
