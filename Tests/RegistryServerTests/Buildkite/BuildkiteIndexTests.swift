import ContentStore
import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("A Buildkite index")
struct BuildkiteIndexTests {
    private static let roots = ["/acme/wheel-house", "/organizations/acme/packages/registries/wheel-house"]

    @Test(
        "lists projects and files in both generations of its address, for every way to show a token", arguments: roots)
    func reading(root: String) async throws {
        try await BuildkiteSite.with { site in
            try await site.publish("Parcel.Post", "1.0")
            let digest = ContentDigest(hashing: WheelBuilder("Parcel.Post", version: "1.0").bytes).hex
            let reading = try site.token(of: "ruth", .readPackages)
            let ways = [
                BuildkiteSite.basic("buildkite", site.registryToken), BuildkiteSite.basic("buildkite", reading),
                BuildkiteSite.basic(site.registryToken, ""), BuildkiteSite.basic(reading, ""),
                ("Authorization", "Bearer \(site.registryToken)"), ("Authorization", "Bearer \(reading)"),
            ]
            let file = "/acme/wheel-house/pypi/files/\(digest)/parcel_post-1.0-py3-none-any.whl"
            for header in ways {
                for slash in ["", "/"] {
                    let list = try await site.request(.GET, "\(root)/pypi/simple\(slash)", headers: [header])
                    #expect(list.status == 200, "\(list.text)")
                    #expect(list.header("content-type")?.hasPrefix("text/html") == true)
                    #expect(list.text.contains("href=\"/acme/wheel-house/pypi/simple/parcel-post/\""), "\(list.text)")
                    for name in ["parcel-post", "Parcel.Post", "parcel__post"] {
                        let page = try await site.request(
                            .GET, "\(root)/pypi/simple/\(name)\(slash)", headers: [header])
                        #expect(page.status == 200)
                        #expect(page.text.contains("href=\"\(file)#sha256=\(digest)\""), "\(page.text)")
                    }
                }
                let bytes = try await site.request(.GET, file, headers: [header])
                #expect(bytes.status == 200)
                #expect(bytes.body == WheelBuilder("Parcel.Post", version: "1.0").bytes)
                #expect(bytes.header("cache-control") == "private, max-age=31536000, immutable")
            }
            let json = try await site.request(
                .GET, "\(root)/pypi/simple/parcel-post/",
                headers: [ways[0], ("Accept", "application/vnd.pypi.simple.v1+json")])
            let files = try #require(json.json["files"] as? [[String: Any]])
            #expect(files.first?["url"] as? String == file)
            let old = try await site.request(
                .GET, "\(root)\(file.dropFirst("/acme/wheel-house".count))", headers: [ways[0]])
            #expect(old.status == 200)
        }
    }

