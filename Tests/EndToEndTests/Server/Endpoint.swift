import FixtureBuilders
import Foundation
import SystemPackage
import Testing

/// One registry, spoken to in one of the three dialects.
struct Endpoint {
    enum Dialect: String, CaseIterable, CustomTestStringConvertible {
        case buildkite = "Buildkite"
        case gitea = "Gitea"
        case gitLab = "GitLab"
        var testDescription: String { rawValue }

        /// Those that take the form that twine and its like send.
        static let ofForms: [Dialect] = [.gitea, .gitLab]

        /// The user to send with a token.
        var user: String {
            switch self {
            case .buildkite: "buildkite"
            case .gitea: "anyone"
            case .gitLab: "__token__"
            }
        }

        /// The answers to a file that is taken in, and to one whose name is taken.
        var accepted: Int { self == .buildkite ? 200 : 201 }
        var refused: Int {
            switch self {
            case .buildkite: 422
            case .gitea: 409
            case .gitLab: 400
            }
        }
    }

    let site: Site
    let dialect: Dialect
    /// All three reach it: Gitea's registry of an organization is the one of this name.
    let registry = "acme/pypi"
    /// What a developer has: it reads and writes.
    let token: String
    private let number: UInt64

    /// Makes the registry, and a token that reads and writes it.
    init(_ dialect: Dialect, on site: Site, isPublic: Bool = false) async throws {
        self.site = site
        self.dialect = dialect
        try await site.registry(registry, isPublic: isPublic)
        number = try await site.number(of: registry)
        token = try await site.token(scopes: ["read_packages", "write_packages"]).secret
    }

    /// The same registry in another dialect, or behind another server.
    private init(_ other: Endpoint, _ dialect: Dialect, _ site: Site) {
        (token, number) = (other.token, other.number)
        self.site = site
        self.dialect = dialect
    }

    func spoken(in dialect: Dialect) -> Endpoint { Endpoint(self, dialect, site) }

    func at(_ site: Site) -> Endpoint { Endpoint(self, dialect, site) }

    // MARK: Addresses

    /// Paths of the server.
    var uploadPath: String {
        switch dialect {
        case .buildkite: "/v2/packages/organizations/acme/registries/pypi/packages"
        case .gitea: "/api/packages/acme/pypi"
        case .gitLab: "/api/v4/projects/\(number)/packages/pypi"
        }
    }

    var indexPath: String {
        switch dialect {
        case .buildkite: "/acme/pypi/pypi/simple/"
        case .gitea: "/api/packages/acme/pypi/simple/"
        case .gitLab: "/api/v4/projects/\(number)/packages/pypi/simple/"
        }
    }

    var uploadURL: String { site.url + uploadPath }

    /// The index with a token in it; without, where that is empty.
    func index(token: String? = nil) -> String {
        let token = token ?? self.token
        return token.isEmpty ? site.url + indexPath : site.withCredentials(dialect.user, token, indexPath)
    }

    // MARK: Requests by curl

    /// What curl is told of a token in this dialect; nothing, where it is empty.
    func credentials(_ token: String, toPublish: Bool = false) -> [String] {
        if token.isEmpty { return [] }
        // Buildkite's API knows no basic authentication.
        return dialect == .buildkite && toPublish
            ? ["-H", "Authorization: Bearer \(token)"] : ["-u", "\(dialect.user):\(token)"]
    }

    func page(_ project: String, token: String? = nil, _ words: String...) async throws -> Site.Answer {
        try await site.curl(credentials(token ?? self.token) + words + ["\(indexPath)\(project)/"])
    }

