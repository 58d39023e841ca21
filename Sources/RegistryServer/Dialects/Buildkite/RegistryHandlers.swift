internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Registries through the REST API.

extension BuildkiteDialect {
    func createRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let slug = context.parameters["organization"]
        let (caller, access) = try await gate.organization(slug, needing: .writeRegistries, request, context)
        guard access.has(.admin) else { throw BuildkiteProblem.forbidden }
        let (name, settings) = try RegistryFields(await body(of: request)).settings()
        let (registry, actor) = (services.registry, actor(caller, context))
        let created = try await services.blocking.run {
            try registry.createRegistry(named: name, in: slug, settings: settings, by: actor)
        }
        return try JSONAnswer.of(.ok, BuildkiteRegistry(created, try links(context)))
    }

    func listRegistries(_ request: Request, _ context: ServerContext) async throws -> Response {
        let slug = context.parameters["organization"]
        let (caller, _) = try await gate.organization(slug, needing: .readRegistries, request, context)
        let (registry, links) = (services.registry, try links(context))
        let visible = try await services.blocking.run {
            try registry.registries(in: slug).compactMap { info -> BuildkiteRegistry? in
                let access = try registry.access(of: caller, to: info.path)
                return access.isReadable ? BuildkiteRegistry(info, links, for: access) : nil
            }
        }
        return try JSONAnswer.of(.ok, visible)
    }

    func showRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, path, access) = try await gate.registry(
            context.registryText, needing: .readRegistries, as: nil, request, context)
        let registry = services.registry
        let info = try await services.blocking.run { try registry.registry(at: path, isCounting: false) }
        return try JSONAnswer.of(.ok, BuildkiteRegistry(info, try links(context), for: access))
    }

    func updateRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .writeRegistries, as: .admin, request, context)
        let changes = try RegistryFields(await body(of: request)).changes()
        let (registry, actor) = (services.registry, actor(caller, context))
        let updated = try await services.blocking.run { try registry.updateRegistry(path, changes, by: actor) }
        return try JSONAnswer.of(.ok, BuildkiteRegistry(updated, try links(context)))
    }

    func deleteRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .deleteRegistries, as: .admin, request, context)
        let (registry, actor) = (services.registry, actor(caller, context))
        try await services.blocking.run { try registry.deleteRegistry(path, force: true, by: actor) }
        return try JSONAnswer.of(.ok, [String: String]())
    }

    /// The body of a REST request.
    func body(of request: Request) async throws -> JSONBody {
        try await JSONBody.read(request, limitBytes: services.limits.jsonBytes)
    }
}
