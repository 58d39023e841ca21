import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("Setup and usage")
struct SetupPageTests {
    private static let house = "/organizations/acme/packages/registries/wheel-house/setup"
    private static let window = "/organizations/acme/packages/registries/window/setup"

    @Test("says where the operator says the server is")
    func baseURL() async throws {
        var settings = ServerSettings()
        settings.baseURL = "https://packages.example.com/python"
        settings.limits.uploadBytes = 1 << 20
        try await PageSite.with(settings) { site in
            var browser = site.stranger()
            let text = try await browser.get(Self.window).text
            #expect(text.contains("extra-index-url = https://packages.example.com/python/acme/window/pypi/simple/"))
            #expect(
                text.contains("https://packages.example.com/python/v2/packages/organizations/acme/registries/window"))
            #expect(!text.contains("trusted-host"))
            #expect(text.contains("action=\"/python/") || text.contains("href=\"/python/organizations/acme\""))
        }
    }

    @Test("says what the visitor's browser was told, and what pip wants over plain HTTP")
    func host() async throws {
        try await PageSite.with { site in
            let answer = try await site.server.request(
                "GET", Self.window, headers: [("Host", "packages.example.com:8080"), ("Accept", "text/html")])
            #expect(answer.text.contains("extra-index-url = http://packages.example.com:8080/acme/window/pypi/simple/"))
            #expect(answer.text.contains("trusted-host = packages.example.com:8080"))
            #expect(!(try await site.server.request("GET", Self.window).text.contains("trusted-host")))
        }
    }

    @Test("speaks of those dialects only that are served")
    func dialects() async throws {
        var settings = ServerSettings()
        settings.dialects = [.gitlab]
        try await PageSite.with(settings) { site in
            var browser = site.stranger()
            let text = try await browser.get(Self.window).text
            #expect(text.contains("/api/v4/projects/"))
            #expect(!text.contains("/v2/packages/"))
        }
    }

    @Test("makes a token that is good for the registry alone, and shows it once")
    func token() async throws {
        try await PageSite.with { site in
            var ruth = try await site.browser("ruth")
            let before = try await ruth.get(Self.house).text
            #expect(before.contains("YOUR_TOKEN"))
            #expect(!before.contains("install and publish"))
            let page = try await ruth.send(Self.house, ["scopes": "install"])
            #expect(page.status == 200)
            let secret = try #require(page.text.firstMatch(of: #/rga_p_[0-9A-Za-z]{38}/#).map { String($0.output) })
            #expect(!page.text.contains("YOUR_TOKEN"))
            let token = try #require(try site.registry.tokens(.user("ruth")).last { $0.kind == .personal })
            #expect(token.scopes == .readPackages)
            #expect(token.limit == .registry(try RegistryPath(PageSite.house)))
            #expect(!(try await ruth.get(Self.house).text.contains(secret)))
            // A reader gets none that publishes.
            #expect(try await ruth.send(Self.house, ["scopes": "publish"]).status == 403)
        }
    }
}
