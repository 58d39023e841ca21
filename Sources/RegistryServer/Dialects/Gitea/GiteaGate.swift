internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

/// Who asks, and whether they may.
///
/// Rights come from the owner.  An owner that is not there is said not to be there, as Gitea does; whether a private
/// one has a project is told to nobody who may not read it.
struct GiteaGate: Sendable {
    /// What the caller may do with an owner's registry.
    struct Passage: Sendable {
        let caller: Caller
        let path: RegistryPath
        /// Whether the registry is there; an owner's first upload makes it.
        let exists: Bool
        /// Whether everybody may read it.
        let isPublic: Bool
    }

    let services: Services

    /// The caller.
    /// - Throws: `badCredential`, also where everybody may read; `throttled`.
    func caller(_ request: Request, _ context: ServerContext) async throws -> Caller {
        let credential = AuthorizationHeader.credential(in: request.headers)
        switch try await services.authenticate(credential, context, acceptsPasswords: true) {
        case .anonymous: return .anonymous
        case .rejected(.throttled(let seconds)): throw GiteaProblem.throttled(retryAfterSeconds: seconds)
        case .rejected: throw GiteaProblem.badCredential
        case .caller(let caller):
            context.facts.setCaller(caller.name, tokenID: caller.tokenID)
            return caller
        }
    }

    /// The registry, where the caller may read it.
    /// - Throws: `noOwner`, `noAccess`.
    func reading(_ request: Request, _ context: ServerContext) async throws -> Passage {
        let caller = try await caller(request, context)
        let (path, owner, access) = try accesses(of: caller, context)
        let isReadable = access.exists ? access.canRead : owner.canRead
        guard isReadable else { throw GiteaProblem.noAccess }
        return passage(caller, path, owner, access)
    }

    /// The registry, where the caller may publish to it.
    /// - Throws: `noOwner`, `noAccess`.
    func writing(_ request: Request, _ context: ServerContext) async throws -> Passage {
        let caller = try await caller(request, context)
        let (path, owner, access) = try accesses(of: caller, context)
        guard (access.exists ? access : owner).canPublish else { throw GiteaProblem.noAccess }
        return passage(caller, path, owner, access)
    }

    /// The registry, for the REST API: that wants to know who asks, and says what is missing.
    /// - Parameters:
    ///   - scope: what a token needs, and what Gitea calls it.
    ///   - role: what it takes besides; nil for reading.
    /// - Throws: `tokenRequired`, `lacksScope`, `noOwner`, `forbidden`.
    func managing(
        needing scope: (ScopeSet, name: String), as role: Role? = nil, _ request: Request, _ context: ServerContext
    ) async throws -> Passage {
        let caller = try await caller(request, context)
        guard caller.isAuthenticated else { throw GiteaProblem.tokenRequired }
        guard caller.scopes.isSuperset(of: scope.0) else { throw GiteaProblem.lacksScope(scope.name) }
        let (path, owner, access) = try accesses(of: caller, context)
        let relevant = access.exists ? access : owner
        guard role.map(relevant.has) ?? relevant.isReadable else { throw GiteaProblem.forbidden }
        return passage(caller, path, owner, access)
    }

    private func accesses(
        of caller: Caller, _ context: ServerContext
    ) throws -> (path: RegistryPath, owner: Access, registry: Access) {
        // Owners are one whatever the case; slugs have small letters only.
        let name = context.parameters["owner"].lowercased()
        guard let path = try? RegistryPath("\(name)/\(services.settings.giteaRegistry)") else {
            throw GiteaProblem.noOwner
        }
        let owner = try services.registry.access(of: caller, toOrganization: name)
        guard owner.exists else { throw GiteaProblem.noOwner }
        return (path, owner, try services.registry.access(of: caller, to: path))
    }

    private func passage(_ caller: Caller, _ path: RegistryPath, _ owner: Access, _ access: Access) -> Passage {
        Passage(
            caller: caller, path: path, exists: access.exists,
            isPublic: access.exists ? access.isPublic : owner.isPublic)
    }
}
