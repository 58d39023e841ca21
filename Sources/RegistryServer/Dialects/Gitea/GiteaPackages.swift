internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

// The part of the REST API that looks at packages and deletes them.

extension GiteaDialect {
    private static let readScope = (scope: ScopeSet.readPackages, name: "read:package")
    private static let writeScope = (scope: ScopeSet.deletePackages, name: "write:package")

    func listPackages(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.managing(needing: Self.readScope, request, context)
        let parameters = request.uri.queryParameters
        let type = parameters["type"].map(String.init) ?? ""
        let page = GiteaPaging(request.uri)
        var query = ReleaseQuery()
        query.identity = .lowercased
        query.offset = page.offset
        query.limit = page.limit
        if let text = parameters["q"].map(String.init), !text.isEmpty { query.projects = .containing(text) }
        // Packages of another kind there are none.
        let isEmpty = !passage.exists || (!type.isEmpty && type != "pypi")
        let found = try await releases(isEmpty ? [] : [passage.path], query)
        var headers: HTTPFields = [.totalCount: "\(found.total)"]
        let list = "\(try services.publicURL(context))/api/v1/packages/\(passage.path.organization)"
        headers[.link] = page.links(
            list, total: found.total, query: ["type": type, "q": parameters["q"].map(String.init) ?? ""])
        return try JSONAnswer.of(.ok, try packages(found.releases, of: passage, context), headers: headers)
    }

    func listVersions(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.managing(needing: Self.readScope, request, context)
        let page = GiteaPaging(request.uri)
        var query = Self.query(for: context.parameters["project"])
        query.offset = page.offset
        query.limit = page.limit
        let found = try await releases(passage.exists ? [passage.path] : [], query)
        guard found.total > 0 else { throw GiteaProblem.noProject }
        let list =
            "\(try services.publicURL(context))/api/v1/packages/\(passage.path.organization)/pypi/"
            + PathSegment.encoded(context.parameters["project"])
        var headers: HTTPFields = [.totalCount: "\(found.total)"]
        headers[.link] = page.links(list, total: found.total, query: [:])
        return try JSONAnswer.of(.ok, try packages(found.releases, of: passage, context), headers: headers)
    }

    func showLatest(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.managing(needing: Self.readScope, request, context)
        var query = Self.query(for: context.parameters["project"])
        query.limit = 1
        let found = try await releases(passage.exists ? [passage.path] : [], query)
        guard let package = try packages(found.releases, of: passage, context).first else {
            throw GiteaProblem.noProject
        }
        return try JSONAnswer.of(.ok, package)
    }

    func showVersion(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.managing(needing: Self.readScope, request, context)
        var query = Self.query(for: context.parameters["project"])
        query.version = context.parameters["version"]
        let found = try await releases(passage.exists ? [passage.path] : [], query)
        guard let package = try packages(found.releases, of: passage, context).first else {
            throw GiteaProblem.noVersion
        }
        return try JSONAnswer.of(.ok, package)
    }

    func listFiles(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.managing(needing: Self.readScope, request, context)
        return try JSONAnswer.of(.ok, try await release(passage, context).files.map(GiteaFile.init))
    }

    func deleteVersion(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.managing(needing: Self.writeScope, as: .writer, request, context)
        let release = try await release(passage, context)
        let (registry, actor) = (services.registry, actor(passage.caller, context))
        try await services.blocking.run {
            let selections = release.files.map { FileSelection.file($0.id, in: passage.path) }
            _ = try registry.delete(selections, by: actor)
        }
        return Response(status: .noContent)
    }

    private static func query(for project: String) -> ReleaseQuery {
        var query = ReleaseQuery()
        query.projects = .named(project)
        query.identity = .lowercased
        return query
    }

    private func releases(_ paths: [RegistryPath], _ query: ReleaseQuery) async throws -> ReleasePage {
        let registry = services.registry
        return try await services.blocking.run { try registry.releases(in: paths, matching: query) }
    }

    private func release(_ passage: GiteaGate.Passage, _ context: ServerContext) async throws -> ReleaseView {
        let (project, version) = (context.parameters["project"], context.parameters["version"])
        let registry = services.registry
        let found = try await services.blocking.run {
            passage.exists
                ? try registry.release(of: project, version: version, in: passage.path, identity: .lowercased) : nil
        }
        guard let found else { throw GiteaProblem.noVersion }
        return found
    }

    private func packages(
        _ releases: [ReleaseSummary], of passage: GiteaGate.Passage, _ context: ServerContext
    ) throws -> [GiteaPackage] {
        let base = try services.publicURL(context)
        let owner = GiteaUser(try services.registry.organization(passage.path.organization))
        var creators: [String: GiteaUser] = [:]
        for name in Set(releases.compactMap(\.uploader)) {
            // A user who has gone made it nevertheless, but there is nothing to show.
            creators[name] = (try? services.registry.user(name)).map(GiteaUser.init)
        }
        return releases.map { release in
            GiteaPackage(release, owner: owner, creator: release.uploader.flatMap { creators[$0] }, base: base)
        }
    }
}

/// Numbered pages, as Gitea's lists have them.
struct GiteaPaging: Equatable {
    /// From 1 on.
    let page: Int
    /// Entries on a page: 1 to 50.
    let limit: Int

    /// Reads `page` and `limit`; what is no number there counts as not given.
    init(_ uri: URI) {
        page = max(1, uri.queryParameters["page"].flatMap { Int($0) } ?? 1)
        limit = min(50, max(1, uri.queryParameters["limit"].flatMap { Int($0) } ?? 30))
    }

    /// Entries on the pages before.
    var offset: Int { min(page - 1, ReleaseQuery.offsetLimit / limit) * limit }

    /// The value of a `Link` field (RFC 8288); nil where there is one page only.
    /// - Parameter query: what else the links ask for; empty values are left out.
    func links(_ list: String, total: Int, query: KeyValuePairs<String, String>) -> String? {
        let last = max(1, (total + limit - 1) / limit)
        guard last > 1 else { return nil }
        let rest = query.filter { !$0.value.isEmpty }.map { "&\($0.key)=\(PathSegment.encoded($0.value))" }.joined()
        func link(_ page: Int, _ relation: String) -> String {
            "<\(list)?page=\(page)&limit=\(limit)\(rest)>; rel=\"\(relation)\""
        }
        var links: [String] = []
        if page < last {
            links.append(link(page + 1, "next"))
            links.append(link(last, "last"))
        }
        if page > 1 {
            links.append(link(1, "first"))
            links.append(link(page - 1, "prev"))
        }
        return links.joined(separator: ",")
    }
}

extension HTTPField.Name {
    /// How many entries a list has on all its pages.
    static let totalCount = HTTPField.Name(validated: "X-Total-Count")
    /// Where the neighbours of a page are (RFC 8288).
    static let link = HTTPField.Name(validated: "Link")
}
