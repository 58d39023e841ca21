internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

/// Who asks, and whether they may.
///
/// A project that is not there is 404 for everybody.  One that is private asks strangers who they are, and is not there
/// for those who have said so and are nothing to it.
struct GitLabGate: Sendable {
    /// A project that the caller may do something with.
    struct Passage: Sendable {
        let caller: Caller
        let path: RegistryPath
        /// What links have.
        let number: UInt64
        /// Whether everybody may read it.
        let isPublic: Bool
    }

    /// A group, and those of its projects that the caller may read.
    struct GroupPassage: Sendable {
        let caller: Caller
        let organization: OrganizationInfo
        let registries: [RegistryInfo]
        /// Whether everybody may read all of them.
        let isPublic: Bool
    }

    let services: Services

    /// Nobody, for what we have never given to anybody: GitLab ignores that, except from its own jobs.
    /// - Throws: `unauthorized` for what has expired or been revoked, and for a job's or a header's that is unknown.
    private func caller(_ request: Request, _ context: ServerContext) async throws -> Caller {
        let credential = Self.credential(in: request.headers)
        switch try await services.authenticate(credential, context, acceptsPasswords: false) {
        case .anonymous: return .anonymous
        case .caller(let caller):
            context.facts.setCaller(caller.name, tokenID: caller.tokenID)
            return caller
        case .rejected(let reason):
            guard reason == .unknown, case .basic(let user, _) = credential, user != "gitlab-ci-token" else {
                throw GitLabProblem.unauthorized
            }
            context.facts.setNote("unknown credential, ignored")
            return .anonymous
        }
    }

    static func credential(in headers: HTTPFields) -> Credential {
        for name in [HTTPField.Name.privateToken, .deployToken] {
            if let secret = headers[name] { return .secret(secret) }
        }
        return AuthorizationHeader.credential(in: headers)
    }

    // MARK: - Projects

    /// The project, where the caller may install from it.
    /// - Throws: `notFound`, `unauthorized`, `forbidden`.
    func reading(_ request: Request, _ context: ServerContext) async throws -> Passage {
        let caller = try await caller(request, context)
        let (info, access) = try project(context, caller)
        if !access.isPublic {
            guard caller.isAuthenticated else { throw GitLabProblem.unauthorized }
            guard access.canSee else { throw GitLabProblem.notFound }
            guard access.canRead else { throw GitLabProblem.forbidden }
        }
        return Passage(caller: caller, path: info.path, number: info.number, isPublic: access.isPublic)
    }

    /// The project, where the caller may do this with it.
    /// - Throws: `notFound`, `unauthorized`, `forbidden`.
    func changing(
        _ request: Request, _ context: ServerContext, _ mayDo: (Access) -> Bool
    ) async throws -> Passage {
        let caller = try await caller(request, context)
        let (info, access) = try project(context, caller)
        guard caller.isAuthenticated else { throw GitLabProblem.unauthorized }
        guard access.canSee else { throw GitLabProblem.notFound }
        guard mayDo(access) else { throw GitLabProblem.forbidden }
        return Passage(caller: caller, path: info.path, number: info.number, isPublic: access.isPublic)
    }

    private func project(_ context: ServerContext, _ caller: Caller) throws -> (info: RegistryInfo, access: Access) {
        let info = try registry(context.parameters["id"])
        guard let info else { throw GitLabProblem.notFound }
        return (info, try services.registry.access(of: caller, to: info.path))
    }

    private func registry(_ id: String) throws -> RegistryInfo? {
        if let number = Self.number(id) { return try services.registry.registry(number: number) }
        guard let path = try? RegistryPath(id.lowercased()) else { return nil }
        do throws(RegistryError) {
            return try services.registry.registry(at: path, isCounting: false)
        } catch {
            if case .noSuchRegistry = error { return nil }
            throw error
        }
    }

    private func organization(_ id: String) throws -> OrganizationInfo? {
        if let number = Self.number(id) { return try services.registry.organizations().first { $0.number == number } }
        do throws(RegistryError) {
            return try services.registry.organization(id.lowercased())
        } catch {
            if case .noSuchOrganization = error { return nil }
            throw error
        }
    }

    private static func number(_ text: String) -> UInt64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt64(text) : nil
    }

    // MARK: - Groups

    /// The group with what the caller may read of it, in the order of the projects' numbers.
    /// - Throws: `notFound`, `unauthorized`, `forbidden`.
    func readingGroup(_ request: Request, _ context: ServerContext) async throws -> GroupPassage {
        let caller = try await caller(request, context)
        let id = context.parameters["id"]
        // A group may have thousands of projects: that is no work for an event loop.
        return try await services.blocking.run { try group(id, caller) }
    }

    private func group(_ id: String, _ caller: Caller) throws -> GroupPassage {
        guard let organization = try organization(id) else { throw GitLabProblem.notFound }
        var readable: [RegistryInfo] = []
        var isPublic = true
        var isSeen = false
        // What composite registries show is in a group already, and indexes elsewhere are in none.
        for info in try services.registry.registries(in: organization.slug) where info.kind == .source {
            let access = try services.registry.access(of: caller, to: info.path)
            isSeen = isSeen || access.canSee
            guard access.isPublic || access.canRead else { continue }
            readable.append(info)
            isPublic = isPublic && access.isPublic
        }
        if readable.isEmpty {
            let access = try services.registry.access(of: caller, toOrganization: organization.slug)
            isPublic = access.isPublic
            if !access.isPublic {
                guard caller.isAuthenticated else { throw GitLabProblem.unauthorized }
                guard isSeen || access.canSee else { throw GitLabProblem.notFound }
                guard access.canRead else { throw GitLabProblem.forbidden }
            }
        }
        return GroupPassage(
            caller: caller, organization: organization, registries: readable.sorted { $0.number < $1.number },
            isPublic: isPublic)
    }
}

extension HTTPField.Name {
    /// A personal access token, as GitLab's own clients send it.
    static let privateToken = HTTPField.Name(validated: "Private-Token")
    /// A deploy token.
    static let deployToken = HTTPField.Name(validated: "Deploy-Token")
}
