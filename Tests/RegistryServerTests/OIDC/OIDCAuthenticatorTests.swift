import ContentStore
import Foundation
import HTTPTypes
@testable import RegistryServer
import RegistryCore
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// A registry with a policy, an issuer, and a clock that the test moves.
private struct OIDCCase: Sendable {
    static let path = try! RegistryPath("acme/packages")
    static let baseURL = "https://registry.example"
    static let audience = "https://registry.example/acme/packages"

    let registry: Registry
    let issuer: TestIssuer
    let authenticator: OIDCAuthenticator
    let clock: TestClock

    final class TestClock: Sendable {
        private let seconds = Mutex(1_800_000_000.0)
        var now: Double { seconds.withLock { $0 } }
        func advance(_ step: Double) { seconds.withLock { $0 += step } }
    }

    static func with(
        policy: String? = nil, issuers: [String]? = nil, _ body: @escaping @Sendable (OIDCCase) async throws -> Void
    ) async throws {
        try await TestIssuer.with { issuer in
            try await withTemporaryDirectory { root in
                let registry = Registry(store: try Store.openOrCreate(at: root.appending("store")).store)
                defer { registry.close() }
                var settings = RegistrySettings()
                settings.oidcPolicy =
                    policy ?? """
                        - iss: \(issuer.url)
                          scopes: [read_packages, write_packages]
                          claims:
                            organization_slug: acme
                            build_branch:
                              matches: [main, release-*]
                        """
                try registry.createRegistry(path, settings: settings)
                var plain = RegistrySettings()
                plain.oidcPolicy = nil
                try registry.createRegistry(try RegistryPath("acme/plain"), settings: plain)
                let clock = TestClock()
                // The issuer shares a busy machine with all other tests.
                var limits = IssuerDirectory.Limits()
                limits.requestSeconds = 300
                let authenticator = OIDCAuthenticator(
                    registry: registry, issuers: issuers ?? [issuer.url], limits: limits,
                    now: { clock.now })
                try await body(
                    OIDCCase(registry: registry, issuer: issuer, authenticator: authenticator, clock: clock))
            }
        }
    }

    func caller(_ token: String) async throws -> Caller {
        try await authenticator.caller(bearing: token, for: Self.path, baseURL: Self.baseURL)
    }

    /// Why a token is refused; nil where it is taken.
    func rejection(_ token: String) async throws -> OIDCRejection? {
        do {
            _ = try await caller(token)
            return nil
        } catch let rejection as OIDCRejection {
            return rejection
        }
    }

    func token(
        algorithm: String = "ES256", keyID: String? = "ec", header: [String: any Sendable] = [:],
        _ change: (inout [String: Any]) -> Void = { _ in }
    ) throws -> String {
        try issuer.token(
            audience: Self.audience, now: clock.now, algorithm: algorithm, keyID: keyID, header: header, change)
    }
}

@Suite("A job's token")
struct OIDCAuthenticatorTests {
    @Test("lets the job into its registry with the policy's scopes", arguments: ["ES256", "RS256"])
    func good(algorithm: String) async throws {
        try await OIDCCase.with { (oidc) async throws in
            let token = try oidc.token(algorithm: algorithm, keyID: algorithm == "ES256" ? "ec" : "rsa")
            let caller = try await oidc.caller(token)
            #expect(caller.kind == .oidc)
            #expect(caller.name == "pipeline:acme:build")
            #expect(caller.scopes == [.readPackages, .writePackages])
            #expect(try oidc.registry.access(of: caller, to: OIDCCase.path).canPublish)
            #expect(try !oidc.registry.access(of: caller, to: RegistryPath("acme/plain")).canSee)
            #expect(OIDCAuthenticator.token(in: .bearer(token)) == token)
            #expect(OIDCAuthenticator.token(in: .basic(user: "buildkite", password: token)) == token)
            #expect(OIDCAuthenticator.token(in: .bearer("rga_p_x")) == nil)
        }
    }

