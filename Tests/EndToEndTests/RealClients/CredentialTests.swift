import FixtureBuilders
import SystemPackage
import Testing

@Suite("Credentials")
struct CredentialTests {
    /// What a caller has; each row is told what the three systems answer (Buildkite, Gitea, GitLab).
    enum Secret: String, CaseIterable, CustomTestStringConvertible {
        case none, wrong, expired, revoked, readOnly, ofAnotherRegistry, ofAStranger, ofADeletedUser
        var testDescription: String { rawValue }
    }

    /// Statuses for a page of a private registry, and for an upload to it.
    static func expected(_ secret: Secret, _ dialect: Endpoint.Dialect) -> (read: Int, publish: Int) {
        switch (secret, dialect) {
        case (.readOnly, .buildkite), (.readOnly, .gitLab): (200, 403)
        case (.readOnly, .gitea): (200, 401)
        // Those who may not see it are not told that it is there, but for Gitea's, which says 401 to everybody.
        case (.ofAnotherRegistry, .buildkite), (.ofAStranger, .buildkite): (404, 404)
        case (.ofAnotherRegistry, .gitLab), (.ofAStranger, .gitLab): (404, 404)
        default: (401, 401)
        }
    }

    @Test("are judged in the words of each dialect", arguments: Endpoint.Dialect.allCases, Secret.allCases)
    func judged(dialect: Endpoint.Dialect, secret: Secret) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            let wheel = try await SampleProject.hatchling.wheel()
            try await site.ingest([wheel], into: endpoint.registry)
            let token = try await make(secret, for: endpoint)
            let (read, publish) = Self.expected(secret, dialect)
            let page = try await endpoint.page("parcel", token: token)
            #expect(page.status == read, "\(page)")
            if page.status != 200 { #expect(!page.body.contains("parcel"), "\(page)") }
            let label = try await SampleProject.flit.wheel()
            let upload = try await endpoint.upload(label, token: token)
            #expect(upload.status == publish, "\(upload)")
            #expect(try await site.filenames(in: endpoint.registry) == [wheel.filename])
            // And as the clients see it.
            let machine = try await site.machine.activated()
            let install = try await machine.run("pip", "install", "--index-url", endpoint.index(token: token), "parcel")
            #expect((install.status == 0) == (read == 200), "\(install)")
            if !token.isEmpty { #expect(!site.server.log.contains(token), "a secret is in the log") }
        }
    }

    private func make(_ secret: Secret, for endpoint: Endpoint) async throws -> String {
        let site = endpoint.site
        let both = ["read_packages", "write_packages"]
        switch secret {
        case .none: return ""
        case .wrong: return String(endpoint.token.dropLast(3)) + "xyz"
        case .readOnly: return try await site.token(scopes: ["read_packages"]).secret
        case .ofAnotherRegistry:
            return try await site.token(scopes: both, registry: site.registry("other/packages")).secret
        case .ofAStranger:
            try await site.user("stranger", password: "long enough")
            return try await site.token(scopes: both, user: "stranger").secret
        case .ofADeletedUser:
            try await site.user("leaver", password: "long enough", role: "writer", on: endpoint.registry)
            let token = try await site.token(scopes: both, user: "leaver").secret
            #expect(try await endpoint.page("parcel", token: token).status == 200)
            try await site.regadmin.succeed(["user", "delete", "leaver"])
            return token
        case .expired:
            let token = try await site.token(scopes: both, options: ["--expires-in", "20s"]).secret
            #expect(try await endpoint.page("parcel", token: token).status == 200)
            try await Task.sleep(for: .seconds(21))
            return token
        case .revoked:
            let token = try await site.token(scopes: both)
            #expect(try await endpoint.page("parcel", token: token.secret).status == 200)
            try await site.regadmin.succeed(["token", "revoke", token.id])
            return token.secret
        }
    }
}
