internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

/// Who asks, and whether they may.
///
/// Scopes are looked at before the registry is: the answer to a token without the scope says nothing about what there
/// is.  After that, a registry that the caller cannot see is answered like one that is not there.
struct BuildkiteGate: Sendable {
    /// The doors of the dialect, which take different credentials.
    enum Door: Sendable {
        /// The REST API: API tokens and OpenID Connect tokens, as `Bearer` only.
        case rest
        /// What installers read: every token, as `Bearer` or in either half of `Basic`.
        case index
        /// The API of 2024-03: API tokens, as `Bearer` or in either half of `Basic`.
        case legacy
    }

    let services: Services

    /// The caller; `Caller.anonymous` only at the door of installers.
    /// - Parameter path: the registry that is asked for: its policy decides about OpenID Connect tokens.
    /// - Throws: `BuildkiteProblem.unauthenticated`.
    func caller(
        at door: Door, of path: RegistryPath?, _ request: Request, _ context: ServerContext
    ) async throws -> Caller {
        let credential = AuthorizationHeader.credential(in: request.headers)
        if door == .rest, case .basic = credential { throw BuildkiteProblem.unauthenticated }
        switch try await services.authenticate(credential, context, acceptsPasswords: false, oidcFor: path) {
        case .anonymous:
            guard door == .index else { throw BuildkiteProblem.unauthenticated }
            return .anonymous
        case .rejected: throw BuildkiteProblem.unauthenticated
        case .caller(let caller):
            // Registry tokens install, and are nothing to the APIs.
            if door != .index, caller.kind == .token(.registry) { throw BuildkiteProblem.unauthenticated }
            context.facts.setCaller(caller.name, tokenID: caller.tokenID)
            return caller
        }
    }

    /// What the caller may do with a registry, where that is at least this.
    /// - Parameters:
    ///   - text: the organization's slug and the registry's, as the client wrote them.
    ///   - role: what it takes besides the scope; nil for reading, which takes what the registry says.
    /// - Throws: `BuildkiteProblem`.
    func registry(
        _ text: (organization: String, registry: String), at door: Door = .rest, needing scope: Scope, as role: Role?,
        _ request: Request, _ context: ServerContext
    ) async throws -> (caller: Caller, path: RegistryPath, access: Access) {
        let path = try? RegistryPath("\(text.organization)/\(text.registry)")
        let caller = try await caller(at: door, of: path, request, context)
        guard caller.scopes.contains(scope.set) else { throw BuildkiteProblem.lacksScope(scope) }
        guard let path else { throw BuildkiteProblem.noRegistry }
        return (caller, path, try access(of: caller, to: path, as: role))
    }

    /// The same for a registry that is not the address's.
    func access(of caller: Caller, to path: RegistryPath, as role: Role?) throws -> Access {
        let access = try services.registry.access(of: caller, to: path)
        guard access.canSee else { throw BuildkiteProblem.noRegistry }
        guard role.map(access.has) ?? access.isReadable else { throw BuildkiteProblem.forbidden }
        return access
    }

    /// What the caller may do with an organization.
    /// - Throws: `BuildkiteProblem`.
    func organization(
        _ slug: String, needing scope: Scope, _ request: Request, _ context: ServerContext
    ) async throws -> (caller: Caller, access: Access) {
        let caller = try await caller(at: .rest, of: nil, request, context)
        guard caller.scopes.contains(scope.set) else { throw BuildkiteProblem.lacksScope(scope) }
        let access = try services.registry.access(of: caller, toOrganization: slug)
        guard access.canSee else { throw BuildkiteProblem.noRegistry }
        return (caller, access)
    }

    /// A registry whose index or files are to be read.
    ///
    /// Who shows nothing gets the same answer for what is private and for what is not there, and so does who shows
    /// something that does not reach it.
    /// - Throws: `BuildkiteProblem`.
    func reading(
        _ text: (organization: String, registry: String), _ request: Request, _ context: ServerContext
    ) async throws -> (path: RegistryPath, isPublic: Bool) {
        let path = try? RegistryPath("\(text.organization)/\(text.registry)")
        let caller = try await caller(at: .index, of: path, request, context)
        let access = try path.map { try services.registry.access(of: caller, to: $0) }
        // A token that is dormant or lacks a scope takes nothing away that everybody has.
        if let path, let access, access.exists, access.isPublic { return (path, true) }
        guard caller.isAuthenticated else { throw BuildkiteProblem.unauthenticated }
        guard caller.scopes.contains(.readPackages) else { throw BuildkiteProblem.lacksScope(.readPackages) }
        guard let path, let access, access.canSee else { throw BuildkiteProblem.noRegistry }
        guard access.isReadable else { throw BuildkiteProblem.forbidden }
        return (path, false)
    }
}
