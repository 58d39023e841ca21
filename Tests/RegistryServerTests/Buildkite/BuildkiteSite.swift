import ContentStore
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer

/// A server with an organization, registries, and people with tokens of all sorts.
struct BuildkiteSite {
    static let organization = "acme"
    /// Private; where most things happen.
    static let house = "acme/wheel-house"
    /// Private too.
    static let attic = "acme/attic"
    /// Public.
    static let window = "acme/window"
    /// Another organization's, private.
    static let cellar = "other_org/cellar"

    static let rest = "/v2/packages/organizations/acme/registries/wheel-house"

    let server: LiveServer
    /// Of an administrator of the organization, with all scopes.
    let admin: String
    /// Of a writer in the organization, with `write_packages` alone.
    let writer: String
    /// Of a reader of wheel-house, with all scopes.
    let reader: String
    /// Of a user without any role, with all scopes.
    let stranger: String
    /// For installing from wheel-house.
    let registryToken: String

    var registry: Registry { server.registry }

    /// Runs `body` with such a server.
    static func with(
        _ settings: ServerSettings = ServerSettings(), _ body: @escaping @Sendable (BuildkiteSite) async throws -> Void
    ) async throws {
        try await LiveServer.with(settings, dialects: [BuildkiteDialect.self]) { server in
            try await body(try BuildkiteSite(server))
        }
    }

    private init(_ server: LiveServer) throws {
        let registry = server.registry
        for path in [Self.house, Self.attic, Self.cellar] { try registry.createRegistry(RegistryPath(path)) }
        var open = RegistrySettings()
        open.isPublic = true
        try registry.createRegistry(RegistryPath(Self.window), settings: open)
        for name in ["ann", "will", "ruth", "stan"] { _ = try registry.createUser(NewUser(name: name)) }
        try registry.grant(.admin, to: "ann", on: .organization(Self.organization))
        try registry.grant(.writer, to: "will", on: .organization(Self.organization))
        try registry.grant(.reader, to: "ruth", on: .registry(RegistryPath(Self.house)))
        self.server = server
        admin = try Self.token(registry, of: "ann", .all)
        writer = try Self.token(registry, of: "will", .writePackages)
        reader = try Self.token(registry, of: "ruth", .all)
        stranger = try Self.token(registry, of: "stan", .all)
        var new = NewToken(.registry)
        new.description = "install"
        new.limit = .registry(try RegistryPath(Self.house))
        registryToken = try registry.createToken(new).secret
    }

    private static func token(_ registry: Registry, of user: String, _ scopes: ScopeSet) throws -> String {
        var new = NewToken(.personal)
        new.owner = user
        new.scopes = scopes
        return try registry.createToken(new).secret
    }

    /// A personal token with some scopes.
    func token(of user: String, _ scopes: ScopeSet) throws -> String { try Self.token(registry, of: user, scopes) }

    // MARK: - Requests

    /// One request with a bearer token.
    func request(
        _ method: HTTPMethod = .GET, _ path: String, bearer: String? = nil, headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> LiveServer.Answer {
        let authorization = bearer.map { [("Authorization", "Bearer \($0)")] } ?? []
        return try await server.request(method.rawValue, path, headers: authorization + headers, body: body)
    }

    /// One request with a JSON body.
    func send(
        _ method: HTTPMethod, _ path: String, bearer: String?, json: String
    ) async throws -> LiveServer.Answer {
        try await request(
            method, path, bearer: bearer, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
    }

    /// One request with a form.
    func upload(
        _ form: FormBody, to path: String = "\(BuildkiteSite.rest)/packages", bearer: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> LiveServer.Answer {
        try await request(
            .POST, path, bearer: bearer, headers: headers + [("Content-Type", form.contentType)], body: form.closed())
    }

    /// Publishes a wheel to wheel-house and answers its id.
    @discardableResult
    func publish(
        _ name: String, _ version: String = "1.0", to path: String = "\(BuildkiteSite.rest)/packages"
    ) async throws -> String {
        let answer = try await upload(.file(WheelBuilder(name, version: version).build()), to: path, bearer: admin)
        guard answer.status == 200, let id = answer.json["id"] as? String else {
            throw Refused(status: answer.status, text: answer.text)
        }
        return id
    }

    struct Refused: Error {
        let status: Int
        let text: String
    }

    /// `Authorization: Basic`.
    static func basic(_ user: String, _ password: String) -> (String, String) {
        ("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString())
    }
}

extension FormBody {
    /// A form whose boundary no archive has in it.
    static let empty = FormBody(boundary: "----boundary7MA4YWxkTrZu0gW")

    /// A form with one file.
    static func file(_ file: BuiltDistribution, field: String = "file") -> FormBody {
        empty.file(field, file.filename, file.bytes)
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }
}

extension LiveServer.Answer {
    /// The body as a JSON object; empty where it is none.
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }

    /// The body as a JSON array of objects.
    var list: [[String: Any]] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [[String: Any]] ?? [] }

    /// What the dialect's errors say.
    var message: String? { json["message"] as? String }
}
