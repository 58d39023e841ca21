/// Who makes a request, once it is known, and how far the credential reaches.
public struct Caller: Sendable, Hashable {
    /// As whom they came.
    public enum Kind: Sendable, Hashable {
        /// Nobody showed anything.
        case anonymous
        /// The operator at the command line.
        case local
        /// A user with their password.
        case user
        /// A token.
        case token(TokenKind)
        /// A job that an OpenID Connect issuer vouches for.
        case oidc
    }

    /// As whom.
    public let kind: Kind
    /// The user, in lower case; nil for nobody, for tokens without an owner and for OpenID Connect.
    public let userName: String?
    /// What to call them: the user's name as they write it, a deploy token's user name, a job's subject.
    public let name: String
    /// The token's id.
    public let tokenID: String?
    /// What the credential lets them do.
    public let scopes: ScopeSet
    /// Whether the user may do everything everywhere.
    public let isSiteAdministrator: Bool
    /// The only thing the credential is good for.
    let limit: StoredTarget?

    init(
        kind: Kind, userName: String? = nil, name: String, tokenID: String? = nil, scopes: ScopeSet,
        isSiteAdministrator: Bool = false, limit: StoredTarget? = nil
    ) {
        self.kind = kind
        self.userName = userName
        self.name = name
        self.tokenID = tokenID
        self.scopes = scopes
        self.isSiteAdministrator = isSiteAdministrator
        self.limit = limit
    }

    /// Whoever shows nothing: may look at what everybody may see.
    public static let anonymous = Caller(kind: .anonymous, name: "", scopes: .reading)

    /// The operator at the command line: may do everything.
    public static let local = Caller(
        kind: .local, name: Actor.local.name, scopes: .all, isSiteAdministrator: true)

    /// Whether they showed something that is good.
    public var isAuthenticated: Bool { kind != .anonymous }

    /// Whether it is good for one organization or one registry only.
    public var isLimited: Bool { limit != nil }

    /// The same for the audit log.
    /// - Parameter address: where they call from, an IP address.
    public func actor(via: Actor.Via, address: String?) -> Actor {
        let kind: Actor.Kind =
            switch kind {
            case .anonymous: .anonymous
            case .local: .local
            case .user: .user
            case .token: .token
            case .oidc: .oidc
            }
        return Actor(kind: kind, name: userName ?? name, tokenID: tokenID, address: address, via: via)
    }
}
