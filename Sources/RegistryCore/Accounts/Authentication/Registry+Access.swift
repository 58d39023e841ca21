internal import ContentStore

extension Registry {
    /// What a caller may do with a registry; answers for a registry that is not there, too.  Three or four look-ups.
    public func access(of caller: Caller, to path: RegistryPath) throws(RegistryError) -> Access {
        try read { (snapshot) throws(RegistryError) in
            let organization = try snapshot.organization(path.organization)
            let record = try snapshot.registryRecord(at: path)
            let reach = caller.reaches(organization: path.organization, registryID: record?.id)
            return Access(
                organization: path.organization, path: path, registryID: record?.id, exists: record != nil,
                organizationExists: organization != nil,
                kind: record?.kind, visibility: Self.visibility(of: record, in: organization),
                organizationVisibility: organization?.visibility ?? .private,
                role: try snapshot.role(of: caller, in: path.organization, registryID: record?.id),
                scopes: caller.scopes, isAuthenticated: caller.isAuthenticated,
                isSignedInUser: reach && (caller.userName != nil || caller.kind == .local), hasRoleInside: false)
        }
    }

    /// Whether a caller may have registries shown in a composite one: whoever reads that reads them, so it takes what it
    /// takes to grant that.  Members that were there already may stay.
    /// - Throws: `invalidMember`, with `unknown` for what the caller cannot see, as for what is not there.
    public func checkMembers(
        _ members: [RegistryPath], instead current: [RegistryMember], of caller: Caller
    ) throws(RegistryError) {
        for path in members where !current.contains(where: { $0.path == path }) {
            let access = try access(of: caller, to: path)
            guard access.canSee else { throw .invalidMember(path, .unknown) }
            guard access.has(.admin) else { throw .invalidMember(path, .notAdministered) }
        }
    }

    /// Who may read a registry without a role.
    private static func visibility(
        of record: RegistryRecord?, in organization: OrganizationRecord?
    ) -> Visibility {
        switch record?.kind {
        case .source?: max(record?.visibility ?? .private, organization?.visibility ?? .private)
        // Another index's files are shown to whom the registry itself is open, not to whom its organization is.
        case .upstream?: record?.visibility ?? .private
        case .composite?: .private
        case nil: organization?.visibility ?? .private
        }
    }

    /// What a caller may do with an organization.
    public func access(of caller: Caller, toOrganization slug: String) throws(RegistryError) -> Access {
        try read { (snapshot) throws(RegistryError) in
            // Whatever comes from outside may be longer than a key.
            let organization =
                Slug.isValid(slug, allowsUnderscores: true) ? try snapshot.organization(slug) : nil
            let reach = caller.reaches(organization: slug, registryID: nil)
            let visibility = organization?.visibility ?? .private
            return Access(
                organization: slug, path: nil, registryID: nil, exists: organization != nil,
                organizationExists: organization != nil, kind: nil, visibility: visibility,
                organizationVisibility: visibility,
                role: organization == nil ? nil : try snapshot.role(of: caller, in: slug, registryID: nil),
                scopes: caller.scopes, isAuthenticated: caller.isAuthenticated,
                isSignedInUser: reach && (caller.userName != nil || caller.kind == .local),
                hasRoleInside: organization == nil ? false : try snapshot.hasRole(caller, inside: slug))
        }
    }
}

extension Registry {
    /// The text of a registry's policy for OpenID Connect tokens; nil where it has none, or there is no such registry.
    /// One look-up.
    public func oidcPolicy(of path: RegistryPath) throws(RegistryError) -> String? {
        try read { (snapshot) throws(RegistryError) in try snapshot.registryRecord(at: path)?.oidcPolicy }
    }

    /// The caller that a registry's policy for OpenID Connect makes of a job; nil where there is no such registry.
    /// - Parameters:
    ///   - subject: the verified token's subject, for logs.
    ///   - scopes: what the policy grants; of registries that take no uploads, reading at most.
    public func job(
        subject: String, scopes: ScopeSet, in path: RegistryPath
    ) throws(RegistryError) -> Caller? {
        guard let record = try read({ (snapshot) throws(RegistryError) in try snapshot.registryRecord(at: path) })
        else { return nil }
        return Caller(
            kind: .oidc, name: FileRecord.cut(subject, to: 255),
            scopes: scopes.intersection(record.kind == .source ? .packages : .readPackages),
            limit: .registry(id: record.id))
    }
}

extension Caller {
    /// Whether the credential is good for something there.
    func reaches(organization: String, registryID: String?) -> Bool {
        switch limit {
        case nil: true
        case .organization(let slug): slug == organization
        case .registry(let id): id == registryID
        }
    }
}

extension StoreSnapshot {
    /// What a caller is to an organization, or to one of its registries; nil for a stranger.
    fileprivate func role(
        of caller: Caller, in organization: String, registryID: String?
    ) throws(RegistryError) -> Role? {
        guard caller.isAuthenticated, caller.reaches(organization: organization, registryID: registryID) else {
            return nil
        }
        if caller.isSiteAdministrator { return .admin }
        guard let user = caller.userName else {
            // Nobody's token, or a job's: its scopes say what it is.  It always has a limit.
            return caller.limit == nil ? nil : caller.scopes.leastRole
        }
        let there = try role(of: user, on: .organization(organization))
        let here = try registryID.map { id throws(RegistryError) in try role(of: user, on: .registry(id: id)) } ?? nil
        return [there, here].compactMap(\.self).max()
    }

    /// Whether a caller has a role in a registry of the organization.
    fileprivate func hasRole(_ caller: Caller, inside organization: String) throws(RegistryError) -> Bool {
        if let user = caller.userName {
            for (target, _) in try storedGrants(of: user) {
                guard case .registry(let id) = target, caller.reaches(organization: organization, registryID: id)
                else { continue }
                if try registryPath(id: id)?.organization == organization { return true }
            }
            return false
        }
        guard case .registry(let id) = caller.limit else { return false }
        return try registryPath(id: id)?.organization == organization
    }
}