    @Test("is refused for each single thing that is wrong with its claims")
    func claims() async throws {
        try await OIDCCase.with { (oidc) async throws in
            let now = Int(oidc.clock.now)
            let cases: [(OIDCRejection, (inout [String: Any]) -> Void)] = [
                (.missingClaim("iss"), { $0["iss"] = nil }),
                (.unknownIssuer("https://evil.example"), { $0["iss"] = "https://evil.example" }),
                (.unknownIssuer(oidc.issuer.url + "/"), { $0["iss"] = oidc.issuer.url + "/" }),
                (.missingClaim("iat"), { $0["iat"] = nil }),
                (.missingClaim("iat"), { $0["iat"] = "now" }),
                (.missingClaim("exp"), { $0["exp"] = nil }),
                (.missingClaim("exp"), { $0["exp"] = 1e300 }),
                (.missingClaim("nbf"), { $0["nbf"] = "soon" }),
                (
                    .issuedInFuture,
                    {
                        $0["iat"] = now + 60; $0["exp"] = now + 300
                    }
                ),
                (.notYetValid, { $0["nbf"] = now + 60 }),
                (
                    .expired,
                    {
                        $0["iat"] = now - 300; $0["exp"] = now
                    }
                ),
                (.livesTooLong, { $0["exp"] = now + 301 }),
                (.wrongAudience, { $0["aud"] = "https://registry.example/acme/other" }),
                (.wrongAudience, { $0["aud"] = "https://registry.example/acme/packages/" }),
                (.wrongAudience, { $0["aud"] = nil }),
                (.wrongAudience, { $0["aud"] = [Any]() }),
                (.noStatement, { $0["organization_slug"] = "other" }),
                (.noStatement, { $0["organization_slug"] = nil }),
                (.noStatement, { $0["build_branch"] = "feature" }),
                (.noStatement, { $0["build_branch"] = ["main"] }),
            ]
            for (expected, change) in cases {
                #expect(try await oidc.rejection(oidc.token(change)) == expected)
            }
            #expect(try await oidc.rejection(oidc.token { $0["nbf"] = nil }) == nil)
            #expect(try await oidc.rejection(oidc.token { $0["aud"] = ["x", OIDCCase.audience] }) == nil)
            #expect(try await oidc.rejection(oidc.token { $0["iat"] = now + 5 }) == nil)
        }
    }

    @Test("is refused where its signature, algorithm or key is another")
    func signatures() async throws {
        try await OIDCCase.with { (oidc) async throws in
            let good = try oidc.token()
            let parts = good.split(separator: ".").map(String.init)
            let other = try oidc.token { $0["build_branch"] = "release-1" }.split(separator: ".").map(String.init)
            #expect(try await oidc.rejection("\(parts[0]).\(other[1]).\(parts[2])") == .signature)
            #expect(try await oidc.rejection("\(parts[0]).\(parts[1]).AAAA") == .signature)
            #expect(try await oidc.rejection(oidc.token(algorithm: "none")) == .algorithm("none"))
            #expect(try await oidc.rejection(oidc.token(algorithm: "HS256", keyID: "rsa")) == .algorithm("HS256"))
            // The key of the other sort, and the right key by another algorithm's name.
            #expect(try await oidc.rejection(oidc.token(algorithm: "ES256", keyID: "rsa")) == .algorithm("ES256"))
            #expect(try await oidc.rejection(oidc.token(algorithm: "RS256", keyID: "ec")) == .algorithm("RS256"))
            #expect(try await oidc.rejection(oidc.token(algorithm: "ES384")) == .algorithm("ES384"))
            #expect(try await oidc.rejection(oidc.token(keyID: "nobody's")) == .unknownKey)
            #expect(try await oidc.rejection(oidc.token(keyID: "strange")) == .unknownKey)
            #expect(try await oidc.rejection(oidc.token(keyID: nil)) == .unknownKey)
            #expect(try await oidc.rejection(oidc.token(header: ["crit": ["x"]])) == .criticalHeader)
        }
    }

    @Test(
        "is refused where it is none",
        arguments: [
            "", ".", "..", "...", "eyJ..", "eyJhbGciOiJFUzI1NiJ9.e30", "eyJhbGciOiJFUzI1NiJ9.e30.",
            "eyJhbGciOiJFUzI1NiJ9.W10.AAAA", "eyJhbGciOjF9.e30.AAAA", "eyJhbGciOiJFUzI1NiIsImtpZCI6MX0.e30.AAAA",
            "eyJhbGciOiJFUzI1NiJ9=.e30.AAAA", "e30.e30.AAAA", String(repeating: "eyJ.", count: 5000),
        ])
    func malformed(token: String) async throws {
        #expect(throws: OIDCRejection.malformed) { try SignedToken(token) }
    }

