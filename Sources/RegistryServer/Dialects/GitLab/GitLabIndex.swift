internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

// What installers read: of a project, and of all projects of a group that the caller may read.

extension GitLabDialect {
    func showProjectIndex(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        return try await services.pages.root(in: passage.path, as: try edition(passage, context), request)
    }

    func showProjectPackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        return try await page([passage.path], try edition(passage, context), request, context)
    }

    func sendProjectFile(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        return try await send([passage.path], isPublic: passage.isPublic, request, context)
    }

    func showGroupIndex(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.readingGroup(request, context)
        return try await services.pages.root(
            in: passage.registries.map(\.path), as: try edition(passage, context), request)
    }

    func showGroupPackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.readingGroup(request, context)
        return try await page(passage.registries.map(\.path), try edition(passage, context), request, context)
    }

    func sendGroupFile(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.readingGroup(request, context)
        return try await send(passage.registries.map(\.path), isPublic: passage.isPublic, request, context)
    }

    private func page(
        _ paths: [RegistryPath], _ edition: SimpleEdition, _ request: Request, _ context: ServerContext
    ) async throws -> Response {
        if let page = try await services.pages.project(context.parameters["name"], in: paths, as: edition, request) {
            return page
        }
        // Never a redirect to another index: a name that is not here is not there either.
        let response = GitLabErrorBodies.response(to: GitLabProblem.noPackage)
        return services.pages.marked(response, isPublic: edition.isPublic)
    }

    private func send(
        _ paths: [RegistryPath], isPublic: Bool, _ request: Request, _ context: ServerContext
    ) async throws -> Response {
        let filename = context.parameters["filename"]
        guard let digest = ContentDigest(hex: context.parameters["digest"].lowercased()) else {
            throw GitLabProblem.noPackage
        }
        let options = FileResponses.Options(isImmutable: true, isPublic: isPublic)
        let registry = services.registry
        let response = try await services.files.respond(named: filename, request, context, options: options) { name in
            try registry.file(name, with: digest, inFirstOf: paths)
        }
        if let response { return response }
        // A group asks nobody elsewhere.
        guard paths.count == 1, let path = paths.first,
            let fetched = try await services.respondFromUpstream(
                named: filename, digest, in: path, request, context, options: options)
        else { throw GitLabProblem.noPackage }
        return fetched
    }

    // MARK: - Links, which are whole and have numbers

    private func edition(_ passage: GitLabGate.Passage, _ context: ServerContext) throws -> SimpleEdition {
        try edition("projects/\(passage.number)/packages/pypi", isPublic: passage.isPublic, context)
    }

    private func edition(_ passage: GitLabGate.GroupPassage, _ context: ServerContext) throws -> SimpleEdition {
        try edition("groups/\(passage.organization.number)/-/packages/pypi", isPublic: passage.isPublic, context)
    }

    private func edition(_ path: String, isPublic: Bool, _ context: ServerContext) throws -> SimpleEdition {
        let root = "\(try services.publicURL(context))/api/v4/\(path)"
        return SimpleEdition(
            links: SimpleLinks(files: "\(root)/files", projects: "\(root)/simple"), style: .gitlab, isPublic: isPublic)
    }
}
