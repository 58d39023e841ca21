import RegistryCore
import Testing

@Suite("A policy for OpenID Connect")
struct OIDCPolicyTests {
    private static let issuer = "https://issuer.example"

    private func scopes(_ rules: [OIDCRule], _ claims: [String: ClaimValue]) -> ScopeSet? {
        OIDCPolicy(statements: [OIDCStatement(issuer: Self.issuer, rules: rules)])
            .scopes(for: claims, issuer: Self.issuer)
    }

    private func holds(_ matchers: [OIDCMatcher], _ value: ClaimValue?) -> Bool {
        let rule = OIDCRule(claim: "claim", matchers: matchers)
        return scopes([rule], value.map { ["claim": $0] } ?? [:]) != nil
    }

    @Test("compares exactly, and kinds of values with each other never")
    func matchers() {
        #expect(holds([.equals(.string("main"))], .string("main")))
        #expect(!holds([.equals(.string("main"))], .string("Main")))
        #expect(!holds([.equals(.string("7"))], .integer(7)))
        #expect(!holds([.equals(.string("true"))], .boolean(true)))
        #expect(holds([.equals(.integer(7))], .number(7)))
        #expect(holds([.equals(.null)], .null))
        #expect(!holds([.notEquals(.string("main"))], .string("main")))
        #expect(holds([.notEquals(.string("main"))], .integer(7)))
        #expect(holds([.isIn([.string("a"), .string("b")])], .string("b")))
        #expect(!holds([.isIn([])], .string("b")))
        #expect(holds([.isNotIn([.string("a")])], .string("b")))
        #expect(!holds([.isNotIn([.string("a"), .string("b")])], .string("b")))
        #expect(holds([.matches([Glob("main"), Glob("feature/*")])], .string("feature/x/y")))
        #expect(!holds([.matches([Glob("main"), Glob("feature/*")])], .string("other")))
    }

    @Test("wants every matcher, every rule, and every claim it names")
    func all() {
        let matchers: [OIDCMatcher] = [.matches([Glob("feature/*")]), .notEquals(.string("feature/no"))]
        #expect(holds(matchers, .string("feature/yes")))
        #expect(!holds(matchers, .string("feature/no")))
        #expect(!holds([.notEquals(.string("x"))], nil))
        #expect(!holds([.isNotIn([])], nil))
        let rules = [
            OIDCRule(claim: "a", matchers: [.equals(.integer(1))]), OIDCRule(claim: "b", matchers: [.equals(.null)]),
        ]
        #expect(scopes(rules, ["a": .integer(1), "b": .null]) != nil)
        #expect(scopes(rules, ["a": .integer(1)]) == nil)
        #expect(scopes([], [:]) == [.readPackages, .writePackages])
    }

    @Test("passes a glob over where the value is no text, but lets nobody in for want of a comparison")
    func ignored() {
        #expect(!holds([.matches([Glob("*")])], .integer(7)))
        #expect(holds([.matches([Glob("8")]), .equals(.integer(7))], .integer(7)))
        for matcher in [OIDCMatcher.notEquals(.string("x")), .isNotIn([]), .matches([Glob("*")])] {
            #expect(!holds([matcher], .compound))
        }
        #expect(!holds([.equals(.compound)], .compound))
    }

    @Test("goes by the first statement that fits, and only its scopes")
    func first() {
        let policy = OIDCPolicy(statements: [
            OIDCStatement(issuer: "https://other.example", scopes: .packages, rules: []),
            OIDCStatement(
                issuer: Self.issuer, scopes: .readPackages,
                rules: [OIDCRule(claim: "branch", matchers: [.equals(.string("main"))])]),
            OIDCStatement(issuer: Self.issuer, scopes: .deletePackages, rules: []),
        ])
        #expect(policy.scopes(for: ["branch": .string("main")], issuer: Self.issuer) == .readPackages)
        #expect(policy.scopes(for: ["branch": .string("other")], issuer: Self.issuer) == .deletePackages)
        #expect(policy.scopes(for: [:], issuer: Self.issuer + "/") == nil)
        #expect(policy.concerns(issuer: "https://other.example"))
        #expect(!policy.concerns(issuer: "https://third.example"))
    }

    @Test(
        "has patterns with stars and question marks",
        arguments: [
            ("", "", true), ("", "a", false), ("*", "", true), ("*", "anything/at all", true), ("?", "", false),
            ("?", "é", true), ("a*c", "abbbc", true), ("a*c", "abbbd", false), ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false), ("release-?.?", "release-1.2", true), ("release-?.?", "release-1.22", false),
            ("[ab]", "a", false), ("[ab]", "[ab]", true), ("a.c", "abc", false),
        ])
    func globs(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern).matches(text) == fits)
    }

    @Test("is not kept busy by patterns made for that")
    func hostilePattern() {
        let pattern = Glob(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }
}
