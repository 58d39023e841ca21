internal import ContentStore
internal import Secrets

extension Registry {
    /// All users, by name.
    public func users() throws(RegistryError) -> [User] {
        try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in
                var users: [User] = []
                try snapshot.scanRecords(under: AccountKey.users) { key, payload throws(StoreError) in
                    guard let record = UserRecord(decoding: payload) else {
                        throw .indexRowCorrupt(table: "record", key: RecordKey.rest(of: key, after: []))
                    }
                    users.append(record.user)
                    return true
                }
                return users
            }
        }
    }

    /// One user, whatever the case of the name.
    /// - Throws: `noSuchUser`.
    public func user(_ name: String) throws(RegistryError) -> User {
        try read { (snapshot) throws(RegistryError) in try snapshot.existingUser(name).record.user }
    }

    /// Makes a user.  Computing the password's hash takes a tenth of a second.
    /// - Throws: `invalidUserName`, `invalidPassword`, `textTooLong`, `userExists`.
    @discardableResult
    public func createUser(_ new: NewUser, by actor: Actor = .local) throws(RegistryError) -> User {
        guard let key = UserName.key(new.name) else { throw .invalidUserName(new.name) }
        try Self.check(new.displayName, email: new.email)
        // Before the transaction: others write meanwhile.
        let hash = try new.password.map { password throws(RegistryError) in try passwordHash(of: password) }
        return try write { (change) throws(RegistryError) in
            guard try change.user(key) == nil else { throw .userExists(new.name) }
            let record = UserRecord(
                id: FileID.random(at: change.now).description, new, created: change.now, password: hash)
            try change.put(record.encoded, for: AccountKey.user(key))
            try change.audit(.userCreate, key, new.isSiteAdministrator ? "site administrator" : "", by: actor)
            return record.user
        }
    }

    /// Changes a user's record; takes effect with the next request of theirs.
    /// - Throws: `noSuchUser`, `textTooLong`.
    @discardableResult
    public func updateUser(
        _ name: String, _ changes: UserChanges, by actor: Actor = .local
    ) throws(RegistryError) -> User {
        try Self.check(changes.displayName ?? "", email: changes.email ?? "")
        return try write { (change) throws(RegistryError) in
            var (key, record) = try change.existingUser(name)
            var words: [String] = []
            if let displayName = changes.displayName, displayName != record.displayName {
                record.displayName = displayName
                words.append("display name")
            }
            if let email = changes.email, email != record.email {
                record.email = email
                words.append("email")
            }
            if let isSiteAdministrator = changes.isSiteAdministrator,
                isSiteAdministrator != record.isSiteAdministrator
            {
                record.isSiteAdministrator = isSiteAdministrator
                words.append(isSiteAdministrator ? "site administrator" : "no site administrator")
            }
            if let isActive = changes.isActive, isActive != record.isActive {
                record.isActive = isActive
                words.append(isActive ? "activated" : "deactivated")
            }
            guard !words.isEmpty else { return record.user }
            record.stamp = .random(in: .min ... .max)
            try change.put(record.encoded, for: AccountKey.user(key))
            try change.audit(.userUpdate, key, words.joined(separator: ", "), by: actor)
            return record.user
        }
    }

    /// Gives a user another password, or none; the old one is worth nothing from the next request on.
    /// - Throws: `noSuchUser`, `invalidPassword`.
    public func setPassword(
        _ password: String?, of name: String, by actor: Actor = .local
    ) throws(RegistryError) {
        let hash = try password.map { password throws(RegistryError) in try passwordHash(of: password) }
        try write { (change) throws(RegistryError) in
            var (key, record) = try change.existingUser(name)
            record.password = hash
            record.stamp = .random(in: .min ... .max)
            try change.put(record.encoded, for: AccountKey.user(key))
            try change.audit(.userPassword, key, hash == nil ? "removed" : "set", by: actor)
        }
    }

    /// Deletes a user with their grants and tokens.  What they published stays.
    /// - Throws: `noSuchUser`.
    public func deleteUser(_ name: String, by actor: Actor = .local) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            let (key, _) = try change.existingUser(name)
            try change.deleteTokens(of: .user(key))
            try change.deleteGrants(of: key)
            try change.remove(AccountKey.user(key))
            try change.audit(.userDelete, key, by: actor)
        }
    }

    /// Bytes of a password that are looked at: hashing is not to be made slow by sending much.
    static let passwordLimit = 1024

    private func passwordHash(of password: String) throws(RegistryError) -> PasswordHash {
        guard password.count >= 8 else { throw .invalidPassword(problem: "it has fewer than 8 characters") }
        guard password.utf8.count <= Self.passwordLimit else {
            throw .invalidPassword(problem: "it has more than \(Self.passwordLimit) bytes")
        }
        guard SecretToken(password) == nil else { throw .invalidPassword(problem: "it looks like a token") }
        return PasswordHash(of: password, cost: options.passwordCost)
    }

    private static func check(_ displayName: String, email: String) throws(RegistryError) {
        try check(displayName, "the display name", limitBytes: 200)
        try check(email, "the e-mail address", limitBytes: 254)
    }
}

extension StoreSnapshot {
    /// The user of this key (the name in lower case).
    func user(_ key: String) throws(RegistryError) -> UserRecord? {
        try decodedRecord(AccountKey.user(key), named: "user \(key)", UserRecord.init(decoding:))
    }

    /// The user who must be there, and the key of their record.
    func existingUser(_ name: String) throws(RegistryError) -> (key: String, record: UserRecord) {
        guard let key = UserName.key(name), let record = try user(key) else { throw .noSuchUser(name) }
        return (key, record)
    }
}
