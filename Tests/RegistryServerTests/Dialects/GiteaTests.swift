import Digests
import FixtureBuilders
import RegistryCore
import RegistryServer
import Testing

@Suite("Gitea's package registry")
struct GiteaTests {
    private static let root = "/api/packages/acme/pypi"
    private static let wheel = WheelBuilder("parcel", version: "2.1.0")

    @Test("takes what twine sends, lists it and gives it back")
    func flow() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            for slash in ["", "/"] {
                let wheel = WheelBuilder("parcel", version: slash.isEmpty ? "2.1.0" : "2.2.0")
                let stored = try await site.upload(wheel, to: Self.root + slash)
                #expect(stored.status == 201)
                #expect(stored.body.isEmpty)
            }
            let digest = ContentDigest(hashing: Self.wheel.build().bytes).hex
            let page = try await site.server.request("GET", "\(Self.root)/simple/Parcel", headers: site.basic("reader"))
            #expect(page.status == 200)
            #expect(page.text.contains("<h1>Links for parcel</h1>"))
            let file = "\(Self.root)/files/parcel/2.1.0/parcel-2.1.0-py3-none-any.whl"
            #expect(page.text.contains("href=\"\(site.server.url)\(file)#sha256=\(digest)\""), "\(page.text)")
            #expect(!page.text.contains("data-core-metadata"))
            let bytes = try await site.server.request("GET", file, headers: site.basic("reader"))
            #expect(bytes.body == Self.wheel.build().bytes)
            let metadata = try await site.server.request("GET", file + ".metadata", headers: site.basic("reader"))
            #expect(metadata.text.contains("Name: parcel"))
            let list = try await site.server.request("GET", "\(Self.root)/simple/", headers: site.basic("reader"))
            #expect(list.text.contains(">parcel</a>"))
        }
    }

    @Test("checks an upload in Gitea's order, and says what Gitea says")
    func refusals() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            let file = Self.wheel.build()
            func check(_ form: FormBody, _ expected: String) async throws {
                let answer = try await site.upload(form, to: Self.root, as: "writer")
                #expect("\(answer.status) \(answer.text)".hasPrefix(expected), "\(answer.text)")
                #expect(answer.body.isEmpty || answer.header("content-type")?.hasPrefix("text/plain") == true)
            }
            func form(_ name: String?, _ version: String?, _ digest: String? = nil) -> FormBody {
                DialectSite.form(file, name: name, version: version, digest: digest)
            }
            try await check(FormBody(boundary: "b").field("name", "parcel"), "400 http: no such file")
            let zeros = String(repeating: "0", count: 64)
            try await check(form("-x", "1 0", zeros), "400 hash mismatch")
            try await check(form("parcel", "2.1.0", ""), "400 hash mismatch")
            for (name, version) in [
                ("-x", "2.1.0"), ("parcel", "2.1.0RC1"), ("parcel", "a1.0.1"), ("parcel", "1.0.1aa"), (nil, "2.1.0"),
                ("parcel", "1.0.0-alpha.beta"), ("parcel", nil), ("parcel", " 2.1.0"), ("日本", "1.0"),
            ] {
                try await check(form(name, version), "400 invalid name or version")
            }
            try await check(form("parcel", "3.0"), "400 the version is said to be")
            let digest = ContentDigest(hashing: file.bytes).hex.uppercased()
            try await check(form("parcel", "2.1.0", digest), "201 ")
            try await check(form("parcel", "2.1.0"), "409 package file already exists")
            let big = WheelBuilder("big", version: "1.0").file("big/data.bin", DialectSite.noise(2 << 20)).build()
            try await check(
                DialectSite.form(big, name: "big", version: "1.0"), "403 maximum allowed package type size exceeded")
        }
    }

    @Test("takes every version that Gitea takes", arguments: ["v1.0.1", "2012.4", "1.0.1-alpha", "1!1.0.1+r1234"])
    func versions(_ version: String) async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            var changes = RegistryChanges()
            changes.policy = InspectionPolicySetting(mode: .off)
            _ = try site.registry.updateRegistry(RegistryPath(DialectSite.path), changes)
            let file = BuiltDistribution(filename: "test.whl", bytes: Array("test".utf8))
            let form = DialectSite.form(file, name: "test-package", version: version)
            #expect(try await site.upload(form, to: Self.root, as: "writer").status == 201)
            let path = "\(Self.root)/files/test-package/\(version.replacing("+", with: "%2B"))/test.whl"
            let bytes = try await site.server.request("GET", path, headers: site.basic("reader"))
            #expect(bytes.text == "test")
        }
    }

    @Test("knows rights by the owner only, and never tells 403 or 404 from 401")
    func rights() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            _ = try await site.upload(Self.wheel, to: Self.root)
            _ = try await site.upload(Self.wheel, to: "/api/packages/open/pypi")
            let reads = [
                (nil, 401, 200), ("stranger", 401, 200), ("guest", 401, 200), ("reader", 200, 200),
                ("writer", 200, 200),
                ("admin", 200, 200),
            ]
            for (role, closed, open) in reads {
                for (owner, status) in [("acme", closed), ("ACME", closed), ("open", open)] {
                    let path = "/api/packages/\(owner)/pypi/simple/parcel"
                    let answer = try await site.server.request("GET", path, headers: site.basic(role))
                    #expect(answer.status == status, "\(role ?? "nobody") \(owner)")
                    if status == 401 {
                        #expect(answer.text == "reqPackageAccess")
                        #expect(answer.header("www-authenticate") == "Basic realm=\"Gitea Package API\"")
                    }
                }
            }
            for role in [nil, "stranger", "guest", "reader"] {
                let answer = try await site.upload(WheelBuilder("other", version: "1.0"), to: Self.root, as: role)
                #expect(answer.status == 401)
                #expect(answer.text == "reqPackageAccess")
            }
            let unknown = try await site.server.request("GET", "/api/packages/nobody/pypi/simple/parcel")
            #expect(unknown.status == 404)
            #expect(unknown.text == "Not found.")
        }
    }

    @Test("takes passwords and tokens in all of Gitea's ways, and no wrong ones even where everybody may read")
    func credentials() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            _ = try await site.upload(Self.wheel, to: Self.root)
            let token = site.tokens["reader"] ?? ""
            let path = "\(Self.root)/simple/parcel"
            for header in [
                DialectSite.basic("reader", DialectSite.password), DialectSite.basic("Reader", DialectSite.password),
                DialectSite.basic("x", token), DialectSite.basic(token, ""), DialectSite.basic(token, "x-oauth-basic"),
                ("Authorization", "Bearer \(token)"), ("Authorization", "token \(token)"),
            ] {
                #expect(try await site.server.request("GET", path, headers: [header]).status == 200)
            }
            #expect(try await site.server.request("GET", "\(path)?token=\(token)").status == 401)
            for header in [
                DialectSite.basic("reader", "wrong password"), DialectSite.basic("x", String(token.dropLast())),
                ("Authorization", "Bearer x"), ("Authorization", "Digest x"), ("Authorization", ""),
            ] {
                let answer = try await site.server.request(
                    "GET", "/api/packages/open/pypi/simple/parcel", headers: [header])
                #expect(answer.status == 401)
                #expect(answer.text == "Failed to authenticate user")
                #expect(answer.header("www-authenticate") == nil)
            }
            var narrow = NewToken(.personal)
            narrow.owner = "writer"
            narrow.scopes = .readPackages
            let reading = [DialectSite.basic("x", try site.registry.createToken(narrow).secret)]
            #expect(try await site.server.request("GET", path, headers: reading).status == 200)
            let form = DialectSite.form(Self.wheel.build(), name: "parcel", version: "2.1.0")
            let refused = try await site.server.request(
                "POST", Self.root,
                headers: reading + [("Content-Type", "multipart/form-data; boundary=\(form.boundary)")],
                body: form.closed())
            #expect(refused.status == 401)
            #expect(refused.text == "reqPackageAccess")
        }
    }

    @Test("has Gitea's words for what is not there")
    func absences() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            _ = try await site.upload(Self.wheel, to: Self.root)
            for (path, text) in [
                ("simple/other", ""), ("files/parcel/9.9/parcel-9.9.whl", "package does not exist"),
                ("files/other/2.1.0/x.whl", "package does not exist"),
                ("files/parcel/2.1.0/x.whl", "package file does not exist"),
                ("files/parcel/2.1.0/\(String(repeating: "x", count: 300))", "package file does not exist"),
            ] {
                let answer = try await site.server.request("GET", "\(Self.root)/\(path)", headers: site.basic("reader"))
                #expect(answer.status == 404, "\(path)")
                #expect(answer.text == text, "\(path)")
            }
        }
    }

    @Test("manages packages by its REST API")
    func rest() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            for version in ["1.0", "1.1", "2.0"] {
                #expect(try await site.upload(WheelBuilder("parcel", version: version), to: Self.root).status == 201)
            }
            #expect(try await site.upload(WheelBuilder("letter", version: "1.0"), to: Self.root).status == 201)
            func get(_ path: String, as role: String? = "reader") async throws -> LiveServer.Answer {
                try await site.server.request("GET", "/api/v1/packages/acme\(path)", headers: site.basic(role))
            }
            let all = try await get("?type=pypi&limit=3")
            #expect(all.header("x-total-count") == "4")
            #expect(all.objects.map { $0["name"] as? String } == ["letter", "parcel", "parcel"])
            #expect(all.header("link")?.contains("rel=\"next\"") == true)
            #expect(try await get("?q=lett").objects.count == 1)
            #expect(try await get("?type=npm").objects.isEmpty)
            let versions = try await get("/pypi/parcel").objects
            #expect(versions.map { $0["version"] as? String } == ["2.0", "1.1", "1.0"])
            #expect((versions.first?["creator"] as? [String: Any])?["login"] as? String == "writer")
            #expect((versions.first?["owner"] as? [String: Any])?["login"] as? String == "acme")
            #expect(versions.first?.keys.contains("repository") == true)
            #expect(try await get("/pypi/parcel/-/latest").object["version"] as? String == "2.0")
            #expect(try await get("/pypi/parcel/1.1").object["type"] as? String == "pypi")
            let files = try await get("/pypi/parcel/1.1/files").objects
            let digest = ContentDigest(hashing: WheelBuilder("parcel", version: "1.1").build().bytes).hex
            #expect(files.first?["sha256"] as? String == digest)

            let path = "/api/v1/packages/acme/pypi/parcel/1.1"
            #expect(try await get("/pypi/parcel", as: nil).status == 401)
            let stranger = try await get("/pypi/parcel", as: "stranger")
            #expect(stranger.status == 403)
            #expect(stranger.object["message"] is String)
            #expect(try await site.server.request("DELETE", path, headers: site.basic("reader")).status == 403)
            let deleted = try await site.server.request("DELETE", path, headers: site.basic("writer"))
            #expect(deleted.status == 204)
            #expect(deleted.body.isEmpty)
            #expect(try await get("/pypi/parcel/1.1").status == 404)
            #expect(try await site.server.request("DELETE", path, headers: site.basic("writer")).status == 404)
            // What was deleted may come again.
            #expect(try await site.upload(WheelBuilder("parcel", version: "1.1"), to: Self.root).status == 201)
        }
    }
}
