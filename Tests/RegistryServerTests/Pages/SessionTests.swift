import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("Signing in to the pages")
struct SessionTests {
    @Test("takes a user and a password, and keeps a cookie that scripts and other sites do not get")
    func password() async throws {
        try await PageSite.with { site in
            var browser = site.stranger()
            #expect(try await browser.get("/sign-in").text.contains("<h1>Sign in</h1>"))
            let answer = try await browser.send(
                "/sign-in", ["user": "Ann", "password": PageSite.password, "next": "/account/tokens"])
            #expect(answer.status == 303)
            #expect(answer.header("location") == "/account/tokens?done=signed-in")
            let cookie = try #require(answer.header("set-cookie"))
            #expect(cookie.hasPrefix("regadmin=rga_s_"))
            #expect(cookie.hasSuffix("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"))
            #expect(try await browser.get("/").text.contains("Signed in as <b>ann</b>"))
            let entry = try #require(try site.registry.audit().first)
            #expect(entry.action == .tokenCreate)
            #expect(entry.actor.via == .pages)
            #expect(entry.actor.name == "ann")
        }
    }

    @Test("uses a cookie for secure servers alone where the server is one")
    func secureCookie() async throws {
        var settings = ServerSettings()
        settings.baseURL = "https://packages.example.com/python"
        try await PageSite.with(settings) { site in
            var browser = site.stranger()
            let answer = try await browser.send("/sign-in", ["user": "ann", "password": PageSite.password])
            let cookie = try #require(answer.header("set-cookie"))
            #expect(cookie.hasPrefix("__Host-regadmin=rga_s_"))
            #expect(cookie.hasSuffix("; HttpOnly; SameSite=Lax; Secure"))
            #expect(answer.header("location") == "/python/?done=signed-in")
            let page = try await browser.get("/")
            #expect(page.text.contains("href=\"/python/account/tokens\""))
        }
    }

    @Test("takes a token, whose scopes and end are the session's")
    func token() async throws {
        try await PageSite.with { site in
            var new = NewToken(.personal)
            new.owner = "ruth"
            new.scopes = .readPackages
            new.limit = .registry(try RegistryPath(PageSite.house))
            let token = try site.registry.createToken(new)
            var browser = site.stranger()
            #expect(try await browser.send("/sign-in", ["password": token.secret]).status == 303)
            #expect(try await browser.get("/").text.contains("wheel-house"))
            let session = try #require(try site.registry.tokens(.user("ruth")).last)
            #expect(session.kind == .session)
            #expect(session.scopes == .readPackages)
            #expect(session.limit == .registry(try RegistryPath(PageSite.house)))
            // What ends the token ends the session.
            try site.registry.revokeToken(id: token.info.id)
            #expect(!(try await browser.get("/").text.contains("wheel-house")))
        }
    }

    @Test("refuses what is wrong without saying which, and slows guesses down")
    func wrong() async throws {
        try await PageSite.with { site in
            var browser = site.stranger()
            var texts: Set<String> = []
            for user in ["ann", "nobody"] {
                let answer = try await browser.send("/sign-in", ["user": user, "password": "wrong password"])
                #expect(answer.status == 403)
                #expect(answer.header("set-cookie") == nil)
                texts.insert(answer.text.replacingOccurrences(of: "value=\"\(user)\"", with: ""))
            }
            #expect(texts.count == 1)
            #expect(try await browser.send("/sign-in", ["password": "rga_p_nonsense"]).status == 403)
            var last = try await browser.send("/sign-in", ["user": "ann", "password": "wrong"])
            for _ in 0..<12 where last.status == 403 {
                last = try await browser.send("/sign-in", ["user": "ann", "password": "wrong"])
            }
            #expect(last.status == 429)
            #expect(Int(last.header("retry-after") ?? "") ?? 0 > 0)
        }
    }

    @Test("ends when the user signs out, and with the password")
    func ends() async throws {
        try await PageSite.with { site in
            var browser = try await site.browser("ann")
            let stolen = browser
            _ = try await browser.get("/")
            let out = try await browser.send("/sign-out", [:])
            #expect(out.status == 303)
            #expect(out.header("set-cookie")?.contains("Max-Age=0") ?? false)
            var thief = stolen
            #expect(!(try await thief.get("/").text.contains("Signed in as")))
            let entry = try #require(try site.registry.audit().first)
            #expect(entry.action == .tokenRevoke)
            #expect(entry.actor.via == .pages)

            var second = try await site.browser("will")
            #expect(try await second.get("/").text.contains("Signed in as"))
            try site.registry.setPassword("another long password", of: "will")
            #expect(!(try await second.get("/").text.contains("Signed in as")))
        }
    }

    @Test("makes nothing that programs could sign in with")
    func noProgram() async throws {
        try await PageSite.with { site in
            let browser = try await site.browser("root")
            let secret = String(try #require(browser.cookie).dropFirst("regadmin=".count))
            for header in ["Bearer \(secret)", "Basic \(Data("x:\(secret)".utf8).base64EncodedString())"] {
                let answer = try await site.server.request(
                    "GET", "/\(PageSite.house)/pypi/simple/", headers: [("Authorization", header)])
                #expect(answer.status == 401)
            }
            // Nor is a program's token a cookie.
            var new = NewToken(.personal)
            new.owner = "root"
            let token = try site.registry.createToken(new).secret
            let answer = try await site.server.request("GET", "/", headers: [("Cookie", "regadmin=\(token)")])
            #expect(!answer.text.contains("Signed in as"))
        }
    }

    @Test(
        "leads back to pages of this server only",
        arguments: [
            "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a b", "",
        ])
    func openRedirect(next: String) async throws {
        try await PageSite.with { site in
            var browser = site.stranger()
            let answer = try await browser.send(
                "/sign-in", ["user": "ann", "password": PageSite.password, "next": next])
            #expect(answer.header("location") == "/?done=signed-in")
        }
    }

    @Test(
        "takes forms of its own pages only",
        arguments: [
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Origin", "http://evil.example")],
            [("Origin", "null")],
        ])
    func foreignForms(headers: [(String, String)]) async throws {
        try await PageSite.with { site in
            var browser = try await site.browser("ann")
            _ = try await browser.get("/")
            #expect(try await browser.send("/sign-out", [:], headers: headers).status == 403)
            var other = site.stranger()
            let signIn = try await other.send(
                "/sign-in", ["user": "ann", "password": PageSite.password], headers: headers)
            #expect(signIn.status == 403)
        }
    }

    @Test("takes forms with the session's own token only")
    func formTokens() async throws {
        try await PageSite.with { site in
            var ann = try await site.browser("ann")
            var will = try await site.browser("will")
            _ = try await ann.get("/")
            let first = ann.formToken
            _ = try await will.get("/")
            for token in ["", "00", will.formToken, String(first.dropLast()) + "x"] {
                #expect(try await ann.send("/sign-out", ["form_token": token]).status == 403, "\(token)")
            }
            _ = try await ann.get("/")
            // Each page has another, and all are good.
            #expect(ann.formToken != first)
            #expect(try await ann.send("/sign-out", ["form_token": first]).status == 303)
        }
    }
}
