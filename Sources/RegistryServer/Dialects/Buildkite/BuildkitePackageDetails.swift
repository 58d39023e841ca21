internal import ContentStore
internal import Digests
internal import PythonPackaging
internal import RegistryCore

/// What a package's page shows, for programs: keys of our own, all below `details`.
struct BuildkitePackageDetails: Encodable, Sendable {
    struct Installation: Encodable, Sendable {
        let indexURL: String
        let pipConf: String
        let requirements: String
        let command: String

        private enum CodingKeys: String, CodingKey {
            case command
            case indexURL = "index_url"
            case pipConf = "pip_conf"
            case requirements = "requirements_txt"
        }
    }

    struct Contents: Encodable, Sendable {
        struct Member: Encodable, Sendable {
            let path: String
            let type: String
            let size: Nullable<Int64>
        }

        let members: [Member]
        /// Whether there are more than these.
        let isCut: Bool

        private enum CodingKeys: String, CodingKey {
            case members
            case isCut = "truncated"
        }
    }

    struct Digests: Encodable, Sendable {
        let md5: String
        let sha1: String
        let sha256: String
        let sha512: String
        let blake2b256: String

        private enum CodingKeys: String, CodingKey {
            case md5, sha1, sha256, sha512
            case blake2b256 = "blake2b_256"
        }
    }

    let filename: String
    let installation: Installation
    let contents: Nullable<Contents>
    let digests: Digests
    let summary: Nullable<String>
    let registryName: String
    let visibility: String
    let distribution: Distribution
    let metadata: Nullable<Metadata>
    let pushedAt: String
    let totalFiles: Nullable<Int>
    let totalDirectories: Nullable<Int>
    let dependencyCount: Int
    let dependencies: [String]
    let size: Int64
    let downloads: Int
    let yanked: Nullable<String>

    private enum CodingKeys: String, CodingKey {
        case filename, installation, contents, digests, summary, visibility, distribution, metadata, dependencies
        case size, downloads, yanked
        case registryName = "registry_name"
        case pushedAt = "pushed_at"
        case totalFiles = "total_files"
        case totalDirectories = "total_directories"
        case dependencyCount = "dependency_count"
    }

    struct Distribution: Encodable, Sendable {
        let name: String
        let version: String
        let type: String
    }

    struct Metadata: Encodable, Sendable {
        let homePage: Nullable<String>
        let license: Nullable<String>
        let author: Nullable<String>
        let maintainer: Nullable<String>
        let keywords: [String]
        let classifiers: [String]
        let requiresPython: Nullable<String>
        let projectURLs: [String: String]

        private enum CodingKeys: String, CodingKey {
            case license, author, maintainer, keywords, classifiers
            case homePage = "home_page"
            case requiresPython = "requires_python"
            case projectURLs = "project_urls"
        }
    }
}

extension BuildkitePackageDetails {
    /// Members of the archive that are listed at most.
    static let memberLimit = 1000

    /// - Parameter members: of the archive, one more than are listed where there are more; nil where it cannot be read.
    init(_ details: FileDetails, members: [FileMember]?, _ links: BuildkiteLinks) {
        let file = details.file
        filename = file.filename
        installation = Installation(details, index: links.index(of: file.registry))
        contents = Nullable(members.map(Contents.init))
        digests = Digests(
            md5: file.digests[.md5].hex, sha1: file.digests[.sha1].hex, sha256: file.digests.sha256.hex,
            sha512: file.digests[.sha512].hex, blake2b256: file.digests[.blake2b256].hex)
        summary = Nullable(file.summary)
        registryName = details.registryName
        visibility = details.isPublic ? "public" : "private"
        distribution = Distribution(name: file.project, version: file.version, type: file.kind.rawValue)
        metadata = Nullable(Metadata(details))
        pushedAt = Timestamp.text(file.uploaded)
        totalFiles = Nullable(details.archiveFiles)
        totalDirectories = Nullable(details.archiveDirectories)
        dependencyCount = details.dependencyCount
        dependencies = details.dependencies
        size = file.size
        downloads = details.downloads.total
        yanked = Nullable(file.yanked)
    }
}

extension BuildkitePackageDetails.Installation {
    /// - Parameter index: where the registry's index is.
    init(_ details: FileDetails, index: String) {
        // Whoever reads a private registry puts a token between the slashes and the host.
        let url = details.isPublic ? index : index.withCredentials("buildkite:{registry.read.token}")
        indexURL = index
        pipConf = "[global]\nextra-index-url=\"\(url)\"\n"
        requirements = "--extra-index-url=\"\(url)\"\n"
        command = "pip install \(details.file.project)==\(details.file.version)"
    }
}

extension BuildkitePackageDetails.Contents {
    init(_ found: [FileMember]) {
        let limit = BuildkitePackageDetails.memberLimit
        isCut = found.count > limit
        members = found.prefix(limit).map { member in
            let type = member.isDirectory.map { $0 ? "directory" : "file" } ?? "other"
            return Member(path: member.path, type: type, size: Nullable(member.size))
        }
    }
}

extension BuildkitePackageDetails.Metadata {
    /// Nil where the file has none that can be read.
    init?(_ details: FileDetails) {
        guard let metadata = details.metadata else { return nil }
        homePage = Nullable(metadata.homePage)
        license = Nullable(metadata.licenseExpression ?? metadata.license)
        author = Nullable(metadata.author ?? metadata.authorEmail)
        maintainer = Nullable(metadata.maintainer ?? metadata.maintainerEmail)
        keywords = metadata.keywords
        classifiers = metadata.classifiers
        requiresPython = Nullable(details.file.requiresPython)
        projectURLs = Dictionary(metadata.projectURLs.map { ($0.label, $0.url) }) { first, _ in first }
    }
}

extension String {
    /// A URL with a user and a password in it.
    fileprivate func withCredentials(_ credentials: String) -> String {
        guard let slashes = firstRange(of: "://") else { return self }
        return self[..<slashes.upperBound] + credentials + "@" + self[slashes.upperBound...]
    }
}
