import Foundation
import Testing

@Suite("Users, tokens and the audit log at the command line")
struct AccountCommandTests {
    @Test("goes from a user to a token in a variable, and back")
    func life() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "registry", "create", "acme/packages")
            let made = try regadmin.expect(
                0, "user", "create", "Alice", "--email", "alice@example.org", "--password", input: "correct horse\n")
            #expect(made.output.contains("Password  set"))
            try regadmin.expect(0, "user", "grant", "alice", "writer", "acme/packages")
            #expect(try regadmin.expect(0, "user", "show", "alice").output.contains("writer of acme/packages"))
            #expect(try regadmin.expect(0, "user", "list", "--on", "acme/packages").output.contains("writer"))
            let created = try regadmin.expect(
                0, "token", "create", "--user", "alice", "--description", "laptop", "--scope", "write:package")
            let secret = created.output.trimmingCharacters(in: .newlines)
            #expect(secret.hasPrefix("rga_p_"))
            #expect(!secret.contains("\n"))
            #expect(!created.errors.contains(secret))
            let listed = try regadmin.expect(0, "token", "list", "--user", "alice", "--json").events("token")
            #expect(listed.count == 1)
            #expect(listed[0]["scopes"] as? [String] == ["read_packages", "write_packages", "delete_packages"])
            #expect(listed[0]["secret"] == nil)
            let id = try #require(listed[0]["id"] as? String)
            #expect(try regadmin.expect(0, "token", "list").output.contains(id))
            try regadmin.expect(0, "token", "revoke", id)
            #expect(try regadmin.expect(0, "token", "list").output.isEmpty)
            #expect(try regadmin.expect(0, "token", "list", "--all").output.contains("revoked"))
            #expect(try regadmin.expect(0, "token", "prune", "--older-than", "0s").output.contains("1 tokens"))
            try regadmin.expect(0, "user", "revoke-grant", "alice", "acme/packages")
            try regadmin.expect(0, "user", "deactivate", "alice")
            #expect(try regadmin.expect(0, "user", "list").output.contains("deactivated"))
            try regadmin.expect(0, "user", "password", "alice", "--remove")
            try regadmin.expect(0, "user", "delete", "alice")
            try regadmin.expect(1, "user", "show", "alice")
        }
    }

    @Test("makes each kind of token")
    func kinds() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "registry", "create", "acme/packages")
            try regadmin.expect(0, "user", "create", "bot")
            let cases: [(String, [String])] = [
                ("rga_r_", ["--registry", "acme/packages"]),
                ("rga_d_", ["--registry", "acme/packages", "--scope", "write_packages"]),
                ("rga_d_", ["--org", "acme", "--username", "deployer"]),
                ("rga_j_", ["--kind", "job", "--user", "bot"]),
                ("rga_p_", ["--user", "bot", "--registry", "acme/packages", "--expires-in", "90d"]),
            ]
            for (prefix, arguments) in cases {
                let made = try regadmin.run(["token", "create"] + arguments)
                #expect(made.status == 0, "\(made.errors)")
                #expect(made.output.hasPrefix(prefix), "\(arguments)")
            }
            let listed = try regadmin.expect(0, "token", "list", "--for", "acme", "--json").events("token")
            #expect(listed.map { $0["username"] as? String } == ["deployer"])
        }
    }

    @Test("refuses what makes no sense, and says why")
    func refusals() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "registry", "create", "acme/packages")
            try regadmin.expect(0, "user", "create", "alice")
            try regadmin.expect(2, "user", "create", "not a name")
            try regadmin.expect(1, "user", "create", "ALICE")
            try regadmin.expect(2, "user", "password", "alice", input: "short\n")
            try regadmin.expect(2, "user", "password", "alice", input: "")
            try regadmin.expect(1, "user", "password", "nobody", input: "long enough\n")
            try regadmin.expect(2, "user", "grant", "alice", "king", "acme")
            try regadmin.expect(1, "user", "grant", "alice", "reader", "nowhere")
            try regadmin.expect(1, "user", "revoke-grant", "alice", "acme")
            try regadmin.expect(2, "token", "create")
            try regadmin.expect(2, "token", "create", "--user", "alice", "--scope", "everything")
            try regadmin.expect(1, "token", "create", "--user", "nobody")
            try regadmin.expect(
                2, "token", "create", "--kind", "registry", "--registry", "acme/packages", "--scope", "api")
            try regadmin.expect(1, "token", "revoke", "0199a1c2-7b10-7c33-9a4e-1f0d2c3b4a59")
            try regadmin.expect(1, "token", "revoke", String(repeating: "x", count: 3000))
            try regadmin.expect(2, "audit", "--limit", "-1")
        }
    }

    @Test("tells who did what, filtered, newest first")
    func audit() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "user", "create", "alice")
            try regadmin.expect(0, "delete", "fixture-greeting==1.0.0")
            try regadmin.expect(0, "org", "update", "default", "--visibility", "internal")
            let events = try regadmin.expect(0, "audit", "--json").events("audit")
            #expect(events.first?["action"] as? String == "organization.update")
            #expect(events.first?["via"] as? String == "cli")
            #expect(events.first?["actor_kind"] as? String == "local")
            let numbers = events.compactMap { $0["number"] as? Int }
            #expect(numbers == numbers.sorted(by: >))
            #expect(numbers.last == 1)
            let deleted = try regadmin.expect(0, "audit", "--action", "file.delete").output
            #expect(deleted.split(separator: "\n").count == 1)
            #expect(deleted.contains("default/packages"))
            #expect(try regadmin.expect(0, "audit", "--subject", "alice").output.contains("user.create"))
            #expect(try regadmin.expect(0, "audit", "--limit", "1").output.split(separator: "\n").count == 1)
            #expect(try regadmin.expect(0, "audit", "--since", "1h", "--actor", "nobody-of-this-name").output.isEmpty)
            try regadmin.expect(0, "audit", "prune", "--older-than", "0s")
            #expect(try regadmin.expect(0, "audit").output.split(separator: "\n").count == 1)
        }
    }

    @Test("takes a policy for OpenID Connect only where it is one")
    func policy() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "registry", "create", "acme/packages")
            let update = ["registry", "update", "acme/packages", "--oidc-policy", "-"]
            let wrong = try regadmin.run(update, input: "- iss: https://x\n  claims: {a: {like: b}}\n")
            #expect(wrong.status == 2)
            #expect(wrong.errors.contains("there is no matcher"))
            #expect(try regadmin.run(update, input: "- iss: https://x\n  claims: {a: b}\n").status == 0)
            #expect(try regadmin.run(update, input: "").status == 0)
            let events = try regadmin.expect(0, "audit", "--action", "registry.oidc-policy", "--json").events("audit")
            #expect(events.count == 2)
        }
    }
}
