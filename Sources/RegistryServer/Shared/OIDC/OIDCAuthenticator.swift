internal import FoundationEssentials
public import RegistryCore
internal import Synchronization

/// Lets CI jobs in that have no stored secret, on the word of an OpenID Connect issuer and by a registry's policy.
public final class OIDCAuthenticator: Sendable {
    /// Seconds by which an issuer's clock may be ahead of ours.
    static let skewSeconds = 10.0
    /// Seconds that a token may be made for.
    static let lifetimeSeconds = 300.0

    private let registry: Registry
    private let issuers: Set<String>
    private let directory: IssuerDirectory
    private let now: @Sendable () -> Double
    private let policies = Mutex<[String: OIDCPolicy]>([:])

    /// - Parameter issuers: URLs as the operator configured them; those that are not `IssuerURL.isAcceptable` are left
    ///   out.
    /// - Parameter fetchSeconds: what an issuer has to answer one request.
    public convenience init(registry: Registry, issuers: [String], fetchSeconds: Int64) {
        var limits = IssuerDirectory.Limits()
        limits.requestSeconds = fetchSeconds
        self.init(
            registry: registry, issuers: issuers, limits: limits,
            now: { Date().timeIntervalSince1970 })
    }

    /// - Parameter now: seconds since 1970.
    init(
        registry: Registry, issuers: [String], limits: IssuerDirectory.Limits, now: @escaping @Sendable () -> Double
    ) {
        self.registry = registry
        self.issuers = Set(issuers.filter(IssuerURL.isAcceptable))
        self.now = now
        directory = IssuerDirectory(limits: limits, now: now)
    }

    /// Whether a credential is a signed token, which this is for, and none of ours; answers the token.
    public static func token(in credential: Credential) -> String? {
        switch credential {
        case .bearer(let text), .secret(let text), .basic(_, let text):
            SignedToken.isLikely(text) ? text : nil
        case .none, .session: nil
        }
    }

    /// The caller that a token makes, good for one registry only.
    ///
    /// Costs a look-up in the index and a signature check; a request to the issuer now and then.
    /// - Parameters:
    ///   - path: the registry that the request is about.
    ///   - baseURL: what the operator, or the request, says we are called, without a slash at the end; the token's
    ///     audience is this with `/organization/registry`.
    /// - Throws: `OIDCRejection`, `RegistryError`.
    public func caller(bearing text: String, for path: RegistryPath, baseURL: String) async throws -> Caller {
        let token = try SignedToken(text)
        guard let issuer = token.text("iss") else { throw OIDCRejection.missingClaim("iss") }
        guard issuers.contains(issuer) else { throw OIDCRejection.unknownIssuer(issuer) }
        guard let policy = try policy(of: path), policy.concerns(issuer: issuer) else {
            throw OIDCRejection.notInPolicy
        }
        try checkTimes(of: token)
        guard token.audiences.contains("\(baseURL)/\(path)") else { throw OIDCRejection.wrongAudience }
        try await token.verify(with: directory.keys(of: issuer, having: token.keyID))
        guard let scopes = policy.scopes(for: token.claims.mapValues(ClaimValue.init), issuer: issuer) else {
            throw OIDCRejection.noStatement
        }
        let subject = token.text("sub") ?? issuer
        guard let caller = try registry.job(subject: subject, scopes: scopes, in: path) else {
            throw OIDCRejection.notInPolicy
        }
        return caller
    }

    private func checkTimes(of token: SignedToken) throws(OIDCRejection) {
        let now = now()
        guard let issued = token.seconds("iat") else { throw .missingClaim("iat") }
        guard let expires = token.seconds("exp") else { throw .missingClaim("exp") }
        guard issued <= now + Self.skewSeconds else { throw .issuedInFuture }
        if token.claims["nbf"] != nil {
            guard let start = token.seconds("nbf") else { throw .missingClaim("nbf") }
            guard start <= now + Self.skewSeconds else { throw .notYetValid }
        }
        guard expires > now else { throw .expired }
        guard expires - issued <= Self.lifetimeSeconds else { throw .livesTooLong }
    }

    /// Policies that are kept ready.
    private static let policyLimit = 256

    private func policy(of path: RegistryPath) throws -> OIDCPolicy? {
        guard let text = try registry.oidcPolicy(of: path), !text.isEmpty else { return nil }
        if let known = policies.withLock({ $0[text] }) { return known }
        let policy: OIDCPolicy
        do throws(OIDCPolicyText.Problem) {
            policy = try OIDCPolicyText.parse(text)
        } catch {
            throw OIDCRejection.brokenPolicy(error.description)
        }
        policies.withLock { policies in
            if policies.count >= Self.policyLimit { policies = [:] }
            policies[text] = policy
        }
        return policy
    }
}