    /// The filenames that the project's page lists, and the path of each file.
    func files(_ project: String, token: String? = nil) async throws -> [String: String] {
        let answer = try await page(project, token: token, "-H", "Accept: application/vnd.pypi.simple.v1+json")
        try #require(answer.status == 200, "\(answer)")
        let files = (try answer.json() as? [String: Any])?["files"] as? [[String: Any]]
        let base = try URL(string: "\(site.url)\(indexPath)\(project)/").required("a URL")
        var paths: [String: String] = [:]
        for file in try files.required("no files: \(answer)") {
            let name = try (file["filename"] as? String).required("a filename")
            let url = try (file["url"] as? String).flatMap { URL(string: $0, relativeTo: base) }.required("a URL")
            #expect(url.absoluteString.hasPrefix(site.url + "/"))
            paths[name] = url.path
        }
        return paths
    }

    /// The words for curl that upload one file, `options` among them.
    func upload(
        _ path: String, of file: BuiltDistribution, token: String? = nil, options: [String] = []
    ) -> [String] {
        let form: [String]
        if dialect == .buildkite {
            form = ["-F", "file=@\(path)"]
        } else {
            let parts = file.filename.split(separator: "-")
            let version = parts[1].hasSuffix(".tar.gz") ? parts[1].dropLast(".tar.gz".count) : parts[1]
            let fields = [
                ":action=file_upload", "protocol_version=1", "name=\(parts[0])", "version=\(version)",
                "sha256_digest=\(file.sha256)",
            ]
            form = fields.flatMap { ["-F", $0] } + ["-F", "content=@\(path)"]
        }
        return credentials(token ?? self.token, toPublish: true) + form + options + [uploadPath]
    }

    func upload(_ file: BuiltDistribution, token: String? = nil) async throws -> Site.Answer {
        let path = try site.machine.put([file], in: "uploads")[0]
        return try await site.curl(upload(path, of: file, token: token))
    }

    // MARK: Publishing as people do

    /// Publishes all files as the dialect's document says: by twine, or by a curl for each.
    func publish(_ files: [BuiltDistribution]) async throws {
        if dialect == .buildkite {
            for file in files {
                let answer = try await upload(file)
                try #require(answer.status == 200, "\(answer)")
            }
        } else {
            let paths = try site.machine.put(files, in: "publish")
            try await site.machine.with(["TWINE_USERNAME": dialect.user, "TWINE_PASSWORD": token]).succeed(
                ["twine", "upload", "--repository-url", uploadURL] + paths)
        }
    }

    /// Deletes a version of a project as the dialect's API has it, with a token that may.
    func delete(_ project: String, _ version: String) async throws {
        let token = try await site.token(scopes: ["read_packages", "delete_packages"]).secret
        let bearer = ["-H", "Authorization: Bearer \(token)"]
        let root: String
        let ids: [String]
        switch dialect {
        case .buildkite:
            root = uploadPath
            let list = try await site.curl(bearer + ["\(root)?name=\(project)"])
            let items = (try list.json() as? [String: Any])?["items"] as? [[String: Any]]
            // A package is a file, there.
            ids = try items.required("no items: \(list)").compactMap { $0["id"] as? String }
        case .gitea:
            root = "/api/v1/packages/acme/pypi/\(project)"
            ids = [version]
        case .gitLab:
            root = "/api/v4/projects/\(number)/packages"
            let list = try await site.curl(bearer + ["\(root)?package_name=\(project)"])
            let packages = try (list.json() as? [[String: Any]]).required("no packages: \(list)")
            ids = packages.filter { $0["name"] as? String == project && $0["version"] as? String == version }
                .compactMap { ($0["id"] as? NSNumber)?.stringValue }
        }
        try #require(!ids.isEmpty, "\(project) \(version) is in no list")
        for id in ids {
            let answer = try await site.curl(["-X", "DELETE"] + bearer + ["\(root)/\(id)"])
            #expect(answer.status == (dialect == .buildkite ? 200 : 204), "\(answer)")
        }
    }

    /// All the sample projects, which need one another, and nothing else.
    static func samples() async throws -> [BuiltDistribution] {
        var files: [BuiltDistribution] = []
        for project in SampleProject.modern { files += try await project.distributions() }
        return files
    }
}
