import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("Every page")
struct PageFrameTests {
    @Test("forbids scripts, styles and requests that are not its own")
    func headers() async throws {
        try await PageSite.with { site in
            var browser = site.stranger()
            for path in ["/", "/sign-in", "/nothing/here", "/account/tokens"] {
                let page = try await browser.get(path)
                let policy = try #require(page.header("content-security-policy"))
                #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; script-src 'self'"))
                #expect(!policy.contains("unsafe"))
                #expect(page.header("x-content-type-options") == "nosniff")
                #expect(page.header("x-frame-options") == "DENY")
                #expect(page.header("referrer-policy") == "same-origin")
                #expect(page.header("cache-control") == "private, no-store")
                #expect(page.header("vary") == "Cookie, Accept-Encoding")
                #expect(!page.text.contains("style="))
                #expect(!page.text.contains("<script>"))
            }
        }
    }

    @Test("names assets that are there for ever, small and compressed")
    func assets() async throws {
        try await PageSite.with { site in
            var browser = site.stranger()
            let page = try await browser.get("/", headers: [("Accept-Encoding", "gzip")])
            #expect(page.header("content-encoding") == "gzip")
            let text = try await browser.get("/").text
            var total = page.body.count
            for suffix in ["css", "js", "svg"] {
                let mark = try #require(
                    text.range(of: #"/assets/[a-z]+-[0-9a-f]{16}\."# + suffix, options: .regularExpression))
                let asset = try await site.server.request(
                    "GET", String(text[mark]), headers: [("Accept-Encoding", "gzip")])
                #expect(asset.status == 200)
                #expect(asset.header("cache-control") == "public, max-age=31536000, immutable")
                #expect(asset.header("x-content-type-options") == "nosniff")
                total += asset.body.count
            }
            #expect(total < 30_000)
            #expect(try await site.server.request("GET", "/assets/pages-0.css").status == 404)
        }
    }

    @Test("shows what is not there and what is private alike")
    func hidden() async throws {
        try await PageSite.with { site in
            var stan = try await site.browser("stan")
            var stranger = site.stranger()
            for tab in ["", "/setup", "/settings", "/publish"] {
                var texts: Set<String> = []
                for path in ["acme/wheel-house", "acme/nothing", "nobody/nothing"] {
                    let parts = path.split(separator: "/")
                    let address = "/organizations/\(parts[0])/packages/registries/\(parts[1])\(tab)"
                    for answer in [try await stan.get(address), try await stranger.get(address)] {
                        #expect(answer.status == 404, "\(address)")
                    }
                    let answer = try await stan.get(address)
                    texts.insert(answer.text.withoutWhatDiffers(address))
                }
                #expect(texts.count == 1, "\(texts)")
            }
        }
    }

    @Test("collides with no dialect's path, whatever organizations are called")
    func routes() async throws {
        try await PageSite.with { site in
            for organization in ["account", "assets", "organizations", "sign-in", "admin"] {
                var settings = RegistrySettings()
                settings.isPublic = true
                try site.registry.createRegistry(RegistryPath("\(organization)/tokens"), settings: settings)
                let index = try await site.server.request(
                    "GET", "/\(organization)/tokens/pypi/simple/",
                    headers: [("Accept", "application/vnd.pypi.simple.v1+json")])
                #expect(index.status == 200)
                #expect(index.header("content-type") == "application/vnd.pypi.simple.v1+json")
            }
            for path in ["/healthz", "/v2/packages/organizations/acme/registries"] {
                #expect(!(try await site.server.request("GET", path).text.contains("<!doctype")))
            }
        }
    }

    @Test("is only there where the operator wants pages")
    func off() async throws {
        var settings = ServerSettings()
        settings.pages = false
        try await PageSite.with(settings) { site in
            let answer = try await site.server.request("GET", "/", headers: [("Accept", "text/html")])
            #expect(answer.status == 404)
            #expect(answer.text == "not found\n")
        }
    }

    @Test("tells programs in one line what it tells people in a page")
    func programs() async throws {
        try await PageSite.with { site in
            let answer = try await site.server.request("GET", "/nothing/here")
            #expect(answer.status == 404)
            #expect(answer.text == "not found\n")
        }
    }
}

extension String {
    /// A page without its address, the request's number and the form's token, which differ each time.
    func withoutWhatDiffers(_ address: String) -> String {
        replacingOccurrences(of: address.replacingOccurrences(of: "/", with: "%2F"), with: "")
            .replacingOccurrences(of: "<code>[^<]*</code>", with: "", options: .regularExpression)
            .replacingOccurrences(of: "value=\"[0-9a-f]*\"", with: "", options: .regularExpression)
            .replacingOccurrences(of: "next=[^\"]*", with: "", options: .regularExpression)
    }
}
