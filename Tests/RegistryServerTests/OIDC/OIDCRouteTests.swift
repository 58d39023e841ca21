import Foundation
import RegistryServer
import Testing

@Suite("A job at Buildkite's routes")
struct OIDCRouteTests {
    @Test("reads and publishes by the registry's policy, without a stored secret")
    func job() async throws {
        try await TestIssuer.with { issuer in
            var settings = ServerSettings()
            settings.oidcIssuers = [issuer.url]
            // The issuer shares a busy machine with all other tests.
            settings.limits.issuerSeconds = 300
            try await BuildkiteSite.with(settings) { (site) async throws in
                let policy: [[String: Any]] = [
                    ["iss": issuer.url, "scopes": ["read_packages"], "claims": ["build_branch": "main"]]
                ]
                let body = try JSONSerialization.data(withJSONObject: ["oidc_policy": policy])
                let json = [("Authorization", "Bearer \(site.admin)"), ("Content-Type", "application/json")]
                let updated = try await site.server.request(
                    "PATCH", BuildkiteSite.rest, headers: json, body: Array(body))
                #expect(updated.status == 200)

                let now = Date().timeIntervalSince1970
                let audience = "\(site.server.url)/\(BuildkiteSite.house)"
                func index(_ token: String, _ registry: String = BuildkiteSite.house) async throws -> Int {
                    let basic = Data("buildkite:\(token)".utf8).base64EncodedString()
                    return try await site.server.request(
                        "GET", "/\(registry)/pypi/simple/", headers: [("Authorization", "Basic \(basic)")]
                    ).status
                }
                let good = try issuer.token(audience: audience, now: now)
                #expect(try await index(good) == 200)
                #expect(try await index(issuer.token(audience: audience, now: now) { $0["build_branch"] = "x" }) == 401)
                #expect(try await index(issuer.token(audience: audience, now: now - 301)) == 401)
                #expect(try await index(issuer.token(audience: "\(site.server.url)/other", now: now)) == 401)
                #expect(try await index(good, BuildkiteSite.attic) == 401)
                // The policy grants reading only.
                let publish = try await site.server.request(
                    "POST", BuildkiteSite.rest + "/packages/upload", headers: [("Authorization", "Bearer \(good)")])
                #expect(publish.status == 403)
            }
        }
    }

    @Test("has a policy only where it can be read")
    func wrongPolicy() async throws {
        try await BuildkiteSite.with { (site) async throws in
            let body = try JSONSerialization.data(withJSONObject: ["oidc_policy": "- iss: x\n  claims: {a: {like: b}}"])
            let answer = try await site.server.request(
                "PATCH", BuildkiteSite.rest,
                headers: [("Authorization", "Bearer \(site.admin)"), ("Content-Type", "application/json")],
                body: Array(body))
            #expect(answer.status == 422)
            #expect(answer.text.contains("no matcher"))
        }
    }
}
