import RegistryCore
import Testing

@Suite("Passwords")
struct AuthenticationTests {
    private func alice(_ password: String = "password-of-alice") -> Credential {
        .basic(user: "Alice", password: password)
    }

    @Test("let their user in, and are not asked of tokens' users alone")
    func right() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            try accounts.registry.createUser(NewUser(name: "robot"))
            let caller = try accounts.caller(alice())
            #expect(caller.kind == .user)
            #expect(caller.userName == "alice")
            #expect(caller.scopes == .all)
            #expect(try accounts.authenticate(alice("password-of-alicE")) == .rejected(.wrongPassword))
            #expect(
                try accounts.authenticate(.basic(user: "nobody", password: "password")) == .rejected(.wrongPassword))
            #expect(
                try accounts.authenticate(.basic(user: "robot", password: "password")) == .rejected(.wrongPassword))
            #expect(try accounts.authenticate(alice(), acceptsPasswords: false) == .rejected(.unknown))
            #expect(try accounts.authenticate(.none) == .anonymous)
            #expect(try accounts.authenticate(.bearer("password-of-alice")) == .rejected(.unknown))
            #expect(try accounts.authenticate(.basic(user: "", password: "")) == .rejected(.unknown))
        }
    }

    @Test("are hashed once and remembered until the record changes")
    func memory() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("alice")
            #expect(try registry.authenticateWithoutHashing(alice()) == nil)
            let first = try accounts.authenticate(alice())
            #expect(try registry.authenticateWithoutHashing(alice()) == first)
            #expect(try registry.authenticateWithoutHashing(alice("password-of-alicE")) == nil)
            accounts.clock.advance(seconds: 301)
            #expect(try registry.authenticateWithoutHashing(alice()) == nil)

            _ = try accounts.authenticate(alice())
            try registry.setPassword("another password", of: "alice")
            #expect(try registry.authenticateWithoutHashing(alice()) == nil)
            #expect(try accounts.authenticate(alice()) == .rejected(.wrongPassword))
            #expect(try accounts.caller(alice("another password")).userName == "alice")

            // The same name and password, but another record.
            try registry.deleteUser("alice")
            #expect(try registry.authenticateWithoutHashing(alice("another password")) == nil)
            try accounts.user("alice")
            try registry.setPassword("another password", of: "alice")
            #expect(try registry.authenticateWithoutHashing(alice("another password")) == nil)
        }
    }

    @Test("and tokens of a deactivated user are worth nothing at once, and again something later")
    func inactive() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let secret = try accounts.secret(.personal) { $0.owner = "alice" }
            _ = try accounts.authenticate(alice())
            var changes = UserChanges()
            changes.isActive = false
            try accounts.registry.updateUser("alice", changes)
            #expect(try accounts.authenticate(alice()) == .rejected(.inactive))
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.inactive))
            changes.isActive = true
            try accounts.registry.updateUser("alice", changes)
            #expect(try accounts.caller(.bearer(secret)).userName == "alice")
        }
    }

    @Test("can be guessed ten times, then twice a minute; who was right lately stays in")
    func throttle() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            _ = try accounts.authenticate(alice(), from: "192.0.2.1")
            for _ in 0..<10 {
                #expect(
                    try accounts.authenticate(alice("guess"), from: "198.51.100.9") == .rejected(.wrongPassword))
            }
            #expect(
                try accounts.authenticate(alice("guess"), from: "203.0.113.5")
                    == .rejected(.throttled(retryAfterSeconds: 30)))
            // Remembered, so nothing is guessed.
            #expect(try accounts.caller(alice()).userName == "alice")
            accounts.clock.advance(seconds: 31)
            #expect(try accounts.authenticate(alice("guess")) == .rejected(.wrongPassword))
            #expect(
                try accounts.authenticate(alice("guess")) == .rejected(.throttled(retryAfterSeconds: 29)))
        }
    }

    @Test("cannot be tried for many users from one address, or one IPv6 network")
    func throttledAddress() throws {
        try withAccounts { accounts in
            for number in 0..<30 {
                let outcome = try accounts.authenticate(
                    .basic(user: "user\(number)", password: "guess"), from: "2001:db8:1:2::\(number)")
                #expect(outcome == .rejected(.wrongPassword))
            }
            let next = Credential.basic(user: "user99", password: "guess")
            #expect(
                try accounts.authenticate(next, from: "2001:db8:1:2:ffff::1")
                    == .rejected(.throttled(retryAfterSeconds: 5)))
            #expect(try accounts.authenticate(next, from: "2001:db8:1:3::1") == .rejected(.wrongPassword))
        }
    }
}
