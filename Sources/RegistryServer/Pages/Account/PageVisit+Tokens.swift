internal import RegistryCore

// What tokens a visitor may make.

extension PageVisit {
    /// Whether the visitor may make tokens of their own, and revoke all of them.
    ///
    /// It takes the scope that all changes of tokens take.  Not by a session that began with a token that is limited or has an end: what such a token leads to must not reach
    /// further, or live longer.
    func mayMakeTokens() throws(RegistryError) -> Bool {
        guard session != nil, caller.userName != nil, !caller.isLimited, caller.scopes.contains(.writeRegistries),
            let id = caller.tokenID
        else { return false }
        guard let began = try registry.token(id: id).beganWith else { return true }
        return try registry.token(id: began).expires == nil
    }

    /// Whether a token is the visitor's to see and to revoke: all of their own, or those that the session stands on.
    func isOwn(_ info: TokenInfo, user: String, mayManage: Bool) -> Bool {
        info.owner == user && (mayManage || info.id == caller.tokenID)
    }

    /// A personal token of the visitor, not made yet.
    /// - Throws: `PageProblem.forbidden` where the session may make none, or none like that.
    func newToken(_ scopes: ScopeSet) throws -> NewToken {
        let owner = try userName()
        guard try mayMakeTokens() else {
            throw PageProblem.forbidden(
                "This session began with a token that is limited or has an end. Such a session makes no tokens.")
        }
        guard caller.scopes.isSuperset(of: scopes) else {
            throw PageProblem.forbidden("A token cannot do more than the session that makes it.")
        }
        var new = NewToken(.personal)
        new.owner = owner
        new.scopes = scopes
        return new
    }
}
