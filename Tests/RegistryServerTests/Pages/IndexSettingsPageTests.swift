import RegistryCore
import Testing

@Suite("The settings of an index elsewhere, on pages")
struct IndexSettingsPageTests {
    private static let acme = "/organizations/acme"
    private static let page = "\(acme)/packages/registries/outside"
    private static let password = "s3cret-of-the-index"

    private var path: RegistryPath { get throws { try RegistryPath("acme/outside") } }

    private func settings(_ site: PageSite) throws -> UpstreamSettings {
        try #require(try site.registry.registry(at: path).upstream)
    }

    @Test("are given when it is made, and changed one by one, by an administrator of the site")
    func change() async throws {
        try await PageSite.with { site in
            var root = try await site.browser("root")
            let new = [
                "name": "outside", "kind": "upstream", "url": "http://127.0.0.1:1/simple/", "cooldown": "1d12h",
                "exceptions": "Urgent.Fix\r\n\r\nparcel", "cache_limit": "20GB", "index_user": "reader",
                "index_password": Self.password,
            ]
            _ = try await root.get("\(Self.acme)/new-registry")
            #expect(try await root.send("\(Self.acme)/new-registry", new).status == 303)
            var expected = UpstreamSettings(url: "http://127.0.0.1:1/simple/")
            expected.cooldownSeconds = 129_600
            expected.cooldownExceptions = ["parcel", "urgent-fix"]
            expected.cacheLimitBytes = 20_000_000_000
            expected.credentials = UpstreamCredentials(user: "reader", password: Self.password)
            #expect(try settings(site) == expected)

            let form = try await root.get("\(Self.page)/settings").text
            for text in [
                "value=\"http://127.0.0.1:1/simple/\"", "value=\"1d12h\"", "value=\"20GB\"", "value=\"10m\"",
                "parcel\nurgent-fix", "There is one, which is never shown",
            ] {
                #expect(form.contains(text), "\(text)")
            }
            let fields = [
                "url": "http://127.0.0.1:1/simple/", "cooldown": "0", "exceptions": "", "cache_limit": "",
                "fresh": "1h", "stale": "2d", "allows_unhashed": "on", "is_official": "on",
            ]
            #expect(try await root.send("\(Self.page)/settings/index", fields).status == 303)
            expected.cooldownSeconds = 0
            expected.cooldownExceptions = []
            expected.cacheLimitBytes = nil
            expected.freshSeconds = 3600
            expected.staleSeconds = 172_800
            expected.allowsUnhashed = true
            expected.isOfficial = true
            #expect(try settings(site) == expected)
            let entry = try #require(try site.registry.audit().first)
            #expect(entry.action == .registryUpdate && entry.actor.via == .pages && entry.actor.name == "root")

            // What is wrong says why, keeps what was typed, and changes nothing.
            for (field, value, problem) in [
                ("cooldown", "7 days", "is no length of time"), ("cache_limit", "much", "is no size"),
                ("exceptions", "not a name!", "is no project"), ("url", "ftp://x/", "not one of https or http"),
                ("url", "https://u:p@x.example/", "credentials in it"), ("index_user", "reader", "given together"),
                ("stale", "9999999w", "ten years"),
            ] {
                let answer = try await root.send("\(Self.page)/settings/index", fields.merging([field: value]) { $1 })
                #expect(answer.status == 422, "\(field)")
                #expect(answer.text.contains(problem), "\(field)")
                #expect(try settings(site) == expected, "\(field)")
            }
            // The other form leaves all of it as it is.
            _ = try await root.get("\(Self.page)/settings")
            let other = ["description": "d", "visibility": "public", "mode": "warn", "profile": "legacy"]
            #expect(try await root.send("\(Self.page)/settings", other).status == 303)
            #expect(try settings(site) == expected)
            let info = try site.registry.registry(at: path)
            #expect(info.policy.mode == .warn && !info.reservesFilenames)
        }
    }

    @Test("never show credentials, and forget them with the index or when that is ticked")
    func credentials() async throws {
        try await PageSite.with { site in
            var root = try await site.browser("root")
            var made = RegistrySettings()
            made.kind = .upstream
            made.upstream = UpstreamSettings(url: "http://127.0.0.1:1/simple/")
            let known = UpstreamCredentials(user: "the-reader", password: Self.password)
            made.upstream?.credentials = known
            try site.registry.createRegistry(path, settings: made)
            let same = ["url": "http://127.0.0.1:1/simple/"]
            for tab in ["", "/upstreams", "/setup", "/settings"] {
                let text = try await root.get(Self.page + tab).text
                #expect(!text.contains(Self.password) && !text.contains("the-reader"), "\(tab)")
            }
            #expect(try await root.send("\(Self.page)/settings/index", same).status == 303)
            #expect(try settings(site).credentials == known)
            // Not what somebody typed either, when the form comes back.
            let typed = same.merging(["cooldown": "x", "index_user": "u2", "index_password": "another-secret"]) { $1 }
            let refused = try await root.send("\(Self.page)/settings/index", typed)
            #expect(refused.status == 422 && !refused.text.contains("another-secret"))
            let elsewhere = ["url": "http://127.0.0.1:2/simple/"]
            #expect(try await root.send("\(Self.page)/settings/index", elsewhere).status == 303)
            #expect(try settings(site).credentials == nil)
            let again = elsewhere.merging(["index_user": "u2", "index_password": " p:2 "]) { $1 }
            #expect(try await root.send("\(Self.page)/settings/index", again).status == 303)
            #expect(try settings(site).credentials == UpstreamCredentials(user: "u2", password: " p:2 "))
            let forget = elsewhere.merging(["forget_credentials": "on"]) { $1 }
            #expect(try await root.send("\(Self.page)/settings/index", forget).status == 303)
            #expect(try settings(site).credentials == nil)
            #expect(try site.registry.audit(limit: 20).allSatisfy { !$0.detail.contains("p:2") })
        }
    }

    @Test("are read, and not changed, by whoever administrates the registry only")
    func roles() async throws {
        try await PageSite.with { site in
            var made = RegistrySettings()
            made.kind = .upstream
            made.upstream = UpstreamSettings(url: "http://127.0.0.1:1/simple/")
            made.upstream?.cooldownSeconds = 7 * 86_400
            made.upstream?.cacheLimitBytes = 500_000_000
            try site.registry.createRegistry(path, settings: made)
            var ann = try await site.browser("ann")
            let page = try await ann.get("\(Self.page)/settings").text
            #expect(!page.contains("index_password") && !page.contains("name=\"url\""))
            #expect(page.contains("files are offered 7d after their upload"))
            #expect(page.contains("regadmin registry update acme/outside --cooldown 7d --cache-size 500MB"))
            let before = try settings(site)
            let fields = ["url": "http://127.0.0.1:2/simple/"]
            #expect(try await ann.send("\(Self.page)/settings/index", fields).status == 403)
            var will = try await site.browser("will")
            _ = try await will.get("/")
            #expect(try await will.send("\(Self.page)/settings/index", fields).status == 403)
            var root = try await site.browser("root")
            _ = try await root.get("\(Self.page)/settings")
            let forged = fields.merging(["form_token": "00"]) { $1 }
            #expect(try await root.send("\(Self.page)/settings/index", forged).status == 403)
            #expect(try settings(site) == before)
            let house = "\(Self.acme)/packages/registries/wheel-house"
            #expect(try await root.send("\(house)/settings/index", fields).status == 404)
        }
    }
}
