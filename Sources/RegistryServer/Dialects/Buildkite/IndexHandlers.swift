internal import Digests
internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

// What installers read.  Both generations of the address show the same pages, whose links lead to the current one.

extension BuildkiteDialect {
    func showIndex(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (path, isPublic) = try await gate.reading(context.registryText, request, context)
        return try await services.pages.root(in: path, as: edition(of: path, isPublic: isPublic), request)
    }

    func showProject(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (path, isPublic) = try await gate.reading(context.registryText, request, context)
        let name = context.parameters["project"]
        let edition = edition(of: path, isPublic: isPublic)
        if let page = try await services.pages.project(name, in: path, as: edition, request) { return page }
        let response = BuildkiteErrorBodies.response(to: BuildkiteProblem.noFile, .index)
        return services.pages.marked(response, isPublic: isPublic)
    }

    func sendFile(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (path, isPublic) = try await gate.reading(context.registryText, request, context)
        guard let digest = ContentDigest(hex: context.parameters["digest"]) else { throw BuildkiteProblem.noFile }
        let filename = context.parameters["filename"]
        let options = FileResponses.Options(isImmutable: true, isPublic: isPublic)
        let registry = services.registry
        let response = try await services.files.respond(named: filename, request, context, options: options) { name in
            try registry.file(name, with: digest, inFirstOf: [path])
        }
        if let response { return response }
        let fetched = try await services.respondFromUpstream(
            named: filename, digest, in: path, request, context, options: options)
        guard let fetched else { throw BuildkiteProblem.noFile }
        return fetched
    }

    /// Links begin with a slash, so that they are right behind any proxy, unless the operator has said where the
    /// server is: then they are whole, which links to attestations have to be.
    private func edition(of path: RegistryPath, isPublic: Bool) -> SimpleEdition {
        let root = "\(services.settings.baseURL ?? "")/\(path)/pypi"
        return SimpleEdition(
            links: SimpleLinks(files: "\(root)/files", projects: "\(root)/simple"), isPublic: isPublic)
    }
}
