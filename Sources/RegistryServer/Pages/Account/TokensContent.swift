internal import RegistryCore

/// A visitor's tokens and sessions.
struct TokensContent: PageContent {
    static let template = PageTemplate.tokens

    /// One token.
    struct Row: Sendable {
        let description: String
        let kind: String
        /// What it is good for, and what it may do.
        let reach: String
        let scopes: String
        let created: PageMoment
        let expires: PageMoment?
        let lastUsed: PageMoment?
        /// `In force`, `Expired`, `Revoked`.
        let state: String
        let tone: String
        /// Where it is revoked; nil where there is nothing to revoke.
        let revoke: String?
        /// Whether it is the session that looks at the page.
        let isThis: Bool
    }

    let title = "Tokens"
    let user: String
    let tokens: [Row]
    let hasTokens: Bool
    let sessions: [Row]
    let canMake: Bool
    let action: String
    let scopes: [FormChoice]
    let ends: [FormChoice]
    let targets: [FormChoice]
    let given: Given
    let problem: String?

    /// What was typed before.
    struct Given: Sendable {
        var description = ""
    }
}

/// A token with its secret, this once.
struct NewTokenContent: PageContent {
    static let template = PageTemplate.newToken
    let title = "Your new token"
    let description: String
    let secret: String
    let scopes: String
    let reach: String
    let expires: PageMoment?
}
