internal import ContentStore
internal import Secrets

extension Registry {
    /// Finds out whose a credential is.
    ///
    /// A token costs one look at the index.  A password costs the same where it was right within the last minutes, and
    /// else blocks for a tenth of a second or longer: see `authenticateWithoutHashing`.
    /// - Parameters:
    ///   - address: where the request comes from, to slow guesses down.
    ///   - acceptsPasswords: whether a user's password is taken at all, or tokens only.
    public func authenticate(
        _ credential: Credential, from address: String? = nil, acceptsPasswords: Bool = true
    ) throws(RegistryError) -> Authentication {
        switch Self.claim(credential, acceptsPasswords: acceptsPasswords) {
        case .nothing: return .anonymous
        case .nonsense: return .rejected(.unknown)
        case .token(let token): return try authenticate(token)
        case .password(let user, let password):
            if let known = try remembered(user, password) { return known }
            return try check(user, password, from: address)
        }
    }

    /// As `authenticate`, for a thread that must not block: nil where a password would have to be hashed.
    public func authenticateWithoutHashing(
        _ credential: Credential, acceptsPasswords: Bool = true
    ) throws(RegistryError) -> Authentication? {
        switch Self.claim(credential, acceptsPasswords: acceptsPasswords) {
        case .nothing: .anonymous
        case .nonsense: .rejected(.unknown)
        case .token(let token): try authenticate(token)
        case .password(let user, let password): try remembered(user, password)
        }
    }

    /// Writes down when tokens were last used; a server calls it every minute or so.
    /// - Returns: how many were noted.
    @discardableResult
    public func flushTokenUse() throws(RegistryError) -> Int {
        let uses = memory.tokenUse.take()
        guard !uses.isEmpty else { return 0 }
        do throws(RegistryError) {
            try write { (change) throws(RegistryError) in
                for (id, moment) in uses { try change.noteUse(ofToken: id, at: moment) }
            }
        } catch {
            memory.tokenUse.putBack(uses)
            throw error
        }
        return uses.count
    }

    // MARK: - What is shown

    private enum Claim {
        case nothing
        case nonsense
        case token(SecretToken)
        case password(user: String, String)
    }

    /// The user name that clients of GitLab send with a job's token.
    private static let jobUser = "gitlab-ci-token"

    private static func claim(_ credential: Credential, acceptsPasswords: Bool) -> Claim {
        switch credential {
        case .none: return .nothing
        case .bearer(let secret), .secret(let secret):
            return SecretToken(secret).flatMap(program) ?? .nonsense
        case .session(let secret):
            guard let token = SecretToken(secret), token.kind == TokenKind.session.letter else { return .nonsense }
            return .token(token)
        case .basic(let user, let password):
            if let token = SecretToken(password) {
                let isJob = token.kind == TokenKind.job.letter
                return !isJob || user == jobUser ? program(token) ?? .nonsense : .nonsense
            }
            // A token where the user's name stands: with nothing beside it, or with what marks it as one.
            if password.isEmpty || password == "x-oauth-basic", let token = SecretToken(user) {
                return program(token) ?? .nonsense
            }
            guard acceptsPasswords, !user.isEmpty, !password.isEmpty else { return .nonsense }
            return .password(user: user, password)
        }
    }

    /// A token that programs sign in with: a session is good for nothing but the cookie that holds it.
    private static func program(_ token: SecretToken) -> Claim? {
        token.kind == TokenKind.session.letter ? nil : .token(token)
    }

    // MARK: - Tokens

    private func authenticate(_ token: SecretToken) throws(RegistryError) -> Authentication {
        let now = options.now()
        let outcome = try read { (snapshot) throws(RegistryError) -> Authentication in
            let hash = token.hash
            guard let record = try snapshot.token(hashKey: hash.key), record.hash == hash else {
                return .rejected(.unknown)
            }
            if record.revoked != nil { return .rejected(.revoked) }
            if let expires = record.expires, expires <= now { return .rejected(.expired) }
            let owner = try record.owner.map { key throws(RegistryError) in
                guard let user = try snapshot.user(key) else { throw .damagedRecord("token \(record.id)") }
                return user
            }
            if let owner, !owner.isActive { return .rejected(.inactive) }
            if let origin = record.origin, try !snapshot.stands(origin, owner: owner, at: now) {
                return .rejected(.revoked)
            }
            return .caller(
                Caller(
                    kind: .token(record.kind), userName: record.owner,
                    name: owner?.name ?? record.username ?? record.description, tokenID: record.id,
                    scopes: record.scopes, isSiteAdministrator: owner?.isSiteAdministrator ?? false,
                    limit: record.limit))
        }
        if case .caller(let caller) = outcome, let id = caller.tokenID { memory.tokenUse.note(id, at: now) }
        return outcome
    }

    // MARK: - Passwords

    private func record(ofUser name: String) throws(RegistryError) -> (key: String, record: UserRecord)? {
        guard let key = UserName.key(name) else { return nil }
        return try read { (snapshot) throws(RegistryError) in try snapshot.user(key) }.map { (key, $0) }
    }

    /// The answer where the password was right a short while ago.
    private func remembered(_ name: String, _ password: String) throws(RegistryError) -> Authentication? {
        guard let (key, record) = try record(ofUser: name), record.isActive,
            memory.passwords.knows(key, password, stamp: record.stamp, at: options.now())
        else { return nil }
        return .caller(Self.caller(key, record))
    }

    private func check(
        _ name: String, _ password: String, from address: String?
    ) throws(RegistryError) -> Authentication {
        let now = options.now()
        // A name that nobody can have is counted as one: guessing names is guessing, too.
        let keys = GuessThrottle.keys(user: UserName.key(name) ?? "", address: address)
        if let seconds = memory.throttle.wait(for: keys, at: now) {
            return .rejected(.throttled(retryAfterSeconds: seconds))
        }
        let found = try record(ofUser: name)
        let isShort = password.utf8.count <= Self.passwordLimit
        let isRight = memory.hashing.enter { () -> Bool in
            // As long for users who are not there, or have no password.
            guard let hash = found?.record.password, isShort else {
                PasswordHash.pretend(isShort ? password : "", cost: options.passwordCost)
                return false
            }
            return hash.matches(password)
        }
        guard let isRight else { return .rejected(.throttled(retryAfterSeconds: 1)) }
        guard isRight, let (key, record) = found else {
            memory.throttle.noteWrong(keys, at: now)
            return .rejected(.wrongPassword)
        }
        guard record.isActive else { return .rejected(.inactive) }
        memory.passwords.remember(key, password, stamp: record.stamp, at: now)
        return .caller(Self.caller(key, record))
    }

    private static func caller(_ key: String, _ record: UserRecord) -> Caller {
        Caller(
            kind: .user, userName: key, name: record.name, scopes: .all,
            isSiteAdministrator: record.isSiteAdministrator)
    }
}