    @Test("serves metadata beside a wheel, HEAD and ranges")
    func files() async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0")
            try await site.publish("parcel")
            let url = "/acme/wheel-house/pypi/files/\(ContentDigest(hashing: wheel.bytes).hex)/\(wheel.filename)"
            let header = BuildkiteSite.basic("buildkite", site.registryToken)
            let metadata = try await site.request(.GET, "\(url).metadata", headers: [header])
            #expect(metadata.status == 200)
            #expect(metadata.text.hasPrefix("Metadata-Version: 2.1\nName: parcel\n"))
            let head = try await site.request(.HEAD, url, headers: [header])
            #expect(head.status == 200)
            #expect(head.header("content-length") == "\(wheel.bytes.count)")
            #expect(head.header("accept-ranges") == "bytes")
            let part = try await site.request(.GET, url, headers: [header, ("Range", "bytes=-7")])
            #expect(part.status == 206)
            #expect(part.body == Array(wheel.bytes.suffix(7)))
            let expected = try await site.request(.GET, "\(url)x", headers: [header])
            #expect(expected.status == 404)
            let zeros = String(repeating: "0", count: 64)
            for path in [
                "/acme/wheel-house/pypi/files/\(zeros)/\(wheel.filename)",
                "/acme/wheel-house/pypi/files/x/\(wheel.filename)",
                "\(url).metadata.metadata", "/acme/wheel-house/pypi/files/\(zeros)/.metadata",
                url.replacingOccurrences(of: wheel.filename, with: "a%2F\(wheel.filename)"),
            ] {
                let answer = try await site.request(.GET, path, headers: [header])
                #expect(answer.status == 404, "\(path)")
                #expect(answer.body == expected.body)
            }
        }
    }

    @Test("serves attestations at the address that its pages link to, where it knows its own address")
    func provenance() async throws {
        var settings = ServerSettings()
        settings.baseURL = "https://packages.example/python"
        try await BuildkiteSite.with(settings) { site in
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            let hex = ContentDigest(hashing: wheel.bytes).hex
            let statement = """
                {"subject":[{"name":"\(wheel.filename)","digest":{"sha256":"\(hex)"}}],"predicateType":"t"}
                """
            let attestation = """
                [{"version":1,"verification_material":{"certificate":"AAAA","transparency_entries":[{"a":1}]},\
                "envelope":{"statement":"\(Data(statement.utf8).base64EncodedString())","signature":"AAAA"}}]
                """
            let staged = try site.registry.stageUpload()
            try wheel.bytes.withUnsafeBytes { try staged.append($0) }
            var claims = UploadClaims(filename: wheel.filename)
            claims.attestations = Array(attestation.utf8)
            _ = try site.registry.publish(staged.seal(), claims, to: RegistryPath(BuildkiteSite.house))
            try await site.publish("plain")

            let header = BuildkiteSite.basic("buildkite", site.registryToken)
            let json = ("Accept", "application/vnd.pypi.simple.v1+json")
            let page = try await site.request(.GET, "/acme/wheel-house/pypi/simple/parcel/", headers: [header, json])
            let file = try #require((page.json["files"] as? [[String: Any]])?.first)
            let path = "/acme/wheel-house/pypi/files/\(hex)/\(wheel.filename)"
            #expect(file["url"] as? String == "https://packages.example/python\(path)")
            #expect(file["provenance"] as? String == "https://packages.example/python\(path).provenance")
            let provenance = try await site.request(.GET, "\(path).provenance", headers: [header])
            #expect(provenance.status == 200)
            #expect(provenance.header("content-type") == "application/vnd.pypi.integrity.v1+json")
            #expect(provenance.json["version"] as? Int == 1)
            let bundle = try #require((provenance.json["attestation_bundles"] as? [[String: Any]])?.first)
            #expect((bundle["publisher"] as? [String: String])?["kind"]?.isEmpty == false)
            #expect((bundle["attestations"] as? [[String: Any]])?.first?["version"] as? Int == 1)
            let tag = try #require(provenance.header("etag"))
            let same = try await site.request(
                .GET, "\(path).provenance", headers: [header, ("If-None-Match", tag)])
            #expect(same.status == 304)
            #expect(try await site.request(.GET, "\(path).provenance").status == 401)

            let plain = WheelBuilder("plain", version: "1.0")
            let digest = ContentDigest(hashing: plain.bytes).hex
            let none = try await site.request(
                .GET, "/acme/wheel-house/pypi/files/\(digest)/\(plain.filename).provenance", headers: [header])
            #expect(none.status == 404)
        }
    }

    @Test("challenges who shows nothing, and answers the same whether a registry is private or is not there")
    func strangers() async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0")
            try await site.publish("parcel")
            let digest = ContentDigest(hashing: wheel.bytes).hex
            let paths = ["pypi/simple/", "pypi/simple/parcel/", "pypi/files/\(digest)/\(wheel.filename)"]
            let unknown = [
                "/acme/nothing", "/nobody/wheel-house", "/acme/Wheel-House", "/acme/wheel%2Fhouse",
                "/acme%2Fwheel-house/x",
                "/acme/%E6%97%A5%E6%9C%AC", "/acme/\(String(repeating: "a", count: 300))", "/acme/a--b", "/acme/-",
            ]
            let strange = BuildkiteSite.basic("buildkite", site.stranger)
            for (headers, status) in [([], 401), ([strange], 404), ([BuildkiteSite.basic("buildkite", "wrong")], 401)] {
                let headers: [(String, String)] = headers
                for path in paths {
                    let expected = try await site.request(.GET, "/acme/wheel-house/\(path)", headers: headers)
                    #expect(expected.status == status)
                    #expect((expected.header("www-authenticate") != nil) == (status == 401))
                    for root in unknown {
                        let answer = try await site.request(.GET, "\(root)/\(path)", headers: headers)
                        #expect(answer.status == status, "\(root)")
                        #expect(answer.body == expected.body)
                        #expect(Self.comparable(answer) == Self.comparable(expected))
                    }
                }
            }
        }
    }

    /// The fields of an answer but for those that every answer has its own of.
    private static func comparable(_ answer: LiveServer.Answer) -> [String] {
        answer.headers.map { "\($0.name): \($0.value)" }.filter { field in
            !["date", "x-request-id"].contains { field.lowercased().hasPrefix($0) }
        }
    }

    @Test("is not opened by tokens that are spent, do not reach it or may not read")
    func tokens() async throws {
        try await BuildkiteSite.with { site in
            func status(_ secret: String, _ path: String = "/acme/wheel-house/pypi/simple/") async throws -> Int {
                try await site.request(.GET, path, headers: [BuildkiteSite.basic("buildkite", secret)]).status
            }
            #expect(try await status(site.registryToken) == 200)
            #expect(try await status(site.registryToken, "/acme/attic/pypi/simple/") == 404)
            #expect(try await status(site.registryToken, "/other_org/cellar/pypi/simple/") == 404)
            #expect(try await status(site.writer) == 403)
            #expect(try await status(site.writer, "/acme/nothing/pypi/simple/") == 403)
            var short = NewToken(.personal)
            short.owner = "ruth"
            let (info, secret) = try site.registry.createToken(short)
            #expect(try await status(secret) == 200)
            try site.registry.revokeToken(id: info.id)
            #expect(try await status(secret) == 401)
            // A password is none of this dialect's.
            try site.registry.setPassword("correct horse battery", of: "ruth")
            let password = BuildkiteSite.basic("ruth", "correct horse battery")
            #expect(try await site.request(.GET, "/acme/wheel-house/pypi/simple/", headers: [password]).status == 401)
        }
    }

    @Test("that is public is everybody's; registry tokens sleep meanwhile and wake up when it is private again")
    func visibility() async throws {
        try await BuildkiteSite.with { site in
            let path = "/acme/wheel-house/pypi/simple/"
            let header = BuildkiteSite.basic("buildkite", site.registryToken)
            #expect(try await site.request(.GET, path).status == 401)
            _ = try await site.send(.PATCH, BuildkiteSite.rest, bearer: site.admin, json: #"{"public":true}"#)
            let open = try await site.request(.GET, path)
            #expect(open.status == 200)
            #expect(open.header("cache-control")?.hasPrefix("public") == true)
            #expect(try await site.request(.GET, path, headers: [header]).status == 200)
            #expect(
                try await site.request(.GET, path, headers: [BuildkiteSite.basic("buildkite", "wrong")]).status == 401)
            #expect(
                try await site.request(.GET, path, headers: [BuildkiteSite.basic("buildkite", site.writer)]).status
                    == 200)
            _ = try await site.send(.PATCH, BuildkiteSite.rest, bearer: site.admin, json: #"{"public":false}"#)
            #expect(try await site.request(.GET, path).status == 401)
            #expect(try await site.request(.GET, path, headers: [header]).status == 200)
        }
    }

    @Test("has no pages for projects that it does not have, whatever they are called")
    func unknownProjects() async throws {
        try await BuildkiteSite.with { site in
            let header = BuildkiteSite.basic("buildkite", site.registryToken)
            for name in ["nothing", "%E6%97%A5", "a%2Fb", String(repeating: "n", count: 300), "-", "%20", "a%20b"] {
                let answer = try await site.request(.GET, "/acme/wheel-house/pypi/simple/\(name)/", headers: [header])
                #expect(answer.status == 404, "\(name)")
                #expect(answer.message == "No file found")
            }
            for name in ["..", "%2e%2e", "%00", "a%00b", "%5C"] {
                let head = try await site.server.head(
                    "GET /acme/wheel-house/pypi/simple/\(name)/ HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 400 "), "\(head)")
            }
            let posted = try await site.request(.POST, "/acme/wheel-house/pypi/simple/", headers: [header])
            #expect(posted.status == 405)
            #expect(posted.header("allow") == "GET, HEAD")
            #expect(posted.message != nil)
        }
    }
}
