internal import ContentStore

extension Registry {
    /// Gives a user a role, in place of the one they may have there.
    /// - Throws: `noSuchUser`, `noSuchOrganization`, `noSuchRegistry`.
    public func grant(
        _ role: Role, to user: String, on target: GrantTarget, by actor: Actor = .local
    ) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            let (key, _) = try change.existingUser(user)
            let stored = try change.stored(target)
            try change.put([UInt8(role.rawValue)], for: AccountKey.grant(of: key, on: stored))
            try change.put([], for: AccountKey.grant(on: stored, to: key))
            try change.audit(.grantCreate, "\(target)", "\(role.name) to \(key)", by: actor)
        }
    }

    /// Takes a user's role away.
    /// - Throws: `noSuchGrant` where they have none there; `noSuchUser`, `noSuchOrganization`, `noSuchRegistry`.
    public func revokeGrant(
        of user: String, on target: GrantTarget, by actor: Actor = .local
    ) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            let (key, _) = try change.existingUser(user)
            let stored = try change.stored(target)
            guard try change.role(of: key, on: stored) != nil else {
                throw .noSuchGrant(user: key, target: "\(target)")
            }
            try change.remove(AccountKey.grant(of: key, on: stored))
            try change.remove(AccountKey.grant(on: stored, to: key))
            try change.audit(.grantDelete, "\(target)", "of \(key)", by: actor)
        }
    }

    /// Where a user has which role.
    /// - Throws: `noSuchUser`.
    public func grants(of user: String) throws(RegistryError) -> [Grant] {
        try read { (snapshot) throws(RegistryError) in
            let (key, _) = try snapshot.existingUser(user)
            var grants: [Grant] = []
            for (stored, role) in try snapshot.storedGrants(of: key) {
                guard let target = try snapshot.target(stored) else { continue }
                grants.append(Grant(user: key, target: target, role: role))
            }
            return grants
        }
    }

    /// Who has which role somewhere, by name.
    /// - Throws: `noSuchOrganization`, `noSuchRegistry`.
    public func grants(on target: GrantTarget) throws(RegistryError) -> [Grant] {
        try read { (snapshot) throws(RegistryError) in
            let stored = try snapshot.stored(target)
            var grants: [Grant] = []
            for user in try snapshot.texts(under: AccountKey.grants(on: stored)) {
                guard let role = try snapshot.role(of: user, on: stored) else { continue }
                grants.append(Grant(user: user, target: target, role: role))
            }
            return grants
        }
    }
}

extension StoreSnapshot {
    /// As it is stored; what it names must be there.
    func stored(_ target: GrantTarget) throws(RegistryError) -> StoredTarget {
        switch target {
        case .organization(let slug):
            guard try organization(slug) != nil else { throw .noSuchOrganization(slug) }
            return .organization(slug)
        case .registry(let path): return .registry(id: try existingRegistry(at: path).id)
        }
    }

    /// As people write it; nil where it is gone.
    func target(_ stored: StoredTarget) throws(RegistryError) -> GrantTarget? {
        switch stored {
        case .organization(let slug): .organization(slug)
        case .registry(let id): try registryPath(id: id).map(GrantTarget.registry)
        }
    }

    /// The role that a user was given there itself.
    func role(of user: String, on target: StoredTarget) throws(RegistryError) -> Role? {
        try decodedRecord(AccountKey.grant(of: user, on: target), named: "a grant to \(user)") { payload in
            payload.count == 1 ? Role(rawValue: Int(payload[0])) : nil
        }
    }

    /// All that a user was given.
    func storedGrants(of user: String) throws(RegistryError) -> [(target: StoredTarget, role: Role)] {
        do throws(StoreError) {
            let prefix = AccountKey.grants(of: user)
            var grants: [(StoredTarget, Role)] = []
            try scanRecords(under: prefix) { key, payload throws(StoreError) in
                guard let target = StoredTarget(key.dropFirst(prefix.count)), payload.count == 1,
                    let role = Role(rawValue: Int(payload[0]))
                else { throw .indexRowCorrupt(table: "record", key: "a grant to \(user)") }
                grants.append((target, role))
                return true
            }
            return grants
        } catch {
            throw .store(error)
        }
    }

    /// What follows `prefix` in every key that begins with it.
    func texts(under prefix: [UInt8]) throws(RegistryError) -> [String] {
        do throws(StoreError) {
            var texts: [String] = []
            try scanRecords(under: prefix) { key, _ in
                texts.append(RecordKey.rest(of: key, after: prefix))
                return true
            }
            return texts
        } catch {
            throw .store(error)
        }
    }
}

extension StoreChange {
    /// Takes away everything that a user was given.
    func deleteGrants(of user: String) throws(RegistryError) {
        for (target, _) in try storedGrants(of: user) {
            try remove(AccountKey.grant(of: user, on: target))
            try remove(AccountKey.grant(on: target, to: user))
        }
    }

    /// Takes away everything that anybody was given there, and all tokens that were limited to it.
    func deleteAccounts(on target: StoredTarget) throws(RegistryError) {
        for user in try texts(under: AccountKey.grants(on: target)) {
            try remove(AccountKey.grant(of: user, on: target))
            try remove(AccountKey.grant(on: target, to: user))
        }
        try deleteTokens(of: .target(target))
    }
}
