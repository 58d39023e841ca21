import RegistryCore
import Testing

@Suite("Users")
struct UserTests {
    @Test("are found in any case, listed, changed and deleted")
    func life() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("Alice")
            try accounts.user("bob")
            #expect(try registry.users().map(\.name) == ["Alice", "bob"])
            #expect(try registry.user("aLICE").hasPassword)
            var changes = UserChanges()
            changes.email = "alice@example.org"
            changes.displayName = "Alice"
            #expect(try registry.updateUser("alice", changes).email == "alice@example.org")
            #expect(try registry.user("alice").displayName == "Alice")
            try registry.deleteUser("ALICE")
            #expect(try registry.users().map(\.name) == ["bob"])
            #expect(throws: RegistryError.noSuchUser("alice")) { try registry.user("alice") }
        }
    }

    @Test("cannot have a name that is taken")
    func taken() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            #expect(throws: RegistryError.userExists("ALICE")) {
                try accounts.registry.createUser(NewUser(name: "ALICE"))
            }
        }
    }

    @Test(
        "cannot have a name that is none",
        arguments: [
            "", "-a", "a-", "a b", "a/b", "a\0b", "ä", "__token__", "buildkite", "GitLab-CI-Token", "..",
            String(repeating: "a", count: 65), String(repeating: "a", count: 5000),
        ])
    func badNames(name: String) throws {
        try withAccounts { (accounts) throws in
            #expect(throws: RegistryError.invalidUserName(name)) {
                try accounts.registry.createUser(NewUser(name: name))
            }
            #expect(throws: RegistryError.noSuchUser(name)) { try accounts.registry.user(name) }
            #expect(
                try accounts.authenticate(.basic(user: name, password: "password"))
                    == .rejected(name.isEmpty ? .unknown : .wrongPassword))
        }
    }

    @Test("cannot have a password that is short, endless, or a token")
    func badPasswords() throws {
        try withAccounts { accounts in
            try accounts.user("alice")
            let token = try accounts.secret(.personal) { $0.owner = "alice" }
            for password in ["", "1234567", String(repeating: "x", count: 1025), token] {
                #expect { try accounts.registry.setPassword(password, of: "alice") } throws: { error in
                    guard case RegistryError.invalidPassword = error else { return false }
                    return true
                }
            }
        }
    }

    @Test("lose their roles and tokens with their record, and a namesake has none")
    func deletion() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("alice")
            try registry.grant(.admin, to: "alice", on: .organization("acme"))
            try registry.grant(.writer, to: "alice", on: .registry(TestAccounts.elsewhere))
            let secret = try accounts.secret(.personal) { $0.owner = "alice" }
            try registry.deleteUser("alice")
            #expect(try registry.tokens().isEmpty)
            #expect(try registry.grants(on: .organization("acme")).isEmpty)
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.unknown))
            try accounts.user("alice")
            #expect(try registry.grants(of: "alice").isEmpty)
            #expect(try registry.tokens(.user("alice")).isEmpty)
        }
    }

    @Test("have one role in a place, which can be changed and taken away")
    func grants() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("alice")
            let target = GrantTarget.registry(TestAccounts.packages)
            try registry.grant(.reader, to: "Alice", on: target)
            try registry.grant(.writer, to: "alice", on: target)
            #expect(try registry.grants(on: target).map(\.role) == [.writer])
            #expect(try registry.grants(of: "alice").map(\.target) == [target])
            try registry.revokeGrant(of: "alice", on: target)
            #expect(try registry.grants(of: "alice").isEmpty)
            #expect(throws: RegistryError.noSuchGrant(user: "alice", target: "acme/packages")) {
                try registry.revokeGrant(of: "alice", on: target)
            }
            #expect(throws: RegistryError.noSuchOrganization("nobody")) {
                try registry.grant(.reader, to: "alice", on: .organization("nobody"))
            }
        }
    }

    @Test("of a registry or organization lose their roles when it goes, and get none in its successor")
    func targetsThatGo() throws {
        try withAccounts { accounts in
            let registry = accounts.registry
            try accounts.user("alice")
            try registry.grant(.writer, to: "alice", on: .registry(TestAccounts.packages))
            try registry.grant(.reader, to: "alice", on: .organization("acme"))
            let secret = try accounts.secret(.registry) { $0.limit = .registry(TestAccounts.packages) }
            let wide = try accounts.secret(.deploy) { $0.limit = .organization("acme") }
            try registry.deleteRegistry(TestAccounts.packages)
            #expect(try registry.grants(of: "alice").map(\.role) == [.reader])
            #expect(try accounts.authenticate(.bearer(secret)) == .rejected(.unknown))
            try registry.createRegistry(TestAccounts.packages)
            #expect(try registry.grants(on: .registry(TestAccounts.packages)).isEmpty)
            try registry.deleteOrganization("acme", force: true)
            #expect(try registry.grants(of: "alice").isEmpty)
            #expect(try accounts.authenticate(.bearer(wide)) == .rejected(.unknown))
            #expect(try registry.tokens().isEmpty)
        }
    }
}
