internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

// What installers read.

extension GiteaDialect {
    func showIndex(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        return try await services.pages.root(
            in: passage.exists ? [passage.path] : [], as: try edition(of: passage, context), request)
    }

    func showProject(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        let edition = try edition(of: passage, context)
        let name = context.parameters["project"]
        if passage.exists,
            let page = try await services.pages.project(name, in: passage.path, as: edition, request)
        {
            return page
        }
        return services.pages.marked(GiteaErrorBodies.text(GiteaProblem.noProject), isPublic: passage.isPublic)
    }

    func sendFile(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        guard passage.exists else { throw GiteaProblem.noVersion }
        let filename = context.parameters["filename"]
        let (project, version) = (context.parameters["project"], context.parameters["version"])
        let options = FileResponses.Options(isPublic: passage.isPublic)
        let response = try await services.files.respond(named: filename, request, context, options: options) { name in
            try file(name, project, version, passage.path)
        }
        if let response { return response }
        if let fetched = try await services.respondFromUpstream(
            named: filename, nil, in: passage.path, request, context, options: options)
        {
            return fetched
        }
        let registry = services.registry
        let isVersion = try await services.blocking.run {
            try registry.release(of: project, version: version, in: passage.path, identity: .lowercased) != nil
        }
        throw isVersion ? GiteaProblem.noFile : GiteaProblem.noVersion
    }

    private func file(
        _ filename: String, _ project: String, _ version: String, _ path: RegistryPath
    ) throws -> FileEntry? {
        let version = version.lowercased()
        return try services.registry.files(named: filename, of: project, in: path).first {
            $0.versionText.lowercased() == version || $0.version == version
        }
    }

    /// Links are whole and lead to where the server says it is.
    private func edition(of passage: GiteaGate.Passage, _ context: ServerContext) throws -> SimpleEdition {
        let root = "\(try services.publicURL(context))/api/packages/\(passage.path.organization)/pypi"
        return SimpleEdition(
            links: SimpleLinks(files: "\(root)/files", projects: "\(root)/simple", shape: .version), style: .gitea,
            isPublic: passage.isPublic)
    }
}
