import Digests
import FixtureBuilders
import Foundation
import RegistryCore
import RegistryServer
import TestSupport
import Testing

@Suite("The answer with an index page")
struct SimplePageAnswerTests {
    private static let json = "application/vnd.pypi.simple.v1+json"
    private static let page = "/public/acme/main/simple/lark-tools/"
    private static let path = try! RegistryPath("acme/main")

    /// A server with two versions of one project, the first long enough to be worth compressing.
    private func withPages(_ body: @escaping @Sendable (LiveServer) async throws -> Void) async throws {
        try await LiveServer.with(dialects: [PageDialect.self]) { server in
            let registry = server.registry
            try await onOwnThread {
                for version in ["1.0", "1.1", "1.2", "1.3", "2.0"] {
                    try registry.publish(
                        WheelBuilder("Lark.Tools", version: version).header("Requires-Python", ">=3.9,<4").build(),
                        to: Self.path)
                }
                try registry.publish(WheelBuilder("zebra", version: "0.1").build(), to: Self.path)
            }
            try await body(server)
        }
    }

    @Test(
        "is in the form that was asked for",
        arguments: [
            ([], "text/html; charset=utf-8"), (["*/*"], "text/html; charset=utf-8"),
            ([json], json), (["\(json), */*;q=0.1"], json),
            (
                ["application/vnd.pypi.simple.v1+html", "text/html;q=0.5"],
                "application/vnd.pypi.simple.v1+html; charset=utf-8"
            ),
            (["application/vnd.pypi.simple.latest+json"], json), (["text/html;q=0.1", "\(json);q=0.2"], json),
        ] as [([String], String)])
    func forms(_ accept: [String], _ contentType: String) async throws {
        try await withPages { server in
            for path in [Self.page, "/public/acme/main/simple", "/public/acme/main/simple/"] {
                let answer = try await server.request("GET", path, headers: accept.map { ("Accept", $0) })
                #expect(answer.status == 200)
                #expect(answer.header("content-type") == contentType)
                #expect(answer.header("vary") == "Accept, Accept-Encoding")
                #expect(answer.header("content-length") == "\(answer.body.count)")
                #expect(answer.text.hasPrefix(contentType == Self.json ? "{" : "<!DOCTYPE html>"))
                #expect(answer.header("date") != nil)
            }
        }
    }

