import FixtureBuilders
import Foundation
import HummingbirdCore
import NIOHTTP1
import RegistryCore
import Testing

@testable import RegistryServer

@Suite("Buildkite packages")
struct BuildkitePackagesTests {
    private static let packages = "\(BuildkiteSite.rest)/packages"

    private func ids(_ answer: LiveServer.Answer) -> [String] {
        (answer.json["items"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    private func link(_ name: String, _ answer: LiveServer.Answer) -> String? {
        (answer.json["links"] as? [String: String])?[name]
    }

    @Test("are listed newest first, and paged by links in the body and the header")
    func paging() async throws {
        try await BuildkiteSite.with { site in
            var published: [String] = []
            for number in 0..<7 { published.insert(try await site.publish("parcel", "1.\(number)"), at: 0) }
            func get(_ url: String) async throws -> LiveServer.Answer {
                try await site.request(.GET, String(url.dropFirst(site.server.url.count)), bearer: site.reader)
            }
            let base = "\(site.server.url)\(Self.packages)"
            let all = try await get(base)
            #expect(all.status == 200)
            #expect(ids(all) == published)
            #expect(
                all.json["links"] as? [String: String] == [
                    "self": "\(base)?per_page=30", "first": "\(base)?per_page=30",
                ])

            var page = try await get("\(base)?per_page=3")
            #expect(ids(page) == Array(published[0..<3]))
            #expect(link("prev", page) == nil)
            let second = try #require(link("next", page))
            #expect(second == "\(base)?after=\(published[2])&per_page=3")
            #expect(page.header("link") == "<\(second)>; rel=\"next\", <\(base)?per_page=3>; rel=\"first\"")
            page = try await get(second)
            #expect(ids(page) == Array(published[3..<6]))
            #expect(link("self", page) == second)
            let back = try #require(link("prev", page))
            page = try await get(try #require(link("next", page)))
            #expect(ids(page) == [published[6]])
            #expect(link("next", page) == nil)
            // Back again, and a cursor stays good when its package goes.
            page = try await get(back)
            #expect(ids(page) == Array(published[0..<3]))
            #expect(link("prev", page) == nil)
            #expect(link("next", page) != nil)
            _ = try await site.request(.DELETE, "\(Self.packages)/\(published[2])", bearer: site.admin)
            page = try await get(second)
            #expect(ids(page) == Array(published[3..<6]))
        }
    }

    @Test("are listed by name, in any spelling")
    func names() async throws {
        try await BuildkiteSite.with { site in
            let first = try await site.publish("Parcel.Post", "1.0")
            for version in ["1.0", "2.0"] { try await site.publish("carton", version) }
            let second = try await site.publish("Parcel.Post", "1.1")
            for name in ["Parcel.Post", "parcel-post", "parcel__post"] {
                let answer = try await site.request(
                    .GET, "\(Self.packages)?name=\(name)&per_page=1", bearer: site.reader)
                #expect(ids(answer) == [second])
                let next = try #require(link("next", answer))
                #expect(next.hasSuffix("&name=\(name)"))
                let more = try await site.request(
                    .GET, String(next.dropFirst(site.server.url.count)), bearer: site.reader)
                #expect(ids(more) == [first])
                #expect(link("next", more) == nil)
            }
            for name in ["unknown", "%00", "%F0%9F%93%A6", String(repeating: "n", count: 300), "a%2F..%2Fb", "parce"] {
                let answer = try await site.request(.GET, "\(Self.packages)?name=\(name)", bearer: site.reader)
                #expect(answer.status == 200)
                #expect(ids(answer).isEmpty)
            }
        }
    }

    @Test(
        "refuse cursors and counts that are none",
        arguments: [
            "after=x", "before=1", "after=0199a1c2-7b10-4c33-9a4e-1f0d2c3b4a59", "per_page=0", "per_page=-1",
            "per_page=x", "per_page=99999999999999999999",
            "after=0199a1c2-7b10-7c33-9a4e-1f0d2c3b4a59&before=0199a1c2-7b10-7c33-9a4e-1f0d2c3b4a59",
        ])
    func badQueries(query: String) async throws {
        try await BuildkiteSite.with { site in
            let answer = try await site.request(.GET, "\(Self.packages)?\(query)", bearer: site.reader)
            #expect(answer.status == 422, "\(answer.text)")
        }
    }

    @Test("come a hundred at a time at most")
    func most() throws {
        #expect(try PackagePage(.init("/?per_page=5000")).count == 100)
        #expect(try PackagePage(.init("/")).count == 30)
        #expect(try PackagePage(.init("/?per_page=&name=")) == PackagePage())
    }

    @Test("are shown with everything that their page has")
    func details() async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("parcel", version: "2.1.0").header("Summary", "Sends <b>parcels</b>")
                .header("Home-page", "https://parcel.example/").header("License", "MIT")
                .requires("carton>=1", "stamp; extra == 'post'", "carton<9")
            let published = try await site.upload(.file(wheel.build()), bearer: site.admin)
            let id = try #require(published.json["id"] as? String)
            let answer = try await site.request(.GET, "\(Self.packages)/\(id)", bearer: site.reader)
            #expect(answer.status == 200, "\(answer.text)")
            for key in ["id", "url", "web_url", "name", "version", "created_at"] {
                #expect(answer.json[key] as? String == published.json[key] as? String)
            }
            let details = try #require(answer.json["details"] as? [String: Any])
            #expect(details["filename"] as? String == wheel.filename)
            #expect(details["summary"] as? String == "Sends <b>parcels</b>")
            #expect(details["visibility"] as? String == "private")
            #expect(details["registry_name"] as? String == "wheel-house")
            #expect(details["dependency_count"] as? Int == 2)
            #expect((details["dependencies"] as? [String])?.count == 3)
            #expect(details["size"] as? Int == wheel.bytes.count)
            #expect(details["downloads"] as? Int == 0)
            #expect(details["yanked"] is NSNull)
            #expect(details["pushed_at"] as? String == answer.json["created_at"] as? String)
            let digests = try #require(details["digests"] as? [String: String])
            #expect(
                digests.mapValues(\.count) == ["md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "blake2b_256": 64])
            let contents = try #require(details["contents"] as? [String: Any])
            let members = try #require(contents["members"] as? [[String: Any]])
            #expect(details["total_files"] as? Int == members.filter { $0["type"] as? String == "file" }.count)
            #expect(members.contains { $0["path"] as? String == "parcel-2.1.0.dist-info/METADATA" })
            #expect(contents["truncated"] as? Bool == false)
            let metadata = try #require(details["metadata"] as? [String: Any])
            #expect(metadata["home_page"] as? String == "https://parcel.example/")
            #expect(metadata["license"] as? String == "MIT")
            let installation = try #require(details["installation"] as? [String: String])
            let host = site.server.url.dropFirst("http://".count)
            #expect(installation["index_url"] == "\(site.server.url)/acme/wheel-house/pypi/simple/")
            #expect(
                installation["pip_conf"]
                    == "[global]\nextra-index-url=\"http://buildkite:{registry.read.token}@\(host)/acme/wheel-house/pypi/simple/\"\n"
            )
            #expect(installation["command"] == "pip install parcel==2.1.0")
        }
    }

    @Test("are copied into another registry of the organization, as packages of their own")
    func copy() async throws {
        try await BuildkiteSite.with { site in
            let id = try await site.publish("parcel")
            let copy = "\(Self.packages)/\(id)/copy"
            let answer = try await site.request(.POST, "\(copy)?to=attic", bearer: site.admin)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["id"] as? String != id)
            #expect((answer.json["registry"] as? [String: Any])?["slug"] as? String == "attic")
            #expect(answer.json["name"] as? String == "parcel")
            let again = try await site.request(.POST, "\(copy)?to=attic", bearer: site.admin)
            #expect(again.status == 422)
            #expect(again.message == "Validation failed: Filename already exists")
            #expect(try await site.request(.POST, copy, bearer: site.admin).status == 422)
            for target in ["nothing", "..%2Fother_org%2Fcellar", "other_org/cellar", "%00"] {
                let answer = try await site.request(.POST, "\(copy)?to=\(target)", bearer: site.admin)
                #expect(answer.status == 404, "\(target): \(answer.text)")
            }
            // Reads here, and nothing there.
            #expect(try await site.request(.POST, "\(copy)?to=attic", bearer: site.reader).status == 404)
            #expect(try await site.request(.POST, "\(copy)?to=window", bearer: site.reader).status == 403)
            #expect(try await site.request(.POST, "\(copy)?to=attic", bearer: site.writer).status == 403)
            let unknown = try await site.request(
                .POST, "\(Self.packages)/0199a1c2-7b10-7c33-9a4e-1f0d2c3b4a59/copy?to=attic", bearer: site.admin)
            #expect(unknown.status == 404)
            #expect(unknown.message == "No package found")
        }
    }

