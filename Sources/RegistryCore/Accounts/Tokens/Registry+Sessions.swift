internal import ContentStore
internal import Secrets

extension Registry {
    /// Milliseconds after which a session ends by itself: 12 hours.
    public static let sessionLifetime: Int64 = 12 * 3_600_000
    /// Sessions that somebody may have at a time; one more ends the oldest.
    static let sessionLimit = 32

    /// Begins a session of somebody who has just signed in, for the server's pages.
    ///
    /// It may what the caller may, and ends after `sessionLifetime`, with the token that was signed in with, or with
    /// any change of the user who gave a password.  Sessions of theirs that have ended are forgotten on this occasion.
    /// - Parameter caller: a user with their password, or the bearer of a token.
    /// - Returns: what it is, and the secret for the cookie, which is kept nowhere.
    /// - Throws: `invalidToken` for any other caller; `noSuchUser`, `noSuchToken` where they are gone by now.
    public func beginSession(
        of caller: Caller, by actor: Actor
    ) throws(RegistryError) -> (info: TokenInfo, secret: String) {
        let secret = SecretToken.random(kind: TokenKind.session.letter)
        let info = try write { (change) throws(RegistryError) in
            let origin: SessionOrigin
            var expires = change.now + Self.sessionLifetime
            switch (caller.kind, caller.userName, caller.tokenID) {
            case (.user, let name?, _): origin = .password(stamp: try change.existingUser(name).record.stamp)
            case (.token(let kind), _, let id?) where kind != .session:
                expires = min(expires, try change.existingToken(id: id).expires ?? .max)
                origin = .token(id: id)
            default: throw .invalidToken(problem: "a session needs a user's password or a token")
            }
            let record = TokenRecord(
                hash: secret.hash, id: FileID.random(at: change.now).description, kind: .session,
                description: "signed in to the pages", owner: caller.userName, username: nil, scopes: caller.scopes,
                limit: caller.limit, createdBy: actor.name, created: change.now, expires: expires, origin: origin)
            if let holder = record.holders.first { try change.tidySessions(of: holder) }
            try change.put(record.encoded, for: AccountKey.token(secret.hash.key))
            try change.put(secret.hash.key, for: AccountKey.tokenID(record.id))
            for holder in record.holders { try change.put([], for: AccountKey.token(record.id, of: holder)) }
            let info = try change.info(of: record)
            try change.audit(.tokenCreate, record.id, Self.words(for: record, info.limit), by: actor)
            return info
        }
        return (info, secret.text)
    }
}

extension StoreChange {
    /// Forgets the sessions of a holder that have ended, and the oldest where one more would be too many.
    fileprivate func tidySessions(of holder: TokenHolder) throws(RegistryError) {
        var running: [TokenRecord] = []
        for id in try texts(under: AccountKey.tokens(of: holder)) {
            guard let record = try token(id: id), record.kind == .session else { continue }
            if record.revoked == nil, (record.expires ?? .max) > now {
                running.append(record)
            } else {
                try delete(record)
            }
        }
        // Ids begin with the time they were made at.
        for record in running.sorted(by: { $0.id < $1.id }).dropLast(Registry.sessionLimit - 1) { try delete(record) }
    }
}
