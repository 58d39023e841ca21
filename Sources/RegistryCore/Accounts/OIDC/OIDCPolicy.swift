/// Which jobs a registry lets in on the word of an OpenID Connect issuer, and what they may do.
public struct OIDCPolicy: Sendable, Equatable {
    /// Looked at in order; the first that fits decides.
    public let statements: [OIDCStatement]

    /// A policy of these statements.
    public init(statements: [OIDCStatement]) { self.statements = statements }

    /// Whether any statement is about tokens of this issuer.
    public func concerns(issuer: String) -> Bool { statements.contains { $0.issuer == issuer } }

    /// What the token of an issuer with these claims lets its bearer do; nil where no statement fits.
    ///
    /// The token must have been verified.
    public func scopes(for claims: [String: ClaimValue], issuer: String) -> ScopeSet? {
        statements.first { $0.fits(claims, issuer: issuer) }?.scopes
    }
}

/// One statement of a policy: jobs of one issuer, with what they may do.
public struct OIDCStatement: Sendable, Equatable {
    /// The issuer's URL, compared byte by byte.
    public let issuer: String
    /// What the job may do.
    public let scopes: ScopeSet
    /// What its token must say; all of them.
    public let rules: [OIDCRule]

    /// What a statement without scopes lets do.
    public static let usualScopes: ScopeSet = [.readPackages, .writePackages]

    /// - Parameter scopes: nil for the usual ones, reading and writing packages.
    public init(issuer: String, scopes: ScopeSet? = nil, rules: [OIDCRule]) {
        self.issuer = issuer
        self.scopes = scopes ?? Self.usualScopes
        self.rules = rules
    }

    func fits(_ claims: [String: ClaimValue], issuer: String) -> Bool {
        issuer == self.issuer && rules.allSatisfy { $0.holds(claims[$0.claim]) }
    }
}

/// What a policy says of one claim: all matchers have to hold.
public struct OIDCRule: Sendable, Equatable {
    /// The claim's name.
    public let claim: String
    /// At least one.
    public let matchers: [OIDCMatcher]

    /// A rule of these matchers.
    public init(claim: String, matchers: [OIDCMatcher]) {
        self.claim = claim
        self.matchers = matchers
    }

    /// Whether it holds for a claim's value; never for a claim that the token does not have.
    ///
    /// A glob is passed over where the value is no text.  A rule of which nothing is left then does not hold: what
    /// was meant to restrict must not let everybody in.
    func holds(_ value: ClaimValue?) -> Bool {
        guard let value else { return false }
        let verdicts = matchers.compactMap { $0.verdict(on: value) }
        return !verdicts.isEmpty && verdicts.allSatisfy(\.self)
    }
}

/// One comparison with a claim's value.
public enum OIDCMatcher: Sendable, Equatable {
    /// Exactly this.
    case equals(ClaimValue)
    /// Anything but this.
    case notEquals(ClaimValue)
    /// One of these.
    case isIn([ClaimValue])
    /// None of these.
    case isNotIn([ClaimValue])
    /// Fits one of these patterns; about texts only.
    case matches([Glob])

    /// Whether it holds; nil where it says nothing about such a value.
    func verdict(on value: ClaimValue) -> Bool? {
        // A list or a map is nothing that a rule of scalars could have meant.
        if value == .compound { return false }
        switch self {
        case .equals(let wanted): return value.isExactly(wanted)
        case .notEquals(let unwanted): return !value.isExactly(unwanted)
        case .isIn(let wanted): return wanted.contains { value.isExactly($0) }
        case .isNotIn(let unwanted): return !unwanted.contains { value.isExactly($0) }
        case .matches(let globs):
            guard case .string(let text) = value else { return nil }
            return globs.contains { $0.matches(text) }
        }
    }
}