    @Test("are deleted by those who may, and their names can be used again")
    func delete() async throws {
        try await BuildkiteSite.with { site in
            let id = try await site.publish("parcel")
            let path = "\(Self.packages)/\(id)"
            let writer = try site.token(of: "will", .all)
            for (token, status) in [(site.reader, 403), (writer, 403), (site.writer, 403), (site.stranger, 404)] {
                #expect(try await site.request(.DELETE, path, bearer: token).status == status)
            }
            #expect(try await site.request(.GET, path, bearer: site.reader).status == 200)
            #expect(try await site.request(.DELETE, path, bearer: site.admin).status == 200)
            #expect(try await site.request(.DELETE, path, bearer: site.admin).status == 404)
            #expect(try await site.request(.GET, path, bearer: site.reader).status == 404)
            let event = try #require(try site.registry.audit(limit: 1).first)
            #expect(event.action == .fileDelete)
            #expect(event.actor.name == "ann")
            #expect(try await site.publish("parcel") != id)
        }
    }

    @Test(
        "with ids that are none are not there",
        arguments: ["x", "%2E%2E%2Fpackages", "1", "0199a1c2-7b10-7c33-9a4e-1f0d2c3b4a5", "%E2%80%AE", "upload"])
    func badIDs(id: String) async throws {
        try await BuildkiteSite.with { site in
            let answer = try await site.request(.GET, "\(Self.packages)/\(id)", bearer: site.admin)
            #expect(answer.status == 404, "\(answer.text)")
            #expect(answer.message == "No package found")
        }
    }
}