    @Test("tells in JSON and HTML what the registry knows")
    func contents() async throws {
        try await withPages { server in
            let json = try await server.request("GET", Self.page, headers: [("Accept", Self.json)])
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(json.body)) as? [String: Any])
            #expect(object["name"] as? String == "lark-tools")
            #expect(object["versions"] as? [String] == ["1.0", "1.1", "1.2", "1.3", "2.0"])
            let files = try #require(object["files"] as? [[String: Any]])
            let entry = try #require(try server.registry.project("lark-tools", in: Self.path)?.files.first)
            #expect(files.count == 5)
            #expect(files[0]["filename"] as? String == entry.filename)
            #expect(
                files[0]["url"] as? String
                    == "/public/acme/main/files/\(entry.digests.sha256.hex)/\(entry.filename)")
            #expect((files[0]["hashes"] as? [String: String])?["sha256"] == entry.digests.sha256.hex)
            #expect(
                (files[0]["core-metadata"] as? [String: String])?["sha256"] == entry.metadataDigest?.hex)
            #expect(entry.metadataDigest != nil)
            #expect(files[0]["size"] as? Int64 == entry.size)
            #expect(files[0]["requires-python"] as? String == ">=3.9,<4")
            let html = try await server.request("GET", Self.page).text
            #expect(html.contains("data-requires-python=\"&gt;=3.9,&lt;4\""))
            #expect(html.contains("<title>Links for Lark.Tools</title>"))
            let root = try await server.request("GET", "/public/acme/main/simple").text
            #expect(root.contains("<a href=\"/public/acme/main/simple/lark-tools/\">Lark.Tools</a>"))
            #expect(root.contains("<a href=\"/public/acme/main/simple/zebra/\">zebra</a>"))
        }
    }

    @Test("prefers what the query says")
    func format() async throws {
        try await withPages { server in
            for format in [
                "application/vnd.pypi.simple.v1+json", "application/vnd.pypi.simple.v1%2Bjson",
                "application%2Fvnd.pypi.simple.latest%2Bjson",
            ] {
                let answer = try await server.request(
                    "GET", Self.page + "?x=1&format=" + format, headers: [("Accept", "text/html")])
                #expect(answer.header("content-type") == Self.json, "\(format)")
            }
            let other = try await server.request("GET", Self.page + "?format=xml&unknown=%00")
            #expect(other.header("content-type") == "text/html; charset=utf-8")
        }
    }

    @Test("is 406 where nothing fits, with what there is")
    func notAcceptable() async throws {
        try await withPages { server in
            let answer = try await server.request("GET", Self.page, headers: [("Accept", "image/png")])
            #expect(answer.status == 406)
            #expect(answer.header("vary") == "Accept, Accept-Encoding")
            #expect(answer.header("content-type")?.hasPrefix("text/plain") == true)
            #expect(answer.text.contains(Self.json))
        }
    }

    @Test("is 404 for what is not there, 405 for other methods")
    func refusals() async throws {
        try await withPages { server in
            for name in ["unknown", "-", "l%C3%A4rk", "a%2Fb", String(repeating: "x", count: 300)] {
                let missing = try await server.request("GET", "/public/acme/main/simple/\(name)/")
                #expect(missing.status == 404)
                #expect(missing.header("vary") == "Accept, Accept-Encoding")
                #expect(missing.header("cache-control") == "public, max-age=0, must-revalidate")
                #expect(missing.body.count < 100)
            }
            #expect(try await server.request("GET", "/public/acme/other/simple/").status == 404)
            #expect(try await server.request("GET", "/public/acme/other/simple/x/").status == 404)
            let post = try await server.request("POST", Self.page)
            #expect(post.status == 405)
            #expect(post.header("allow") == "GET, HEAD")
        }
    }

    @Test("says who may keep it, and lets scripts read only what is public")
    func caching() async throws {
        try await withPages { server in
            let open = try await server.request("GET", Self.page)
            #expect(open.header("cache-control") == "public, max-age=0, must-revalidate")
            #expect(open.header("access-control-allow-origin") == "*")
            #expect(open.header("access-control-expose-headers") == "X-PyPI-Last-Serial")
            #expect(open.header("x-content-type-options") == "nosniff")
            let closed = try await server.request("GET", "/private/acme/main/simple/lark-tools/")
            #expect(closed.header("cache-control") == "private, max-age=0, must-revalidate")
            #expect(closed.header("access-control-allow-origin") == nil)
            let serial = try await onOwnThread { [registry = server.registry] in try registry.serial(of: Self.path) }
            #expect(open.header("x-pypi-last-serial") == "\(serial)")
            #expect(serial == 6)
        }
    }

    @Test("has a strong tag of its own for each form and coding, and is 304 for who has it")
    func conditional() async throws {
        try await withPages { server in
            var tags: Set<String> = []
            for accept in ["text/html", "application/vnd.pypi.simple.v1+html", Self.json] {
                for coding in ["identity", "gzip"] {
                    let headers = [("Accept", accept), ("Accept-Encoding", coding)]
                    let full = try await server.request("GET", Self.page, headers: headers)
                    let tag = try #require(full.header("etag"))
                    #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
                    tags.insert(tag)
                    for known in [
                        tag, "W/\(tag)", "*", "\"x\", \(tag)", "W/\"x\",\(tag) , \"y\"", "\"a,b\" ,, \(tag)",
                    ] {
                        let answer = try await server.request(
                            "GET", Self.page, headers: headers + [("If-None-Match", known)])
                        #expect(answer.status == 304, "\(known)")
                        #expect(answer.body.isEmpty)
                        #expect(answer.header("etag") == tag)
                        for name in ["vary", "cache-control", "content-type", "x-pypi-last-serial"] {
                            #expect(answer.header(name) == full.header(name))
                        }
                        #expect(answer.header("content-length") == nil)
                        #expect(answer.header("content-encoding") == nil)
                    }
                    for other in ["\"x\"", "", tag.replacing("\"", with: ""), "x \(tag)", "\"", ",", "W/"] {
                        let answer = try await server.request(
                            "GET", Self.page, headers: headers + [("If-None-Match", other)])
                        #expect(answer.status == 200, "\(other)")
                        #expect(answer.body == full.body)
                    }
                }
            }
            #expect(tags.count == 6)
        }
    }

    @Test("is the same for HEAD, without the page")
    func head() async throws {
        try await withPages { server in
            for headers in [[], [("Accept-Encoding", "gzip")], [("Accept", Self.json)]] {
                let full = try await server.request("GET", Self.page, headers: headers)
                let head = try await server.request("HEAD", Self.page, headers: headers)
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                for name in ["etag", "vary", "content-type", "content-length", "content-encoding", "cache-control"] {
                    #expect(head.header(name) == full.header(name), "\(name)")
                }
                let known = [("If-None-Match", try #require(full.header("etag")))]
                let unchanged = try await server.request("HEAD", Self.page, headers: headers + known)
                #expect(unchanged.status == 304)
                #expect(unchanged.header("content-length") == nil)
            }
            #expect(try await server.request("HEAD", "/public/acme/main/simple/unknown/").status == 404)
        }
    }

    @Test("is compressed where that is offered and the page is not small")
    func compression() async throws {
        try await withPages { server in
            let plain = try await server.request("GET", Self.page)
            #expect(plain.header("content-encoding") == nil)
            for refused in ["identity", "gzip;q=0", "br", "*;q=0"] {
                let answer = try await server.request("GET", Self.page, headers: [("Accept-Encoding", refused)])
                #expect(answer.header("content-encoding") == nil)
                #expect(answer.body == plain.body)
                #expect(answer.header("etag") == plain.header("etag"))
            }
            let packed = try await server.request("GET", Self.page, headers: [("Accept-Encoding", "gzip, zstd")])
            #expect(packed.header("content-encoding") == "gzip")
            #expect(packed.body.count < plain.body.count / 2)
            #expect(try gunzipped(packed.body) == plain.body)
            let small = try await server.request(
                "GET", "/public/acme/main/simple/zebra/", headers: [("Accept-Encoding", "gzip")])
            #expect(small.body.count < 1024)
            #expect(small.header("content-encoding") == nil)
            #expect(small.text.hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test("is one page for all spellings of a name, or a redirect to it")
    func spellings() async throws {
        try await withPages { server in
            let page = try await server.request("GET", Self.page)
            for spelling in ["Lark.Tools", "LARK_TOOLS", "lark--tools", "lark-tools"] {
                let same = try await server.request("GET", "/public/acme/main/simple/\(spelling)")
                #expect(same.body == page.body)
                #expect(same.header("etag") == page.header("etag"))
                let other = try await server.request("GET", "/private/acme/main/simple/\(spelling)")
                #expect(other.status == (spelling == "lark-tools" ? 200 : 301))
                if other.status == 301 {
                    #expect(other.header("location") == "/private/acme/main/simple/lark-tools/")
                    #expect(other.header("vary") == "Accept, Accept-Encoding")
                }
            }
        }
    }
}

/// What `gzip` makes of compressed bytes.
func gunzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    try withTemporaryDirectory { directory in
        let file = URL(fileURLWithPath: "\(directory)/page.gz")
        try Data(bytes).write(to: file)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "--decompress", "--stdout", file.path]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(data)
    }
}
