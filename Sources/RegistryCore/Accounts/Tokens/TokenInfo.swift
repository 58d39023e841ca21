/// What sort of token it is.  The letters are part of every secret.
public enum TokenKind: String, Sendable, CaseIterable {
    /// A user's own: it may what they may, within its scopes.
    case personal
    /// For installing from one registry; belongs to nobody.
    case registry
    /// For a machine: a user name of its own, and one organization or registry; belongs to nobody.
    case deploy
    /// A user's for the length of a job.
    case job
    /// What a browser's cookie holds from signing in to signing out: made by `beginSession`, good for the pages only.
    case session

    /// The letter in its secrets.
    var letter: Character {
        switch self {
        case .personal: "p"
        case .registry: "r"
        case .deploy: "d"
        case .job: "j"
        case .session: "s"
        }
    }

    /// The stored form.
    var code: UInt8 {
        switch self {
        case .personal: 0
        case .registry: 1
        case .deploy: 2
        case .job: 3
        case .session: 4
        }
    }

    init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}

/// Everything there is to know of a token but its secret, which only whoever made it knows.
public struct TokenInfo: Sendable, Equatable {
    /// A UUID of version 7.
    public let id: String
    /// What sort it is.
    public let kind: TokenKind
    /// What it is for.
    public let description: String
    /// The name, in lower case, of the user who is let in by it; nil for registry and deploy tokens.
    public let owner: String?
    /// What a deploy token's bearer calls itself.
    public let username: String?
    /// What it lets its bearer do.
    public let scopes: ScopeSet
    /// The only thing it is good for; nil for all that its owner may reach.
    public let limit: GrantTarget?
    /// Who made it, as the audit log has it.
    public let createdBy: String
    /// Milliseconds since 1970, like all times here.
    public let created: Int64
    /// From when on it is worth nothing; nil for never.
    public let expires: Int64?
    /// Since when it is worth nothing because somebody said so.
    public let revoked: Int64?
    /// When it was last used, give or take the minutes by which the server notes it late.
    public let lastUsed: Int64?

    /// The id of the token that a session began with; nil for one that began with a password, and for other kinds.
    public let beganWith: String?

    /// Whether it is neither revoked nor expired at a moment (milliseconds since 1970).
    public func isGood(at moment: Int64) -> Bool { revoked == nil && (expires ?? .max) > moment }
}

/// What a new token is to be like.
public struct NewToken: Sendable {
    /// What sort it is.
    public var kind: TokenKind
    /// What it is for, at most 200 bytes; registry tokens need one.
    public var description = ""
    /// The user; personal and job tokens need one, the others have none.
    public var owner: String?
    /// What a deploy token's bearer calls itself: a user's name by form; nil for one made of the token's id.
    public var username: String?
    /// What it lets its bearer do; nil for what is usual: packages for reading and writing, and for registry tokens
    /// reading, which is all they can do.
    public var scopes: ScopeSet?
    /// The only thing it is good for.  Registry tokens need a registry, deploy tokens a registry or an organization.
    public var limit: GrantTarget?
    /// When it ends, milliseconds since 1970; job tokens end after an hour unless this says otherwise, and after a
    /// day at the latest.
    public var expires: Int64?

    /// A token with the usual scopes and no end.
    public init(_ kind: TokenKind) { self.kind = kind }
}
