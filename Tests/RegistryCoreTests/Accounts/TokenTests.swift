import ContentStore
import RegistryCore
import Secrets
import SystemPackage
import Testing

@Suite("Tokens")
struct TokenTests {
    @Test("are good until they are revoked or their time is over")
    func life() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("alice")
            var new = NewToken(.personal)
            new.owner = "Alice"
            new.description = "laptop"
            new.expires = accounts.clock.now + 3_600_000
            let (info, secret) = try registry.createToken(new)
            #expect(SecretToken(secret) != nil)
            #expect(info.owner == "alice")
            #expect(info.scopes == [.readPackages, .writePackages])
            #expect(try registry.token(id: info.id) == info)
            let caller = try accounts.caller(.bearer(secret))
            #expect(caller.userName == "alice")
            #expect(caller.name == "alice")
            #expect(caller.tokenID == info.id)
            accounts.clock.advance(seconds: 3601)
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.expired))
            try registry.revokeToken(id: info.id)
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.revoked))
            #expect(try registry.pruneTokens(endedBefore: .max) == 1)
            #expect(throws: RegistryError.noSuchToken(info.id)) { try registry.token(id: info.id) }
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.unknown))
        }
    }

    @Test("are listed by user and by what they are good for, in the order they were made")
    func lists() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("alice")
            let target = GrantTarget.registry(TestAccounts.packages)
            var ids: [String] = []
            for kind in [TokenKind.personal, .registry, .deploy, .job] {
                var new = NewToken(kind)
                new.description = "\(kind)"
                if kind == .personal || kind == .job { new.owner = "alice" } else { new.limit = target }
                ids.append(try registry.createToken(new).info.id)
            }
            #expect(try Set(registry.tokens().map(\.id)) == Set(ids))
            #expect(try Set(registry.tokens(.user("alice")).map(\.id)) == [ids[0], ids[3]])
            #expect(try Set(registry.tokens(.limited(to: target)).map(\.id)) == [ids[1], ids[2]])
            #expect(try registry.tokens(.limited(to: .organization("acme"))).isEmpty)
            try registry.updateToken(id: ids[1], description: "for the office")
            #expect(try registry.token(id: ids[1]).description == "for the office")
            #expect(try registry.token(id: ids[2]).username?.hasPrefix("deploy-") == true)
        }
    }

    @Test("have parts that fit their kind")
    func kinds() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let registry = GrantTarget.registry(TestAccounts.packages)
            func refuses(_ kind: TokenKind, _ change: (inout NewToken) -> Void) {
                #expect { try accounts.secret(kind, change) } throws: { error in
                    guard case RegistryError.invalidToken = error else { return false }
                    return true
                }
            }
            refuses(.personal) { _ in }
            refuses(.job) { _ in }
            refuses(.registry) { _ in }
            refuses(.registry) { $0.limit = .organization("acme") }
            refuses(.registry) {
                $0.limit = registry
                $0.scopes = .packages
            }
            refuses(.registry) {
                $0.limit = registry
                $0.owner = "alice"
            }
            refuses(.deploy) { _ in }
            refuses(.deploy) {
                $0.limit = registry
                $0.scopes = .all
            }
            refuses(.personal) {
                $0.owner = "alice"
                $0.scopes = []
            }
            refuses(.personal) {
                $0.owner = "alice"
                $0.expires = 1000
            }
            #expect(throws: RegistryError.noSuchUser("nobody")) {
                try accounts.secret(.personal) { $0.owner = "nobody" }
            }
            #expect(throws: RegistryError.invalidUserName("gitlab-ci-token")) {
                try accounts.secret(.deploy) {
                    $0.limit = registry
                    $0.username = "gitlab-ci-token"
                }
            }
        }
    }

    @Test("of jobs end within a day")
    func jobs() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            var new = NewToken(.job)
            new.owner = "alice"
            let short = try accounts.registry.createToken(new).info
            #expect(short.expires == short.created + 3_600_000)
            new.expires = .max
            let long = try accounts.registry.createToken(new).info
            #expect(long.expires == long.created + 86_400_000)
        }
    }

    @Test(
        "are taken in every form that clients send them in", arguments: TokenKind.allCases.filter { $0 != .session })
    func forms(kind: TokenKind) throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let secret = try accounts.secret(kind) { new in
                if kind == .personal || kind == .job {
                    new.owner = "alice"
                } else {
                    new.limit = .registry(TestAccounts.packages)
                }
            }
            for credential in [Credential.bearer(secret), .secret(secret), .basic(user: secret, password: "")] {
                #expect(try accounts.caller(credential).kind == .token(kind), "\(credential)")
            }
            #expect(try accounts.caller(.basic(user: secret, password: "x-oauth-basic")).kind == .token(kind))
            // A job's token wants its own user name, the others are good with any.
            let names = ["__token__", "buildkite", "whoever"]
            for name in names {
                let outcome = try accounts.authenticate(.basic(user: name, password: secret))
                if kind == .job {
                    #expect(outcome == .rejected(.unknown))
                } else {
                    #expect(try accounts.caller(.basic(user: name, password: secret)).kind == .token(kind))
                }
            }
            #expect(
                try accounts.caller(.basic(user: "gitlab-ci-token", password: secret)).kind == .token(kind))
        }
    }

    @Test(
        "that nobody made are refused",
        arguments: [
            "", "x", "rga_", "rga_p_", String(repeating: "a", count: 44), String(repeating: "rga_", count: 100_000),
            "\0", "rga_p_\u{0}", "eyJhbGciOiJSUzI1NiJ9.e30.x",
        ])
    func unknown(secret: String) throws {
        try withAccounts { (accounts) throws in
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.unknown))
            #expect(
                try accounts.authenticate(.basic(user: "buildkite", password: secret), acceptsPasswords: false)
                    == .rejected(.unknown))
        }
        #expect(SecretToken(secret) == nil)
    }

    @Test("with the right form and checksum, but never made here, are refused")
    func foreign() throws {
        try withAccounts { (accounts) throws in
            let secret = SecretToken.random(kind: "p").text
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.unknown))
        }
    }

    @Test("remember when they were used, in one write for many uses")
    func lastUse() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let registry = accounts.registry
            let secret = try accounts.secret(.personal) { $0.owner = "alice" }
            let id = try #require(registry.tokens().first?.id)
            for _ in 0..<5 { _ = try accounts.authenticate(.bearer(secret)) }
            #expect(try registry.token(id: id).lastUsed == nil)
            #expect(try registry.flushTokenUse() == 1)
            let first = accounts.clock.now
            #expect(try registry.token(id: id).lastUsed == first)
            // Within ten minutes nothing is written again.
            accounts.clock.advance(seconds: 300)
            _ = try accounts.authenticate(.bearer(secret))
            #expect(try registry.flushTokenUse() == 0)
            accounts.clock.advance(seconds: 301)
            _ = try accounts.authenticate(.bearer(secret))
            #expect(try registry.flushTokenUse() == 1)
            #expect(try registry.token(id: id).lastUsed == first + 601_000)
            // What is deleted meanwhile leaves nothing behind.
            accounts.clock.advance(seconds: 601)
            _ = try accounts.authenticate(.bearer(secret))
            try registry.deleteUser("alice")
            try registry.flushTokenUse()
            #expect(try registry.tokens().isEmpty)
        }
    }

    @Test("have scopes by the names of all three systems")
    func scopeNames() {
        for scope in Scope.allCases { #expect(ScopeSet(name: scope.rawValue) == scope.set) }
        #expect(ScopeSet(name: "write:package") == .packages)
        #expect(ScopeSet(name: "read:package") == .readPackages)
        #expect(ScopeSet(name: "api") == .all)
        #expect(ScopeSet(name: "read_api") == [.readPackages, .readRegistries])
        #expect(ScopeSet(name: "read_package_registry") == .readPackages)
        #expect(ScopeSet(name: "write_package_registry") == .packages)
        for name in ScopeSet.knownNames { #expect(ScopeSet(name: name) != nil) }
        for name in ["", "write", "READ_PACKAGES", "sudo"] { #expect(ScopeSet(name: name) == nil) }
        #expect(ScopeSet.all.names.count == 6)
    }

    @Test("leave only hashes in the index: no secret is in the store's files")
    func nothingStored() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let secret = try accounts.secret(.personal) { $0.owner = "alice" }
            let index = accounts.registry.store.root.appending("index").appending("data.mdb")
            let bytes = try contents(of: index)
            #expect(bytes.count > 0)
            for needle in [secret, String(secret.dropFirst(6).prefix(20)), "password-of-alice"] {
                #expect(bytes.firstRange(of: Array(needle.utf8)) == nil)
            }
        }
    }
}
