import RegistryCore
import Testing

@Suite("Sessions")
struct SessionTests {
    private let actor = Actor(kind: .user, name: "alice", address: "192.0.2.1", via: .pages)

    private func begin(
        _ accounts: TestAccounts, _ credential: Credential
    ) throws -> (info: TokenInfo, secret: String) {
        try accounts.registry.beginSession(of: try accounts.caller(credential), by: actor)
    }

    @Test("are good for twelve hours, for what the password was, and as a cookie only")
    func password() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let session = try begin(accounts, .basic(user: "alice", password: "password-of-alice"))
            #expect(session.info.kind == .session)
            #expect(session.info.owner == "alice")
            #expect(session.info.scopes == .all)
            let caller = try accounts.caller(.session(session.secret))
            #expect(caller.userName == "alice")
            #expect(caller.tokenID == session.info.id)
            for credential in [
                Credential.bearer(session.secret), .secret(session.secret),
                .basic(user: "alice", password: session.secret),
                .basic(user: session.secret, password: ""),
            ] {
                #expect(try accounts.authenticate(credential) == .rejected(.unknown))
            }
            accounts.clock.advance(seconds: 13 * 3600)
            #expect(try accounts.authenticate(.session(session.secret)) == .rejected(.expired))
        }
    }

    @Test("end with the token that began them, and are limited as it is")
    func token() throws {
        try withAccounts { accounts in
            let secret = try accounts.secret(.registry) { $0.limit = .registry(TestAccounts.packages) }
            let session = try begin(accounts, .bearer(secret))
            #expect(session.info.owner == nil)
            let caller = try accounts.caller(.session(session.secret))
            #expect(try accounts.registry.access(of: caller, to: TestAccounts.packages).canRead)
            #expect(!(try accounts.registry.access(of: caller, to: TestAccounts.elsewhere).canSee))
            let id = try #require(try accounts.registry.tokens().first { $0.kind == .registry }?.id)
            try accounts.registry.revokeToken(id: id)
            #expect(try accounts.authenticate(.session(session.secret)) == .rejected(.revoked))
        }
    }

    @Test("end with any change of the user who gave a password, but not those that a token began")
    func changes() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let byPassword = try begin(accounts, .basic(user: "alice", password: "password-of-alice"))
            let token = try accounts.secret(.personal) { $0.owner = "alice" }
            let byToken = try begin(accounts, .bearer(token))
            try accounts.registry.setPassword("a new password", of: "alice")
            #expect(try accounts.authenticate(.session(byPassword.secret)) == .rejected(.revoked))
            #expect(try accounts.caller(.session(byToken.secret)).userName == "alice")
        }
    }

    @Test("are begun by people and their tokens only")
    func callers() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let session = try begin(accounts, .basic(user: "alice", password: "password-of-alice"))
            for caller in [Caller.anonymous, .local, try accounts.caller(.session(session.secret))] {
                #expect(throws: RegistryError.self) { try accounts.registry.beginSession(of: caller, by: actor) }
            }
            var made = NewToken(.session)
            made.owner = "alice"
            #expect(throws: RegistryError.self) { try accounts.registry.createToken(made) }
        }
    }

    @Test("do not pile up")
    func many() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let first = try begin(accounts, .basic(user: "alice", password: "password-of-alice"))
            for _ in 0..<40 { _ = try begin(accounts, .basic(user: "alice", password: "password-of-alice")) }
            #expect(try accounts.registry.tokens(.user("alice")).count == 32)
            #expect(try accounts.authenticate(.session(first.secret)) == .rejected(.unknown))
        }
    }
}
