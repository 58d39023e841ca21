import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("The pages of accounts and registries")
struct AccountPageTests {
    private static let acme = "/organizations/acme"
    private static let house = "/organizations/acme/packages/registries/wheel-house"

    /// A browser that has signed in with a token.
    private func browser(_ site: PageSite, _ change: (inout NewToken) throws -> Void) async throws -> PageBrowser {
        var new = NewToken(.personal)
        new.owner = "ann"
        new.scopes = .all
        try change(&new)
        let secret = try site.registry.createToken(new).secret
        var browser = site.stranger()
        #expect(try await browser.send("/sign-in", ["password": secret]).status == 303)
        return browser
    }

    @Test("make and revoke tokens, each in the audit log")
    func tokens() async throws {
        try await PageSite.with { site in
            var ann = try await site.browser("ann")
            _ = try await ann.get("/account/tokens")
            let made = try await ann.send(
                "/account/tokens",
                [
                    "description": "ci", "read_packages": "on", "write_packages": "on", "ends": "30",
                    "target": PageSite.house,
                ])
            #expect(made.status == 200)
            let token = try #require(try site.registry.tokens(.user("ann")).last)
            #expect(token.scopes == [.readPackages, .writePackages])
            #expect(token.limit == .registry(try RegistryPath(PageSite.house)))
            #expect(token.expires != nil)
            #expect(try site.registry.audit().first?.actor.via == .pages)
            let page = "/account/tokens/\(token.id)/revoke"
            #expect(try await ann.get(page).text.contains("<li><bdi>ci</bdi>"))
            #expect(try await ann.send(page, [:]).status == 303)
            #expect(try site.registry.token(id: token.id).revoked != nil)
            #expect(try site.registry.audit().first?.action == .tokenRevoke)

            for fields in [["description": "x", "ends": "30"], ["read_packages": "on", "ends": "30"]] {
                #expect(try await ann.send("/account/tokens", fields).status == 422)
            }
            #expect(
                try await ann.send(
                    "/account/tokens", ["description": "x", "read_packages": "on", "ends": "12345"]
                ).status == 400)
        }
    }

    @Test("are one's own: another's token is not there")
    func othersTokens() async throws {
        try await PageSite.with { site in
            var new = NewToken(.personal)
            new.owner = "will"
            let id = try site.registry.createToken(new).info.id
            var ann = try await site.browser("ann")
            _ = try await ann.get("/")
            for path in [id, "0", "%00", String(repeating: "a", count: 4000)] {
                let answer = try await ann.get("/account/tokens/\(path)/revoke")
                #expect(answer.status == (path == "%00" ? 400 : 404), "\(path.prefix(40))")
            }
            #expect(try await ann.send("/account/tokens/\(id)/revoke", [:]).status == 404)
            #expect(try site.registry.token(id: id).revoked == nil)
            var stranger = site.stranger()
            let sent = try await stranger.get("/account/tokens/\(id)/revoke")
            #expect(sent.status == 303)
            #expect(sent.header("location") == "/sign-in?next=%2Faccount%2Ftokens%2F\(id)%2Frevoke")
        }
    }

    @Test("let no session that a token began reach further, or live longer, than the token")
    func tokensOfTokens() async throws {
        try await PageSite.with { site in
            let later = Int64(Date().timeIntervalSince1970 * 1000) + 86_400_000
            let fields = ["description": "more", "read_packages": "on", "delete_registries": "on", "ends": "never"]
            for change: @Sendable (inout NewToken) throws -> Void in [
                { $0.limit = .registry(try RegistryPath(PageSite.house)) }, { $0.expires = later },
                { $0.scopes = .packages }, { $0.scopes = [.readPackages, .writeRegistries] },
            ] {
                var browser = try await browser(site, change)
                _ = try await browser.get("/account/tokens")
                let before = try site.registry.tokens(.user("ann")).count
                #expect(try await browser.send("/account/tokens", fields).status == 403)
                #expect(try site.registry.tokens(.user("ann")).count == before)
            }
            var browser = try await browser(site) { _ in }
            _ = try await browser.get("/account/tokens")
            #expect(try await browser.send("/account/tokens", fields).status == 200)
        }
    }

    @Test("create, change and delete registries")
    func registries() async throws {
        try await PageSite.with { site in
            var ann = try await site.browser("ann")
            _ = try await ann.get("\(Self.acme)/new-registry")
            let made = try await ann.send(
                "\(Self.acme)/new-registry",
                ["name": "Night Shift", "description": "a", "visibility": "internal", "kind": "source"])
            #expect(
                made.header("location") == "\(Self.acme)/packages/registries/night-shift/setup?done=registry-created")
            let path = try RegistryPath("acme/night-shift")
            #expect(try site.registry.registry(at: path).visibility == .internal)
            #expect(try await ann.send("\(Self.acme)/new-registry", ["name": "Night Shift"]).status == 422)

            let page = "\(Self.acme)/packages/registries/night-shift"
            _ = try await ann.get("\(page)/settings")
            let saved = try await ann.send(
                "\(page)/settings",
                [
                    "description": "b", "visibility": "public", "mode": "warn", "profile": "legacy",
                    "reserves_filenames": "on", "reservations": "acme-*\r\ntool",
                ])
            #expect(saved.status == 303)
            let info = try site.registry.registry(at: path)
            #expect(info.description == "b")
            #expect(info.visibility == .public)
            #expect(info.policy == InspectionPolicySetting(mode: .warn, profile: .legacy))
            #expect(info.reservesFilenames)
            #expect(try site.registry.reservations(in: path).map(\.description) == ["acme-*", "tool"])
            #expect(try site.registry.audit().first?.actor.via == .pages)

            try site.registry.publish(WheelBuilder("parcel", version: "1.0").build(), to: path)
            #expect(try await ann.get("\(page)/delete").text.contains("<li><bdi>parcel</bdi>"))
            #expect(try await ann.send("\(page)/delete", ["phrase": "acme/window"]).status == 422)
            #expect(try await ann.send("\(page)/delete", ["phrase": "acme/night-shift"]).status == 303)
            #expect(throws: RegistryError.noSuchRegistry(path)) { try site.registry.registry(at: path) }
            #expect(try site.registry.audit().first?.action == .registryDelete)
        }
    }

    @Test("make composite registries of what one administrates, and leave other indexes to the operator")
    func kinds() async throws {
        try await PageSite.with { site in
            let address = "\(Self.acme)/new-registry"
            var ann = try await site.browser("ann")
            let form = try await ann.get(address).text
            #expect(!form.contains("value=\"upstream\""))
            let upstream = ["name": "outside", "kind": "upstream", "url": "http://127.0.0.1:1/simple/"]
            #expect(try await ann.send(address, upstream).status == 403)
            let composite = ["name": "all", "kind": "composite", "members": "wheel-house\nwindow"]
            #expect(try await ann.send(address, composite).status == 303)
            let info = try site.registry.registry(at: RegistryPath("acme/all"))
            #expect(info.members.map(\.path.registry) == ["wheel-house", "window"])
            #expect(
                try await ann.send(address, ["name": "b", "kind": "composite", "members": "nowhere"]).status == 422)
            var root = try await site.browser("root")
            #expect(try await root.get(address).text.contains("value=\"upstream\""))
            #expect(try await root.send(address, upstream).status == 303)
            let page = try await root.get("\(Self.acme)/packages/registries/outside/upstreams").text
            #expect(page.contains("<bdi>http://127.0.0.1:1/simple/</bdi>"))
            let made = try site.registry.registry(at: RegistryPath("acme/outside"))
            // What installers take, as at the command line.
            #expect(made.policy == InspectionPolicySetting(mode: .require, profile: .legacy))
        }
    }

    @Test("refuse what a role does not allow, and show a stranger where to sign in")
    func roles() async throws {
        try await PageSite.with { site in
            var will = try await site.browser("will")
            var ruth = try await site.browser("ruth")
            var stranger = site.stranger()
            for tab in ["/settings", "/delete"] {
                #expect(try await will.get(Self.house + tab).status == 403, "\(tab)")
                #expect(try await will.send(Self.house + tab, ["phrase": PageSite.house]).status == 403, "\(tab)")
            }
            #expect(try await will.get("\(Self.acme)/new-registry").status == 403)
            #expect(try await will.get("\(Self.house)/publish").status == 200)
            #expect(try await ruth.get("\(Self.house)/publish").status == 403)
            for path in ["\(Self.acme)/packages/registries/window/settings", "/account/tokens"] {
                let answer = try await stranger.get(path)
                #expect(answer.status == 303)
                #expect(answer.header("location")?.hasPrefix("/sign-in?next=") ?? false)
            }
            #expect(try site.registry.registry(at: RegistryPath(PageSite.house)).counts.files == 0)
        }
    }

    @Test("publish a file by a form, with its token, by the registry's rules")
    func publish() async throws {
        try await PageSite.with { site in
            var will = try await site.browser("will")
            _ = try await will.get("\(Self.house)/publish")
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            func send(_ file: BuiltDistribution, token: String) async throws -> LiveServer.Answer {
                let form = FormBody(boundary: "----boundary7MA4YWxkTrZu0gW").field("form_token", token)
                    .file("content", file.filename, file.bytes)
                return try await site.server.request(
                    "POST", "\(Self.house)/publish",
                    headers: [
                        ("Cookie", will.cookie ?? ""),
                        ("Content-Type", "multipart/form-data; boundary=\(form.boundary)"),
                    ], body: form.closed())
            }
            #expect(try await send(wheel, token: "00").status == 403)
            let path = try RegistryPath(PageSite.house)
            #expect(try site.registry.project("parcel", in: path) == nil)
            #expect(try await send(wheel, token: will.formToken).status == 303)
            let file = try #require(try site.registry.project("parcel", in: path)?.files.first)
            #expect(file.uploader == "will")
            let entry = try #require(try site.registry.audit().first)
            #expect(entry.action == .filePublish)
            #expect(entry.actor.via == .pages)
            let other = WheelBuilder("parcel", version: "1.0").file("parcel/more.py", "x = 1").build()
            let refused = try await send(other, token: will.formToken)
            #expect(refused.status == 422)
            #expect(refused.text.contains("with other bytes"))
        }
    }

    @Test("show releases searched, sorted and paged")
    func releases() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            for number in 0..<60 {
                try site.registry.publish(WheelBuilder("tool\(number)", version: "1.\(number)").build(), to: path)
            }
            var browser = site.stranger()
            let page = "/organizations/acme/packages/registries/window"
            func names(_ query: String) async throws -> [String] {
                try await browser.get(page + query).text.matches(of: #/<bdi>(tool[0-9]+)</bdi>/#).map {
                    String($0.output.1)
                }
            }
            #expect(try await names("").count == 50)
            #expect(try await names("").first == "tool59")
            #expect(try await names("?page=2") == (0..<10).reversed().map { "tool\($0)" })
            #expect(try await names("?sort=name&page=1").prefix(2) == ["tool0", "tool1"])
            #expect(try await names("?sort=version").first == "tool59")
            #expect(try await names("?q=TOOL5").count == 11)
            #expect(try await names("?q=nothing").isEmpty)
            #expect(try await names("?page=99999999999999999999").isEmpty == false)
            #expect(try await browser.get("/acme").header("location") == "/organizations/acme")
        }
    }

    @Test("count what is in registries, as it is now, for those who may read them")
    func counts() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.house)
            var ann = try await site.browser("ann")
            for (number, size) in [(1, 1), (3, 3)] {
                for place in 0..<number {
                    try site.registry.publish(WheelBuilder("tool\(number)\(place)", version: "1.0").build(), to: path)
                }
                let page = try await ann.get("/organizations/acme?q=wheel").text
                let shown = page.matches(of: #/<td class="number">([0-9]+)<\/td>/#).map { String($0.output.1) }
                #expect(shown == ["\(size == 1 ? 1 : 4)"], "\(page)")
            }
            // A guest knows that there is a registry, and not what is in it.
            try site.registry.grant(.guest, to: "stan", on: .registry(path))
            var stan = try await site.browser("stan")
            let page = try await stan.get("/").text
            #expect(page.contains("wheel-house"))
            #expect(page.contains("<td class=\"number\">…</td>"))
            #expect(try await stan.get(Self.house).status == 403)
        }
    }
}
