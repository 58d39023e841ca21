internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Registry tokens through the REST API: read-only, for one registry each.

extension BuildkiteDialect {
    func createToken(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .writeRegistries, as: .admin, request, context)
        var new = NewToken(.registry)
        new.description = try await description(in: request)
        new.limit = .registry(path)
        let (registry, actor, given) = (services.registry, actor(caller, context), new)
        let (info, secret) = try await services.blocking.run { try registry.createToken(given, by: actor) }
        var answer = try await describe([info], of: path, context)[0]
        answer.token = secret
        return try JSONAnswer.of(.ok, answer)
    }

    func listTokens(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, path, _) = try await gate.registry(
            context.registryText, needing: .readRegistries, as: .reader, request, context)
        let registry = services.registry
        let tokens = try await services.blocking.run {
            try registry.tokens(.limited(to: .registry(path))).filter { Self.isShown($0, of: path) }
        }
        return try JSONAnswer.of(.ok, try await describe(tokens, of: path, context))
    }

    func showToken(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, path, _) = try await gate.registry(
            context.registryText, needing: .readRegistries, as: .reader, request, context)
        let token = try await token(context.parameters["token"], of: path)
        return try JSONAnswer.of(.ok, try await describe([token], of: path, context)[0])
    }

    func updateToken(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .writeRegistries, as: .admin, request, context)
        let description = try await description(in: request)
        let token = try await token(context.parameters["token"], of: path)
        let (registry, actor) = (services.registry, actor(caller, context))
        let updated = try await services.blocking.run {
            try registry.updateToken(id: token.id, description: description, by: actor)
        }
        return try JSONAnswer.of(.ok, try await describe([updated], of: path, context)[0])
    }

    func deleteToken(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .writeRegistries, as: .admin, request, context)
        let token = try await token(context.parameters["token"], of: path)
        let (registry, actor) = (services.registry, actor(caller, context))
        try await services.blocking.run { try registry.revokeToken(id: token.id, by: actor) }
        return try JSONAnswer.of(.ok, [String: String]())
    }

    private func description(in request: Request) async throws -> String {
        guard case .string(let text)? = try await body(of: request)["description"], !text.isEmpty else {
            throw BuildkiteProblem.invalidField("description", "Description can't be blank")
        }
        return text
    }

    private func token(_ text: String, of path: RegistryPath) async throws -> TokenInfo {
        // Ids of tokens have the form of ids of files; anything else need not be looked for.
        guard let id = FileID(text)?.description else { throw BuildkiteProblem.noToken }
        let registry = services.registry
        return try await services.blocking.run {
            let token: TokenInfo
            do throws(RegistryError) {
                token = try registry.token(id: id)
            } catch .noSuchToken {
                throw BuildkiteProblem.noToken
            }
            guard Self.isShown(token, of: path) else { throw BuildkiteProblem.noToken }
            return token
        }
    }

    /// Deploy tokens and users' own are none of this API's, and what was deleted is not there.
    private static func isShown(_ token: TokenInfo, of path: RegistryPath) -> Bool {
        token.kind == .registry && token.limit == .registry(path) && token.revoked == nil
    }

    private func describe(
        _ tokens: [TokenInfo], of path: RegistryPath, _ context: ServerContext
    ) async throws -> [BuildkiteToken] {
        let (registry, links) = (services.registry, try links(context))
        return try await services.blocking.run {
            let organization = try registry.organization(path.organization)
            let info = try registry.registry(at: path, isCounting: false)
            return tokens.map { token in
                BuildkiteToken(token, creator: try? registry.user(token.createdBy), organization, info, links)
            }
        }
    }
}