    @Test("is refused without a policy, by a policy without its issuer, and by a broken one")
    func policies() async throws {
        try await OIDCCase.with { (oidc) async throws in
            let plain = try RegistryPath("acme/plain")
            let token = try oidc.issuer.token(
                audience: "https://registry.example/acme/plain", now: oidc.clock.now)
            await #expect(throws: OIDCRejection.notInPolicy) {
                try await oidc.authenticator.caller(bearing: token, for: plain, baseURL: OIDCCase.baseURL)
            }
            await #expect(throws: OIDCRejection.notInPolicy) {
                try await oidc.authenticator.caller(
                    bearing: token, for: RegistryPath("acme/nowhere"), baseURL: OIDCCase.baseURL)
            }
        }
        try await OIDCCase.with(policy: "[{\"iss\":\"https://other.example\"}]") { (oidc) async throws in
            #expect(try await oidc.rejection(oidc.token()) == .notInPolicy)
            #expect(oidc.issuer.fetches == 0)
        }
        try await OIDCCase.with(policy: "nonsense") { (oidc) async throws in
            guard case .brokenPolicy = try await oidc.rejection(oidc.token()) else {
                Issue.record("a broken policy let somebody in")
                return
            }
        }
        try await OIDCCase.with(issuers: []) { (oidc) async throws in
            #expect(try await oidc.rejection(oidc.token()) == .unknownIssuer(oidc.issuer.url))
        }
    }

    @Test("costs one look at the issuer for many, and one more where a key is new")
    func caching() async throws {
        try await OIDCCase.with { (oidc) async throws in
            for _ in 0..<5 { _ = try await oidc.caller(oidc.token()) }
            #expect(oidc.issuer.fetches == 1)
            // Made-up key ids cost the issuer nothing until half a minute has passed.
            for number in 0..<5 {
                #expect(try await oidc.rejection(oidc.token(keyID: "made up \(number)")) == .unknownKey)
            }
            #expect(oidc.issuer.fetches == 1)
            oidc.issuer.documents.withLock { documents in documents.keys[0]["kid"] = "rotated" }
            oidc.clock.advance(31)
            _ = try await oidc.caller(oidc.token(keyID: "rotated"))
            #expect(oidc.issuer.fetches == 2)
            #expect(try await oidc.rejection(oidc.token()) == .unknownKey)
            // An issuer that is down for a while: its keys serve on.
            oidc.issuer.documents.withLock { $0.status = .internalServerError }
            oidc.clock.advance(1000)
            _ = try await oidc.caller(oidc.token(keyID: "rotated"))
            oidc.clock.advance(90_000)
            #expect(
                try await oidc.rejection(oidc.token(keyID: "rotated"))
                    == .issuerUnavailable("it answered 500"))
        }
    }

    @Test("is not believed where the issuer's documents cannot be")
    func documents() async throws {
        let cases: [(String, @Sendable (inout TestIssuer.Documents) -> Void)] = [
            ("the discovery document is another issuer's", { $0.issuer = "https://other.example" }),
            (
                "the discovery document names no https address for the keys",
                { $0.keysAddress = "http://192.0.2.1/keys" }
            ),
            ("the discovery document names no https address for the keys", { $0.keysAddress = "file:///etc/passwd" }),
            ("it answered 302", { $0.status = .found }),
            ("its answer is too long", { $0.padding = 300 << 10 }),
            ("no answer", { $0.keysAddress = "http://127.0.0.1:1/keys" }),
        ]
        for (why, change) in cases {
            try await OIDCCase.with { (oidc) async throws in
                oidc.issuer.documents.withLock { change(&$0) }
                #expect(try await oidc.rejection(oidc.token()) == .issuerUnavailable(why))
            }
        }
    }

    @Test("comes only from issuers with a safe address")
    func addresses() {
        for good in ["https://agent.example", "https://oidc.example/org/x", "http://127.0.0.1:99", "http://localhost"] {
            #expect(IssuerURL.isAcceptable(good))
        }
        for bad in [
            "", "agent.example", "http://agent.example", "https://", "ftp://x", "https://u@x", "https://x?y",
            "https://x#y",
        ] {
            #expect(!IssuerURL.isAcceptable(bad), "\(bad)")
        }
    }
}
