internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Registries through the REST API.

extension BuildkiteDialect {
    func createRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let slug = context.parameters["organization"]
        let (caller, access) = try await gate.organization(slug, needing: .writeRegistries, request, context)
        guard access.has(.admin) else { throw BuildkiteProblem.forbidden }
        let body = try await body(of: request)
        let (name, given) = try RegistryFields(body).settings()
        let fields = try CompositeFields(body)
        let kind = fields.kind ?? .source
        // Which index elsewhere is asked is the operator's to say, with credentials and all.
        guard kind != .upstream else {
            throw BuildkiteProblem.invalidField("type", "Type must be source or composite")
        }
        try Self.check(fields, kind)
        let (registry, actor) = (services.registry, actor(caller, context))
        let (created, reservations) = try await services.blocking.run {
            var settings = given
            settings.kind = kind
            settings.reservations = fields.reservations ?? []
            settings.members = try fields.members(instead: [], in: slug, registry) ?? []
            try registry.checkMembers(settings.members, instead: [], of: caller)
            let created = try registry.createRegistry(named: name, in: slug, settings: settings, by: actor)
            return (created, try registry.reservations(in: created.path))
        }
        return try JSONAnswer.of(.ok, BuildkiteRegistry(created, reservations, try links(context)))
    }

    func listRegistries(_ request: Request, _ context: ServerContext) async throws -> Response {
        let slug = context.parameters["organization"]
        let (caller, _) = try await gate.organization(slug, needing: .readRegistries, request, context)
        let (registry, links) = (services.registry, try links(context))
        let visible = try await services.blocking.run {
            try registry.registries(in: slug).compactMap { info -> BuildkiteRegistry? in
                let access = try registry.access(of: caller, to: info.path)
                return access.isReadable ? BuildkiteRegistry(info, nil, links, for: access) : nil
            }
        }
        return try JSONAnswer.of(.ok, visible)
    }

    func showRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, path, access) = try await gate.registry(
            context.registryText, needing: .readRegistries, as: nil, request, context)
        let registry = services.registry
        let (info, reservations) = try await services.blocking.run {
            (try registry.registry(at: path, isCounting: false), try registry.reservations(in: path))
        }
        return try JSONAnswer.of(.ok, BuildkiteRegistry(info, reservations, try links(context), for: access))
    }

    func updateRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .writeRegistries, as: .admin, request, context)
        let body = try await body(of: request)
        let given = try RegistryFields(body).changes()
        let fields = try CompositeFields(body)
        let (registry, actor) = (services.registry, actor(caller, context))
        let (updated, reservations) = try await services.blocking.run {
            let info = try registry.registry(at: path, isCounting: false)
            guard fields.kind ?? info.kind == info.kind else {
                throw BuildkiteProblem.invalidField("type", "Type cannot be changed")
            }
            try Self.check(fields, info.kind)
            var changes = given
            if info.kind == .composite,
                let members = try fields.members(instead: info.members, in: path.organization, registry)
            {
                try registry.checkMembers(members, instead: info.members, of: caller)
                changes.members = .set(members)
            }
            if let reservations = fields.reservations { changes.reservations = .set(reservations) }
            let updated = try registry.updateRegistry(path, changes, by: actor)
            return (updated, try registry.reservations(in: updated.path))
        }
        return try JSONAnswer.of(.ok, BuildkiteRegistry(updated, reservations, try links(context)))
    }

    func deleteRegistry(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .deleteRegistries, as: .admin, request, context)
        let (registry, actor) = (services.registry, actor(caller, context))
        try await services.blocking.run { try registry.deleteRegistry(path, force: true, by: actor) }
        return try JSONAnswer.of(.ok, [String: String]())
    }

    /// - Throws: `invalidField` where members are given to a registry that has none.
    private static func check(_ fields: CompositeFields, _ kind: RegistryKind) throws(BuildkiteProblem) {
        guard kind != .composite, fields.concernsMembers else { return }
        throw fields.isOfficial == true
            ? .invalidField("official", "Official is for composite registries")
            : .invalidField("upstreams", "Upstreams are for composite registries")
    }

    /// The body of a REST request.
    func body(of request: Request) async throws -> JSONBody {
        try await JSONBody.read(request, limitBytes: services.limits.jsonBytes)
    }
}
