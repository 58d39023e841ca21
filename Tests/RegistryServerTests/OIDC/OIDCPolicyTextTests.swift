import RegistryCore
import RegistryServer
import Testing

@Suite("The text of a policy")
struct OIDCPolicyTextTests {
    private static let yaml = """
        - iss: https://agent.example
          scopes:
            - read_packages
          claims:
            organization_slug: acme
            build_number: 7
            branch:
              matches:
                - main
                - feature/*
              not_equals: feature/no   # not this one
        - iss: https://other.example
          claims:
            actor: {in: [bot, "7", no]}
            protected: true
        """
    private static let json = """
        [{"iss":"https://agent.example","scopes":["read_packages"],"claims":{"organization_slug":"acme",
          "build_number":7,"branch":{"matches":["main","feature/*"],"not_equals":"feature/no"}}},
         {"iss":"https://other.example","claims":{"actor":{"in":["bot","7","no"]},"protected":true}}]
        """

    @Test("says the same in YAML and in JSON")
    func both() throws {
        let policy = try OIDCPolicyText.parse(Self.yaml)
        #expect(try OIDCPolicyText.parse(Self.json) == policy)
        #expect(policy.statements.map(\.scopes) == [.readPackages, [.readPackages, .writePackages]])
        #expect(
            policy.statements[1].rules == [
                OIDCRule(claim: "actor", matchers: [.isIn([.string("bot"), .string("7"), .string("no")])]),
                OIDCRule(claim: "protected", matchers: [.equals(.boolean(true))]),
            ])
    }

    @Test("may have its claims beside the issuer, as it once was")
    func oldForm() throws {
        let policy = try OIDCPolicyText.parse("- iss: https://agent.example\n  organization_slug: acme\n")
        #expect(
            policy.statements[0].rules == [
                OIDCRule(claim: "organization_slug", matchers: [.equals(.string("acme"))])
            ])
    }

    @Test(
        "is refused where it is not wholly understood",
        arguments: [
            "", "   ", "nonsense", "{}", "[]", "- 1", "- {}", "- iss: 7", "- iss: ''",
            "- iss: x\n  scopes: read_packages", "- iss: x\n  scopes: [write_registries]", "- iss: x\n  scopes: [all]",
            "- iss: x\n  claims: [a]", "- iss: x\n  claims: {a: {}}", "- iss: x\n  claims: {a: [b]}",
            "- iss: x\n  claims: {a: {like: b}}", "- iss: x\n  claims: {a: {in: b}}",
            "- iss: x\n  claims: {a: {equals: [b]}}", "- iss: x\n  claims: {a: {in: [[b]]}}",
            "- iss: x\n  claims: {a: {matches: 7}}", "- iss: x\n  claims: {a: {matches: [b, 7]}}",
            "- iss: x\n  iss: y", "- iss: x\n--- \n- iss: y", "- &a iss: x", "- iss: &a x\n- iss: *a",
            "- iss: x\n  claims: &c {a: b}\n- iss: y\n  claims: *c", "- iss: !!str x", "- !thing {iss: x}",
            "- iss: x\n  claims: {? [a] : b}", "- iss: x\n  claims: !!map {a: b}", "\t- iss: x", "- iss: x\n \u{0}",
            "%YAML 1.1\n%FOO bar\n- : :",
        ])
    func refused(text: String) {
        #expect(throws: OIDCPolicyText.Problem.self) { try OIDCPolicyText.parse(text) }
    }

    @Test("may not nest without end, or be endless")
    func limits() {
        let texts = [
            String(repeating: "[", count: 30_000), String(repeating: "{a: ", count: 8_000),
            String(repeating: "- ", count: 16_000) + "x", String(repeating: "? ", count: 16_000) + "x",
            String(repeating: "- iss: x\n", count: 51), String(repeating: "- iss: x\n", count: 5_000),
            "- iss: x\n  claims: {a: '\(String(repeating: "y", count: 1025))'}",
            "- iss: x\n  claims: {a: {in: [\(String(repeating: "y,", count: 201))]}}",
            "- iss: x\n  claims: {\((0..<51).map { "c\($0): 1" }.joined(separator: ", "))}",
        ]
        for text in texts {
            #expect(throws: OIDCPolicyText.Problem.self) { try OIDCPolicyText.parse(text) }
        }
    }

    @Test("is refused with the place of what is wrong")
    func places() {
        func words(_ text: String) -> String? {
            do throws(OIDCPolicyText.Problem) {
                _ = try OIDCPolicyText.parse(text)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(
            words("- iss: x\n- iss: y\n  claims: {branch: {like: b}}")
                == "statement 2: claim “branch”: there is no matcher “like”; say equals, not_equals, in, not_in or matches"
        )
        #expect(words("- iss: x\n  claims: [") ?? "" != "")
    }
}
