internal import ContentStore
internal import Secrets

/// Whose tokens are listed.
public enum TokenSelection: Sendable, Hashable {
    /// All there are.
    case all
    /// Those of a user.
    case user(String)
    /// Those that are good for this only.
    case limited(to: GrantTarget)
}

extension Registry {
    /// The longest a job token lives, in milliseconds: a day.
    private static let jobLimit: Int64 = 86_400_000
    /// What it lives when nobody says: an hour.
    private static let jobDefault: Int64 = 3_600_000

    /// Makes a token.
    /// - Returns: what it is, and its secret, which is kept nowhere.
    /// - Throws: `invalidToken` where the parts do not fit the kind; `noSuchUser`, `noSuchOrganization`,
    ///   `noSuchRegistry`, `textTooLong`.
    public func createToken(
        _ new: NewToken, by actor: Actor = .local
    ) throws(RegistryError) -> (info: TokenInfo, secret: String) {
        let scopes = try Self.checkedScopes(of: new)
        let secret = SecretToken.random(kind: new.kind.letter)
        let info = try write { (change) throws(RegistryError) in
            let owner = try new.owner.map { name throws(RegistryError) in try change.existingUser(name).key }
            let limit = try new.limit.map { target throws(RegistryError) in try change.stored(target) }
            let id = FileID.random(at: change.now).description
            let record = TokenRecord(
                hash: secret.hash, id: id, kind: new.kind, description: new.description, owner: owner,
                username: new.kind == .deploy ? new.username ?? "deploy-\(id.suffix(12))" : nil, scopes: scopes,
                limit: limit, createdBy: actor.name, created: change.now,
                expires: try Self.expiry(of: new, now: change.now))
            guard try change.token(hashKey: secret.hash.key) == nil else {
                preconditionFailure("two secrets of 190 random bits are the same")
            }
            try change.put(record.encoded, for: AccountKey.token(secret.hash.key))
            try change.put(secret.hash.key, for: AccountKey.tokenID(id))
            for holder in record.holders { try change.put([], for: AccountKey.token(id, of: holder)) }
            try change.audit(.tokenCreate, id, Self.words(for: record, new.limit), by: actor)
            return try change.info(of: record)
        }
        return (info, secret.text)
    }

    /// Tokens in the order they were made, those that have ended included.
    /// - Throws: `noSuchUser`, `noSuchOrganization`, `noSuchRegistry`.
    public func tokens(_ selection: TokenSelection = .all) throws(RegistryError) -> [TokenInfo] {
        try read { (snapshot) throws(RegistryError) in
            let prefix: [UInt8]
            switch selection {
            case .all: prefix = AccountKey.tokenIDs
            case .user(let name): prefix = AccountKey.tokens(of: .user(try snapshot.existingUser(name).key))
            case .limited(let target): prefix = AccountKey.tokens(of: .target(try snapshot.stored(target)))
            }
            var tokens: [TokenInfo] = []
            for id in try snapshot.texts(under: prefix) {
                guard let record = try snapshot.token(id: id) else { throw .damagedRecord("token \(id)") }
                tokens.append(try snapshot.info(of: record))
            }
            return tokens
        }
    }

    /// One token.
    /// - Throws: `noSuchToken`.
    public func token(id: String) throws(RegistryError) -> TokenInfo {
        try read { (snapshot) throws(RegistryError) in
            try snapshot.info(of: snapshot.existingToken(id: id))
        }
    }

    /// Says anew what a token is for.
    /// - Throws: `noSuchToken`, `textTooLong`.
    @discardableResult
    public func updateToken(
        id: String, description: String, by actor: Actor = .local
    ) throws(RegistryError) -> TokenInfo {
        try Self.check(description, "the description", limitBytes: 200)
        return try write { (change) throws(RegistryError) in
            var record = try change.existingToken(id: id)
            record.description = description
            try change.put(record.encoded, for: AccountKey.token(record.hash.key))
            try change.audit(.tokenUpdate, id, "description", by: actor)
            return try change.info(of: record)
        }
    }

    /// Makes a token worth nothing, from the next request on.  Revoking it again changes nothing.
    /// - Throws: `noSuchToken`.
    public func revokeToken(id: String, by actor: Actor = .local) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            var record = try change.existingToken(id: id)
            guard record.revoked == nil else { return }
            record.revoked = change.now
            try change.put(record.encoded, for: AccountKey.token(record.hash.key))
            try change.audit(.tokenRevoke, id, record.description, by: actor)
        }
    }

    /// Forgets tokens that were revoked or expired before `moment` (milliseconds since 1970).
    /// - Returns: how many.
    public func pruneTokens(endedBefore moment: Int64, by actor: Actor = .local) throws(RegistryError) -> Int {
        let ended = try tokens().filter { min($0.expires ?? .max, $0.revoked ?? .max) < moment }.map(\.id)
        guard !ended.isEmpty else { return 0 }
        return try write { (change) throws(RegistryError) in
            var count = 0
            for id in ended {
                guard let record = try change.token(id: id) else { continue }
                try change.delete(record)
                count += 1
            }
            if count > 0 { try change.audit(.tokenPrune, "tokens", "\(count)", by: actor) }
            return count
        }
    }

    // MARK: - What fits a kind

    private static func checkedScopes(of new: NewToken) throws(RegistryError) -> ScopeSet {
        try check(new.description, "the description", limitBytes: 200)
        let scopes = new.scopes ?? (new.kind == .registry ? .readPackages : [.readPackages, .writePackages])
        guard !scopes.isEmpty else { throw .invalidToken(problem: "it has no scope") }
        guard new.kind != .session else { throw .invalidToken(problem: "a session begins when somebody signs in") }
        let needsOwner = new.kind == .personal || new.kind == .job
        guard needsOwner == (new.owner != nil) else {
            throw .invalidToken(problem: needsOwner ? "it needs a user" : "a \(new.kind) token belongs to no user")
        }
        if let username = new.username {
            guard new.kind == .deploy, UserName.key(username) != nil else { throw .invalidUserName(username) }
        }
        switch (new.kind, new.limit) {
        case (.registry, .registry):
            guard scopes == .readPackages else { throw .invalidToken(problem: "a registry token only reads packages") }
        case (.registry, _): throw .invalidToken(problem: "a registry token needs a registry")
        case (.deploy, nil): throw .invalidToken(problem: "a deploy token needs a registry or an organization")
        case (.deploy, _):
            guard ScopeSet.packages.isSuperset(of: scopes) else {
                throw .invalidToken(problem: "a deploy token's scopes concern packages only")
            }
        default: break
        }
        return scopes
    }

    private static func expiry(of new: NewToken, now: Int64) throws(RegistryError) -> Int64? {
        if let expires = new.expires, expires <= now { throw .invalidToken(problem: "it would have expired already") }
        guard new.kind == .job else { return new.expires }
        return min(new.expires ?? now + jobDefault, now + jobLimit)
    }

    static func words(for record: TokenRecord, _ limit: GrantTarget?) -> String {
        var words = "\(record.kind)"
        if let owner = record.owner { words += " of \(owner)" }
        if let limit { words += " for \(limit)" }
        return words + ": " + record.scopes.names.joined(separator: " ")
    }
}
