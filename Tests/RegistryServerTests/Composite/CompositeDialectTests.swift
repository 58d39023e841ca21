import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("A composite registry in the other dialects")
struct CompositeDialectTests {
    @Test("is a project of GitLab's that takes nothing")
    func gitLab() async throws {
        try await DialectSite.with(GitLabDialect.self) { site in
            var settings = RegistrySettings()
            settings.kind = .composite
            settings.members = [try RegistryPath("acme/window"), try RegistryPath(DialectSite.path)]
            let composite = try site.registry.createRegistry(RegistryPath("acme/all"), settings: settings)
            let root = "/api/v4/projects/\(composite.number)/packages"
            let source = "/api/v4/projects/\(site.number)/packages"
            #expect(try await site.upload(WheelBuilder("parcel", version: "1.0"), to: source + "/pypi").status == 201)
            let page = try await site.server.request(
                "GET", "\(root)/pypi/simple/parcel", headers: site.basic("reader"))
            #expect(page.status == 200 && page.text.contains("\(root)/pypi/files/"), "\(page.text)")
            let link = try #require(page.text.split(separator: "href=\"").last?.prefix { $0 != "#" })
            let file = try await site.server.request(
                "GET", String(link.dropFirst(site.server.url.count)), headers: site.basic("reader"))
            #expect(file.status == 200 && !file.body.isEmpty)
            let packages = try await site.server.request("GET", root, headers: site.basic("reader"))
            #expect(packages.objects.compactMap { $0["name"] as? String } == ["parcel"])
            let id = try #require(packages.objects.first?["id"] as? Int)
            let upload = try await site.upload(WheelBuilder("new", version: "1.0"), to: root + "/pypi")
            #expect(upload.status == 403 && upload.text.contains("composite registry"), "\(upload.text)")
            let delete = try await site.server.request("DELETE", "\(root)/\(id)", headers: site.basic("admin"))
            #expect(delete.status == 403 && delete.text.contains("composite registry"), "\(delete.text)")
            // A group shows each file once.
            let group = try await site.server.request(
                "GET", "/api/v4/groups/acme/packages", headers: site.basic("reader"))
            #expect(group.objects.count == 1)
            // Nobody's but those who may read it, also where a member is open.
            #expect(try await site.server.request("GET", "\(root)/pypi/simple/parcel").status == 401)
        }
    }

    @Test("is an owner's registry of Gitea's that takes nothing")
    func gitea() async throws {
        try await DialectSite.with(GiteaDialect.self) { site in
            try site.registry.createOrganization("mixed")
            try site.registry.grant(.admin, to: "admin", on: .organization("mixed"))
            let own = try RegistryPath("mixed/own")
            try site.registry.publish(WheelBuilder("parcel", version: "2.1.0").build(), to: own)
            var settings = RegistrySettings()
            settings.kind = .composite
            settings.members = [own]
            try site.registry.createRegistry(RegistryPath("mixed/pypi"), settings: settings)
            let root = "/api/packages/mixed/pypi"
            let page = try await site.server.request("GET", "\(root)/simple/parcel", headers: site.basic("admin"))
            #expect(page.status == 200)
            let path = "\(root)/files/parcel/2.1.0/parcel-2.1.0-py3-none-any.whl"
            #expect(page.text.contains(path), "\(page.text)")
            #expect(try await site.server.request("GET", path, headers: site.basic("admin")).status == 200)
            let upload = try await site.upload(WheelBuilder("new", version: "1.0"), to: root, as: "admin")
            #expect(upload.status == 403 && upload.text.contains("composite registry"), "\(upload.text)")
            let delete = try await site.server.request(
                "DELETE", "/api/v1/packages/mixed/pypi/parcel/2.1.0", headers: site.basic("admin"))
            #expect(delete.status == 403 && delete.text.contains("composite registry"), "\(delete.text)")
        }
    }
}
