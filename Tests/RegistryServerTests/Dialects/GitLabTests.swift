import Digests
import FixtureBuilders
import Foundation
import RegistryCore
import RegistryServer
import Testing

@Suite("GitLab's package registry")
struct GitLabTests {
    private static let wheel = WheelBuilder("parcel", version: "2.1.0")

    private static func root(_ number: UInt64) -> String { "/api/v4/projects/\(number)/packages/pypi" }

    @Test("takes what twine sends, by number and by path, lists it and gives it back")
    func flow() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            let root = Self.root(site.number)
            let stored = try await site.upload(Self.wheel, to: root)
            #expect(stored.status == 201)
            #expect(stored.object["message"] as? String == "201 Created")
            let second = try await site.upload(
                WheelBuilder("parcel", version: "2.2.0"), to: "/api/v4/projects/acme%2Fpypi/packages/pypi/")
            #expect(second.status == 201)
            let digest = ContentDigest(hashing: Self.wheel.build().bytes).hex
            let file = "\(root)/files/\(digest)/parcel-2.1.0-py3-none-any.whl"
            for id in ["\(site.number)", "acme%2Fpypi"] {
                let page = try await site.server.request(
                    "GET", "/api/v4/projects/\(id)/packages/pypi/simple/Par.cel".replacing("Par.cel", with: "Parcel"),
                    headers: site.basic("reader"))
                #expect(page.status == 200)
                #expect(page.text.contains("href=\"\(site.server.url)\(file)#sha256=\(digest)\""), "\(page.text)")
            }
            let json = try await site.server.request(
                "GET", "\(root)/simple/parcel",
                headers: site.basic("reader") + [("Accept", "application/vnd.pypi.simple.v1+json")])
            let files = try #require(json.object["files"] as? [[String: Any]])
            #expect(files.first?["url"] as? String == "\(site.server.url)\(file)#sha256=\(digest)")
            #expect(
                try await site.server.request("GET", file, headers: site.basic("reader")).body
                    == Self.wheel.build().bytes)
            let wrong = file.replacing(digest, with: String(repeating: "0", count: 64))
            let absent = try await site.server.request("GET", wrong, headers: site.basic("reader"))
            #expect(absent.status == 404)
            #expect(absent.object["message"] as? String == "404 Package Not Found")
        }
    }

    @Test("says what GitLab says of an upload")
    func refusals() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            let root = Self.root(site.number)
            let file = Self.wheel.build()
            func answer(_ form: FormBody) async throws -> LiveServer.Answer {
                let answer = try await site.upload(form, to: root, as: "writer")
                #expect(answer.status == 400)
                #expect(answer.header("content-type")?.hasPrefix("application/json") == true)
                return answer
            }
            let empty = try await answer(FormBody(boundary: "b").field("x", "y"))
            #expect(empty.object["error"] as? String == "content is missing, name is missing, version is missing")
            func message(_ name: String, _ version: String, _ fields: [(String, String)] = [], digest: String? = nil)
                async throws -> String
            {
                let form = DialectSite.form(file, name: name, version: version, digest: digest, fields: fields)
                let object = try await answer(form).object
                return object["message"] as? String ?? object["error"] as? String ?? ""
            }
            let prefix = "400 Bad request - Validation failed: "
            #expect(try await message("-x", "2.1.0") == prefix + "Name is invalid")
            for version in ["dog", " 2.1.0", "1.0.*", "2.1.0-"] {
                #expect(try await message("parcel", version) == prefix + "Version is invalid")
            }
            #expect(try await message("parcel", "2.1.0", digest: "12") == "sha256_digest is invalid")
            let ones = String(repeating: "1", count: 64)
            #expect(try await message("parcel", "2.1.0", digest: ones).hasPrefix(prefix))
            let long = ">=" + String(repeating: "3", count: 300)
            #expect(
                try await message("parcel", "2.1.0", [("requires_python", long)]).hasPrefix(prefix + "Requires python"))
            #expect(try await site.upload(Self.wheel, to: root).status == 201)
            #expect(try await message("parcel", "2.1.0") == prefix + "File name has already been taken")
            let big = WheelBuilder("big", version: "1.0").file("big/data.bin", DialectSite.noise(2 << 20)).build()
            let large = try await answer(DialectSite.form(big, name: "big", version: "1.0"))
            #expect(large.object["message"] as? String == "400 Bad request - File is too large")
        }
    }

    @Test("gives each caller what GitLab gives it")
    func matrix() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            _ = try await site.upload(Self.wheel, to: Self.root(site.number))
            _ = try await site.upload(Self.wheel, to: Self.root(site.publicNumber))
            // read public, read private, publish to public, publish to private
            let rows: [(String?, [Int])] = [
                (nil, [200, 401, 401, 401]), ("stranger", [200, 404, 403, 404]), ("guest", [200, 403, 403, 403]),
                ("reader", [200, 200, 403, 403]), ("writer", [200, 200, 201, 201]),
            ]
            for (number, row) in rows.enumerated() {
                let (role, expected) = row
                let wheel = WheelBuilder("parcel", version: "3.\(number)")
                var found: [Int] = []
                for project in [site.publicNumber, site.number] {
                    let answer = try await site.server.request(
                        "GET", Self.root(project) + "/simple/parcel", headers: site.basic(role))
                    found.append(answer.status)
                    #expect((answer.header("www-authenticate") != nil) == (answer.status == 401))
                }
                for project in [site.publicNumber, site.number] {
                    found.append(try await site.upload(wheel, to: Self.root(project), as: role).status)
                }
                #expect(found == expected, "\(role ?? "nobody")")
                for id in ["999", "acme%2Fnothing", "no%2Fthing", "99999999999999999999", "a%2Fb%2Fc", "%20"] {
                    let path = "/api/v4/projects/\(id)/packages/pypi/simple/parcel"
                    #expect(try await site.server.request("GET", path, headers: site.basic(role)).status == 404)
                }
            }
        }
    }

    @Test("knows every sort of token, ignores unknown ones, and no passwords")
    func credentials() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            let root = Self.root(site.number)
            _ = try await site.upload(Self.wheel, to: root)
            func status(_ header: (String, String), _ path: String? = nil) async throws -> Int {
                try await site.server.request("GET", (path ?? root) + "/simple/parcel", headers: [header]).status
            }
            let token = site.tokens["reader"] ?? ""
            var deploy = NewToken(.deploy)
            deploy.scopes = .readPackages
            deploy.limit = .registry(try RegistryPath(DialectSite.path))
            let (deployed, deploySecret) = try site.registry.createToken(deploy)
            var job = NewToken(.job)
            job.owner = "writer"
            let jobSecret = try site.registry.createToken(job).secret
            for header in [
                DialectSite.basic("__token__", token), ("Private-Token", token), ("Authorization", "Bearer \(token)"),
                DialectSite.basic("whoever", deploySecret), ("Deploy-Token", deploySecret),
                DialectSite.basic("gitlab-ci-token", jobSecret),
            ] {
                #expect(try await status(header) == 200)
            }
            let open = Self.root(site.publicNumber)
            _ = try await site.upload(Self.wheel, to: open)
            for (header, closed, opened) in [
                (DialectSite.basic("reader", DialectSite.password), 401, 200),
                (DialectSite.basic("x", "unknown"), 401, 200),
                (DialectSite.basic("x", jobSecret), 401, 200), (("Job-Token", jobSecret), 401, 200),
                (DialectSite.basic("gitlab-ci-token", "unknown"), 401, 401), (("Private-Token", "unknown"), 401, 401),
                // A deploy token of one project is nothing to another.
                (("Deploy-Token", deploySecret), 200, 200),
            ] {
                #expect(try await status(header) == closed)
                #expect(try await status(header, open) == opened)
            }
            try site.registry.revokeToken(id: deployed.id)
            #expect(try await status(("Deploy-Token", deploySecret)) == 401)
            #expect(try await status(("Deploy-Token", deploySecret), open) == 401)
        }
    }

    @Test("shows a group as the registries of it that the caller may read")
    func groups() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            _ = try await site.upload(Self.wheel, to: Self.root(site.number))
            _ = try await site.upload(
                WheelBuilder("letter", version: "1.0"), to: Self.root(site.publicNumber), as: "admin")
            let root = "/api/v4/groups/acme/-/packages/pypi"
            func names(_ role: String?) async throws -> [String] {
                let answer = try await site.server.request(
                    "GET", root + "/simple",
                    headers: site.basic(role) + [("Accept", "application/vnd.pypi.simple.v1+json")])
                let projects = answer.object["projects"] as? [[String: Any]] ?? []
                return projects.compactMap { $0["name"] as? String }
            }
            #expect(try await names("reader") == ["letter", "parcel"])
            #expect(try await names(nil) == ["letter"])
            #expect(try await names("stranger") == ["letter"])
            let page = try await site.server.request("GET", root + "/simple/parcel", headers: site.basic("reader"))
            #expect(page.status == 200)
            let link = try #require(page.text.split(separator: "href=\"").last?.split(separator: "#").first)
            let path = String(link.dropFirst(site.server.url.utf8.count))
            #expect(path.hasPrefix("/api/v4/groups/"))
            let bytes = try await site.server.request("GET", path, headers: site.basic("reader"))
            #expect(bytes.body == Self.wheel.build().bytes)
            #expect(try await site.server.request("GET", path).status == 404)
            #expect(try await site.server.request("GET", root + "/simple/parcel").status == 404)
            #expect(try await site.server.request("POST", root).status == 404)
            #expect(try await site.server.request("GET", "/api/v4/groups/nobody/-/packages/pypi/simple").status == 404)
        }
    }

    @Test("keeps attestations and shows them beside the file")
    func provenance() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            let file = Self.wheel.build()
            let digest = ContentDigest(hashing: file.bytes).hex
            let statement = Data(
                #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"\#(file.filename)","digest":{"sha256":"\#(digest)"}}],"predicateType":"https://example.com/attestations/publish/v1","predicate":null}"#
                    .utf8
            ).base64EncodedString()
            let attestations = """
                [{"version":1,"verification_material":{"certificate":"AAAA","transparency_entries":[{}]},\
                "envelope":{"statement":"\(statement)","signature":"AAAA"}}]
                """
            let form = DialectSite.form(
                file, name: "parcel", version: "2.1.0", fields: [("attestations", attestations)])
            let stored = try await site.upload(form, to: Self.root(site.number), as: "writer")
            #expect(stored.status == 201, "\(stored.text)")
            let page = try await site.server.request(
                "GET", "\(Self.root(site.number))/simple/parcel",
                headers: site.basic("reader") + [("Accept", "application/vnd.pypi.simple.v1+json")])
            let files = try #require(page.object["files"] as? [[String: Any]])
            let link = try #require(files.first?["provenance"] as? String)
            let answer = try await site.server.request(
                "GET", String(link.dropFirst(site.server.url.utf8.count)), headers: site.basic("reader"))
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "application/vnd.pypi.integrity.v1+json")
            let bundles = try #require(answer.object["attestation_bundles"] as? [[String: Any]])
            let kept = try #require(bundles.first?["attestations"] as? [[String: Any]])
            #expect((kept.first?["envelope"] as? [String: Any])?["statement"] as? String == statement)
        }
    }

    @Test("manages packages by its REST API")
    func rest() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            for version in ["1.0", "1.1", "2.0"] {
                _ = try await site.upload(WheelBuilder("parcel", version: version), to: Self.root(site.number))
            }
            let packages = "/api/v4/projects/\(site.number)/packages"
            func get(_ path: String) async throws -> LiveServer.Answer {
                try await site.server.request("GET", path, headers: site.basic("reader"))
            }
            let list = try await get("\(packages)?per_page=2&sort=desc&package_type=pypi")
            #expect(list.header("x-total") == "3")
            #expect(list.header("x-next-page") == "2")
            #expect(list.objects.map { $0["version"] as? String } == ["2.0", "1.1"])
            #expect(try await get("\(packages)?package_name=let").objects.isEmpty)
            #expect(try await get("\(packages)?order_by=nonsense").status == 400)
            let group = try await get("/api/v4/groups/acme/packages")
            #expect(group.objects.first?["project_path"] as? String == "acme/pypi")
            let id = try #require(list.objects.last?["id"] as? UInt64)
            #expect(try await get("\(packages)/\(id)").object["version"] as? String == "1.1")
            let files = try await get("\(packages)/\(id)/package_files").objects
            #expect(files.first?["file_name"] as? String == "parcel-1.1-py3-none-any.whl")
            let file = try #require(files.first?["id"] as? UInt64)
            func delete(_ path: String, _ role: String?) async throws -> Int {
                try await site.server.request("DELETE", path, headers: site.basic(role)).status
            }
            #expect(try await delete("\(packages)/\(id)", nil) == 401)
            #expect(try await delete("\(packages)/\(id)", "stranger") == 404)
            #expect(try await delete("\(packages)/\(id)", "writer") == 403)
            #expect(try await delete("\(packages)/\(id)/package_files/\(file)", "admin") == 204)
            #expect(try await delete("\(packages)/\(id)", "admin") == 404)
            let other = try #require(list.objects.first?["id"] as? UInt64)
            #expect(try await delete("\(packages)/\(other)", "admin") == 204)
            #expect(try await get(packages).objects.count == 1)
        }
    }
}
