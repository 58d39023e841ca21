import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer

/// A server with its pages, organizations, registries, and people; and browsers that keep cookies.
struct PageSite {
    /// Private.
    static let house = "acme/wheel-house"
    /// Public.
    static let window = "acme/window"
    static let password = "correct horse battery"

    let server: LiveServer
    var registry: Registry { server.registry }

    static func with(
        _ settings: ServerSettings = ServerSettings(), _ body: @escaping @Sendable (PageSite) async throws -> Void
    ) async throws {
        try await LiveServer.with(settings) { server in try await body(try PageSite(server)) }
    }

    /// `ann` administrates acme, `will` writes to it, `ruth` reads wheel-house, `stan` is nothing to it, `root` everything.
    private init(_ server: LiveServer) throws {
        self.server = server
        try registry.createRegistry(RegistryPath(Self.house))
        var open = RegistrySettings()
        open.isPublic = true
        open.description = "What everybody may see"
        try registry.createRegistry(RegistryPath(Self.window), settings: open)
        for name in ["ann", "will", "ruth", "stan", "root"] {
            var user = NewUser(name: name)
            user.password = Self.password
            user.isSiteAdministrator = name == "root"
            _ = try registry.createUser(user)
        }
        try registry.grant(.admin, to: "ann", on: .organization("acme"))
        try registry.grant(.writer, to: "will", on: .organization("acme"))
        try registry.grant(.reader, to: "ruth", on: .registry(RegistryPath(Self.house)))
    }

    /// A browser without a cookie.
    func stranger() -> PageBrowser { PageBrowser(server) }

    /// A browser whose user has signed in by password.
    func browser(_ user: String) async throws -> PageBrowser {
        var browser = PageBrowser(server)
        let answer = try await browser.send("/sign-in", ["user": user, "password": Self.password])
        guard answer.status == 303 else { throw Refused(text: answer.text) }
        return browser
    }

    struct Refused: Error {
        let text: String
    }
}

/// As much of a browser as forms need: one cookie, the token of the last page, and no redirects.
struct PageBrowser: Sendable {
    let server: LiveServer
    private(set) var cookie: String?
    var formToken = ""

    init(_ server: LiveServer) { self.server = server }

    mutating func get(_ path: String, headers: [(String, String)] = []) async throws -> LiveServer.Answer {
        let answer = try await server.request("GET", path, headers: [("Accept", "text/html")] + cookies + headers)
        if let token = answer.text.value(of: "form_token") { formToken = token }
        return answer
    }

    /// Sends a form with the token of the last page, unless the fields have another.
    @discardableResult
    mutating func send(
        _ path: String, _ fields: [String: String], headers: [(String, String)] = []
    ) async throws -> LiveServer.Answer {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let body = fields.merging(["form_token": formToken]) { given, _ in given }
            .map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
            .joined(separator: "&")
        let answer = try await server.request(
            "POST", path,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html")] + cookies
                + headers, body: Array(body.utf8))
        for field in answer.headers["set-cookie"] {
            let pair = field.prefix { $0 != ";" }
            cookie = pair.hasSuffix("=") ? nil : String(pair)
        }
        return answer
    }

    private var cookies: [(String, String)] { cookie.map { [("Cookie", $0)] } ?? [] }
}

extension String {
    /// The value of a hidden field on a page.
    func value(of field: String) -> String? {
        guard let start = range(of: "name=\"\(field)\" value=\"") else { return nil }
        return String(self[start.upperBound...].prefix { $0 != "\"" })
    }
}
