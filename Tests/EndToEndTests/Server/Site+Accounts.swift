import Foundation
import Testing

/// Tokens and users, made with the command as an operator makes them.
extension Site {
    /// A token as it was made.
    struct Token {
        let id: String
        /// What a deploy token's bearer calls itself; empty for other tokens.
        let username: String
        let secret: String
    }

    /// A personal access token; scopes in any of the three systems' words.
    /// - Parameters:
    ///   - user: whose it is; that of the site's administrator where nil.
    ///   - registry: the only registry that it is good for, where not nil.
    func token(
        scopes: [String], user: String? = nil, registry: String? = nil, options: [String] = []
    ) async throws -> Token {
        try await make(
            "personal", scopes: scopes, registry: registry, ["--user", try await owner(user)] + options)
    }

    /// A read-only token of one registry.
    func registryToken(_ registry: String) async throws -> Token { try await make("registry", registry: registry) }

    func deployToken(_ registry: String, scopes: [String]) async throws -> Token {
        try await make("deploy", scopes: scopes, registry: registry)
    }

    /// A token as a CI job gets one.
    func jobToken(_ registry: String, user: String? = nil, options: [String] = []) async throws -> Token {
        try await make("job", registry: registry, ["--user", try await owner(user)] + options)
    }

    private func make(
        _ kind: String, scopes: [String] = [], registry: String?, _ options: [String] = []
    ) async throws -> Token {
        let made = try await regadmin.succeed(
            ["token", "create", "--json", "--kind", kind, "--description", "for a test"]
                + scopes.flatMap { ["--scope", $0] }
                + (registry.map { ["--registry", $0] } ?? []) + options)
        let event = try made.events("token_created").first.required("no token: \(made.output)")
        return Token(
            id: try (event["id"] as? String).required("no id: \(event)"), username: event["username"] as? String ?? "",
            secret: try (event["secret"] as? String).required("no secret: \(event)"))
    }

    /// The user of this name; where there is none, the site's administrator, who is made when first asked for.
    private func owner(_ name: String?) async throws -> String {
        if let name { return name }
        _ = try await regadmin.start(["user", "create", "operator", "--site-admin"]).finished()
        return "operator"
    }

    /// A user with an organization of that name and the registry `pypi` in it, who may do everything there.
    func owner(_ name: String, password: String) async throws {
        try await registry("\(name)/pypi")
        try await user(name, password: password, role: "admin", on: name)
    }

    func user(
        _ name: String, password: String, role: String? = nil, on target: String = "", isSiteAdministrator: Bool = false
    ) async throws {
        let options = isSiteAdministrator ? ["--site-admin"] : []
        try await regadmin.succeed(["user", "create", name, "--password"] + options, input: password)
        if let role { try await regadmin.succeed(["user", "grant", name, role, target]) }
    }
}
