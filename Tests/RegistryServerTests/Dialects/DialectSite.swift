import ContentStore
import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer

/// A server that speaks one dialect, with organizations, registries, and people who are something to them.
struct DialectSite {
    /// Private; `acme/pypi` is the registry that most tests use.
    static let path = "acme/pypi"
    static let password = "correct horse battery"

    let server: LiveServer
    /// Token secrets, by the role that their users have in `acme`; `stranger` has none.
    let tokens: [String: String]
    /// `acme/pypi`'s number.
    let number: UInt64
    /// The number of `acme/window`, which is public.
    let publicNumber: UInt64

    var registry: Registry { server.registry }

    static func with(
        _ dialect: any Dialect.Type, _ body: @escaping @Sendable (DialectSite) async throws -> Void
    ) async throws {
        var settings = ServerSettings()
        settings.limits.uploadBytes = 1 << 20
        try await LiveServer.with(settings, dialects: [dialect]) { server in
            try await body(try DialectSite(server))
        }
    }

    private init(_ server: LiveServer) throws {
        let registry = server.registry
        number = try registry.createRegistry(RegistryPath(Self.path)).number
        var open = RegistrySettings()
        open.isPublic = true
        publicNumber = try registry.createRegistry(RegistryPath("acme/window"), settings: open).number
        // Public as a whole, and without a registry yet.
        try registry.createOrganization("open", visibility: .public)
        var tokens: [String: String] = [:]
        for role in ["guest", "reader", "writer", "admin", "stranger"] {
            var user = NewUser(name: role)
            user.password = Self.password
            _ = try registry.createUser(user)
            if let role = Role(name: role) {
                try registry.grant(role, to: role.name, on: .organization("acme"))
                try registry.grant(role, to: role.name, on: .organization("open"))
            }
            var token = NewToken(.personal)
            token.owner = role
            token.scopes = .all
            tokens[role] = try registry.createToken(token).secret
        }
        self.tokens = tokens
        self.server = server
    }

    /// `Authorization: Basic` with the token of a role's user; nothing for nil.
    func basic(_ role: String?) -> [(String, String)] {
        role.map { [Self.basic("anyone", tokens[$0] ?? "")] } ?? []
    }

    static func basic(_ user: String, _ password: String) -> (String, String) {
        ("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString())
    }

    /// Bytes that cannot be compressed, always the same.
    static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    /// The form that twine sends of a file.
    static func form(
        _ file: BuiltDistribution, name: String?, version: String?, digest: String? = nil, filename: String? = nil,
        fields: [(String, String)] = []
    ) -> FormBody {
        var form = FormBody(boundary: "----boundary7MA4YWxkTrZu0gW").field(":action", "file_upload")
            .field("protocol_version", "1")
        if let name { form = form.field("name", name) }
        if let version { form = form.field("version", version) }
        form = form.field("sha256_digest", digest ?? ContentDigest(hashing: file.bytes).hex)
        for (name, value) in fields { form = form.field(name, value) }
        return form.file("content", filename ?? file.filename, file.bytes)
    }

    /// Uploads a form.
    func upload(_ form: FormBody, to path: String, as role: String?) async throws -> LiveServer.Answer {
        try await server.request(
            "POST", path,
            headers: basic(role) + [("Content-Type", "multipart/form-data; boundary=\(form.boundary)")],
            body: form.closed())
    }

    /// Uploads a wheel under its own name.
    func upload(_ wheel: WheelBuilder, to path: String, as role: String? = "writer") async throws -> LiveServer.Answer {
        let file = wheel.build()
        let parts = file.filename.split(separator: "-").map(String.init)
        return try await upload(Self.form(file, name: parts[0], version: parts[1]), to: path, as: role)
    }
}

extension LiveServer.Answer {
    /// The body as JSON of any shape; nil where it is none.
    var anyJSON: Any? { try? JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed) }
    /// The body as an object of JSON.
    var object: [String: Any] { anyJSON as? [String: Any] ?? [:] }
    /// The body as an array of JSON objects.
    var objects: [[String: Any]] { anyJSON as? [[String: Any]] ?? [] }
}
