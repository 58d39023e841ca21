import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("What others say of themselves, on a page,")
struct HostileTextTests {
    /// A quotation mark with an accent behind it is one character to Swift, and still ends an attribute.
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "\"\u{301} onmouseover=alert(1) x=\"\u{301}", "<\u{301}svg/onload=alert(1)>", "&lt;b&gt;",
        "{{title}}{{{title}}}",
        "</textarea><script>alert(1)</script>", "a\u{202e}gpj.exe", "a\u{2066}b\u{2069}", "a\u{0}b\u{1b}[31m",
        "a\u{200b}b",
        "<!--", "]]>", "javascript:alert(1)",
    ]

    @Test("is text: descriptions and names of registries")
    func registries() async throws {
        try await PageSite.with { site in
            for text in Self.texts { try await Self.show(text, site) }
        }
    }

    private static func show(_ text: String, _ site: PageSite) async throws {
        let path = try RegistryPath(PageSite.house)
        var changes = RegistryChanges()
        changes.description = .set(text)
        try site.registry.updateRegistry(path, changes)
        var settings = RegistrySettings()
        settings.name = "zoo \(text)"
        try? site.registry.deleteRegistry(RegistryPath("acme/zoo"))
        try site.registry.createRegistry(RegistryPath("acme/zoo"), settings: settings)
        var ann = try await site.browser("ann")
        for page in ["/", "\(Self.house)", "\(Self.house)/settings", "\(Self.house)/delete", "\(Self.zoo)/setup"] {
            let answer = try await ann.get(page)
            #expect(answer.status == 200, "\(page)")
            Self.expectSafe(answer.text, page)
        }
    }

    @Test("is text: what a visitor sends")
    func visitors() async throws {
        try await PageSite.with { site in
            for text in Self.texts { try await Self.send(text, site) }
        }
    }

    private static func send(_ text: String, _ site: PageSite) async throws {
        var ann = try await site.browser("ann")
        let query = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        for page in ["/?q=\(query)", "\(Self.house)?q=\(query)&sort=\(query)&page=\(query)&done=\(query)"] {
            Self.expectSafe(try await ann.get(page).text, page)
        }
        _ = try await ann.get("/account/tokens")
        let made = try await ann.send(
            "/account/tokens", ["description": text, "ends": "7", "read_packages": "on"])
        #expect(made.status == 200)
        Self.expectSafe(made.text, "new token")
        Self.expectSafe(try await ann.get("/account/tokens").text, "tokens")
        _ = try await ann.get("/organizations/acme/new-registry")
        let refused = try await ann.send(
            "/organizations/acme/new-registry", ["name": "***", "description": text, "members": text, "url": text])
        #expect(refused.status == 422)
        Self.expectSafe(refused.text, "new registry")
        var stranger = site.stranger()
        Self.expectSafe(try await stranger.get("/sign-in?next=\(query)").text, "sign in")
        Self.expectSafe(try await stranger.send("/sign-in", ["user": text, "password": "x"]).text, "sign in")
    }

    @Test("is text: what a package says")
    func packages() async throws {
        try await PageSite.with { site in
            for (number, text) in Self.texts.enumerated() {
                // A line of metadata ends where a line ends.
                let summary = String(text.filter { !$0.isNewline })
                let wheel = WheelBuilder("hostile\(number)", version: "1.0").header("Summary", summary).build()
                var policy = InspectionPolicySetting()
                policy.mode = .warn
                var changes = RegistryChanges()
                changes.policy = policy
                try site.registry.updateRegistry(RegistryPath(PageSite.house), changes)
                try site.registry.publish(wheel, to: RegistryPath(PageSite.house))
            }
            var ann = try await site.browser("ann")
            let page = try await ann.get(Self.house).text
            #expect(page.contains("hostile\(Self.texts.count - 1)"))
            Self.expectSafe(page, "releases")
        }
    }

    private static let house = "/organizations/acme/packages/registries/wheel-house"
    private static let zoo = "/organizations/acme/packages/registries/zoo"

    /// Nothing of the texts has become markup, an attribute, or a character that cannot be seen.
    static func expectSafe(_ page: String, _ name: String) {
        for mark in [
            "<script>", "<img", "<svg", "<\u{301}", "<!--", "\u{202e}", "\u{2066}", "\u{0}", "\u{1b}", "\u{200b}",
        ] {
            #expect(page.range(of: mark, options: .literal) == nil, "\(mark) on \(name)")
        }
        // Attributes of ours have quotation marks around them, and none begins with “on” or has script.
        for tag in page.matches(of: #/<[a-z][^>]*>/#).map({ String($0.output) }) {
            let bare = tag.replacing(#/"[^"]*"/#, with: "")
            #expect(!bare.contains("\""), "\(tag) on \(name)")
            #expect(bare.firstMatch(of: #/\son/#) == nil, "\(tag) on \(name)")
            #expect(tag.firstMatch(of: #/(href|src|action)="\s*javascript:/#) == nil, "\(tag) on \(name)")
        }
    }
}
