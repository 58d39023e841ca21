import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("A composite registry's index")
struct CompositeIndexTests {
    private typealias Site = BuildkiteSite

    @Test("shows the first member's files, all of them and no others, with what lies beside them")
    func order() async throws {
        try await Site.withComposite { site in
            let shadowed = try site.put("demo", "9.0", in: Site.attic)
            let shown = try site.put("demo", "1.0", in: Site.house)
            let only = try site.put("only", in: Site.attic)
            let page = try await site.page("demo", token: site.admin)
            #expect(page.status == 200 && page.filenames == [shown.filename], "\(page.text)")
            #expect(page.text.contains("/acme/all/pypi/files/\(shown.digests.sha256.hex)/\(shown.filename)"))
            #expect(page.json["versions"] as? [String] == ["1.0"])
            let bytes = try await site.file(shown, token: site.admin)
            #expect(bytes.status == 200 && ContentDigest(hashing: bytes.body) == shown.digests.sha256)
            let metadata = try await site.file(shown, suffix: ".metadata", token: site.admin)
            #expect(metadata.status == 200 && metadata.text.contains("Name: demo"))
            for suffix in ["", ".metadata", ".provenance"] {
                #expect(try await site.file(shadowed, suffix: suffix, token: site.admin).status == 404)
            }
            #expect(try await site.file(shadowed, of: Site.attic, token: site.admin).status == 200)
            let root = try await site.server.request(
                "GET", "/acme/all/pypi/simple/",
                headers: [Site.basic("buildkite", site.admin), ("Accept", "application/vnd.pypi.simple.v1+json")])
            let names = (root.json["projects"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
            #expect(names == ["demo", "only"])
            #expect(try await site.page("only", token: site.admin).filenames == [only.filename])
            #expect(try await site.page("none", token: site.admin).status == 404)
        }
    }

    @Test("is asked for again and again, and is never older than any member")
    func freshness() async throws {
        try await Site.withComposite { site in
            try site.put("demo", "1.0", in: Site.attic)
            var last = try await site.page("demo", token: site.admin)
            let again = try await site.page("demo", token: site.admin)
            #expect(again.body == last.body && again.header("etag") == last.header("etag"))
            let unchanged = try await site.server.request(
                "GET", "/acme/all/pypi/simple/demo/",
                headers: [
                    Site.basic("buildkite", site.admin), ("Accept", "application/vnd.pypi.simple.v1+json"),
                    ("If-None-Match", last.header("etag") ?? ""),
                ])
            #expect(unchanged.status == 304)
            func changes(_ expected: [String]?, _ what: Comment) async throws {
                let page = try await site.page("demo", token: site.admin)
                #expect(page.filenames == expected, what)
                #expect(page.header("etag") != last.header("etag"), what)
                last = page
            }
            try site.put("demo", "2.0", in: Site.attic)
            try await changes(["demo-1.0-py3-none-any.whl", "demo-2.0-py3-none-any.whl"], "published")
            try site.put("demo", "3.0", in: Site.house)
            try await changes(["demo-3.0-py3-none-any.whl"], "published to an earlier member")
            var members = RegistryChanges()
            members.members = .set([try RegistryPath(Site.attic), try RegistryPath(Site.house)])
            try site.registry.updateRegistry(RegistryPath(Site.all), members)
            try await changes(["demo-1.0-py3-none-any.whl", "demo-2.0-py3-none-any.whl"], "another order")
            _ = try site.registry.delete([FileSelection("acme/attic/demo")])
            try await changes(["demo-3.0-py3-none-any.whl"], "deleted")
        }
    }

    @Test("never shows what came from elsewhere under a name that is held, was held or is reserved")
    func confusion() async throws {
        try await Site.withComposite { site in
            let open = try site.put("requests", in: Site.index)
            let stranger = try site.put("acme-internal", "99.0", in: Site.index)
            let member = try RegistryPath(Site.attic)
            #expect(try await site.page("requests", token: site.admin).filenames == [open.filename])
            #expect(try await site.file(open, token: site.admin).status == 200)
            #expect(try await site.page("acme-internal", token: site.admin).filenames == [stranger.filename])
            func isHidden(_ what: Comment) async throws {
                for name in ["acme-internal", "Acme_Internal"] {
                    let page = try await site.page(name, token: site.admin)
                    #expect(page.filenames?.contains(stranger.filename) != true, what)
                }
                for suffix in ["", ".metadata"] {
                    #expect(try await site.file(stranger, suffix: suffix, token: site.admin).status == 404, what)
                }
            }
            var reserve = RegistryChanges()
            reserve.reservations = .set([try NameReservation("acme-*")])
            try site.registry.updateRegistry(member, reserve)
            try await isHidden("reserved")
            reserve.reservations = .set([])
            try site.registry.updateRegistry(member, reserve)
            #expect(try await site.page("acme-internal", token: site.admin).status == 200)
            try site.put("acme-internal", "1.0", in: Site.attic)
            try await isHidden("held")
            _ = try site.registry.delete([FileSelection("acme/attic/acme-internal")])
            #expect(try await site.page("acme-internal", token: site.admin).status == 404)
            try await isHidden("ever held")
            // By itself the index shows what it has.
            #expect(
                try await site.page("acme-internal", of: Site.index, token: site.admin).filenames
                    == [stranger.filename])
        }
    }

    @Test("is open to whom the composite registry is open, whatever its members are")
    func permission() async throws {
        try await Site.withComposite { site in
            let file = try site.put("demo", in: Site.attic)
            func statuses(_ token: String?) async throws -> [Int] {
                [
                    try await site.page("demo", token: token).status,
                    try await site.page("demo", of: Site.attic, token: token).status,
                    try await site.page("demo", of: Site.house, token: token).status,
                ]
            }
            #expect(try await statuses(nil) == [401, 401, 401])
            #expect(try await statuses(site.stranger) == [404, 404, 404])
            #expect(try await statuses(site.reader)[..<2] == [404, 404])
            try site.registry.grant(.reader, to: "stan", on: .registry(RegistryPath(Site.all)))
            #expect(try await statuses(site.stranger) == [200, 404, 404])
            #expect(try await site.file(file, token: site.stranger).status == 200)
            #expect(try await site.file(file, of: Site.attic, token: site.stranger).status == 404)
            // A member's reader reads the member.
            #expect(try await site.page("demo", token: site.registryToken).status == 404)
            let token = try site.registryToken(for: Site.all)
            #expect(try await statuses(token) == [200, 404, 404])
            // An organization that is open to all opens its sources, and neither this nor the index.
            var open = OrganizationChanges()
            open.visibility = .public
            try site.registry.updateOrganization("acme", open)
            #expect(try await statuses(nil) == [401, 200, 404])
            #expect(try await site.page("demo", of: Site.index, token: nil).status == 401)
        }
    }

    @Test("is read by a job, and by nothing that a policy says written to")
    func job() async throws {
        try await TestIssuer.with { issuer in
            var settings = ServerSettings()
            settings.oidcIssuers = [issuer.url]
            settings.limits.issuerSeconds = 300
            try await Site.withComposite(settings) { (site) async throws in
                try site.put("demo", in: Site.attic)
                var changes = RegistryChanges()
                changes.oidcPolicy = .set(
                    #"[{"iss":"\#(issuer.url)","scopes":["read_packages","write_packages"],"claims":{}}]"#)
                try site.registry.updateRegistry(RegistryPath(Site.all), changes)
                let token = try issuer.token(
                    audience: "\(site.server.url)/\(Site.all)", now: Date().timeIntervalSince1970)
                #expect(try await site.page("demo", token: token).status == 200)
                let publish = try await site.request(
                    .POST, "/v2/packages/organizations/acme/registries/all/packages/upload", bearer: token)
                #expect(publish.status == 403 && publish.message?.contains("write_packages") == true)
            }
        }
    }
}
