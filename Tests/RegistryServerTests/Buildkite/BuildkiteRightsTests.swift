import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("Buildkite's REST API")
struct BuildkiteRightsTests {
    private static let packages = "\(BuildkiteSite.rest)/packages"

    @Test("takes API tokens that are in force, as Bearer only")
    func credentials() async throws {
        try await BuildkiteSite.with { site in
            var ended = NewToken(.personal)
            ended.owner = "ann"
            ended.scopes = .all
            ended.expires = site.registry.options.now() + 300
            let expiring = try site.registry.createToken(ended).secret
            let (info, revoked) = try site.registry.createToken(
                { () -> NewToken in
                    var new = NewToken(.personal)
                    new.owner = "ann"
                    new.scopes = .all
                    return new
                }())
            try site.registry.revokeToken(id: info.id)
            try await Task.sleep(for: .milliseconds(400))
            let headers: [(String, String)?] = [
                nil, ("Authorization", ""), ("Authorization", "Bearer"), ("Authorization", "Bearer x"),
                ("Authorization", "Bearer \(revoked)"), ("Authorization", "Bearer \(expiring)"),
                ("Authorization", "Bearer \(site.admin.dropLast())\(site.admin.hasSuffix("0") ? "1" : "0")"),
                ("Authorization", "Bearer \(site.admin) \(site.admin)"),
                ("Authorization", "Bearer \(site.registryToken)"), ("Authorization", "Digest \(site.admin)"),
                ("Private-Token", site.admin), BuildkiteSite.basic("buildkite", site.admin),
                BuildkiteSite.basic(site.admin, ""),
            ]
            let wheel = FormBody.file(WheelBuilder("parcel", version: "1.0").build())
            var bodies: Set<[UInt8]> = []
            for header in headers {
                let given = header.map { [$0] } ?? []
                let get = try await site.request(.GET, Self.packages, headers: given)
                let post = try await site.upload(wheel, headers: given)
                #expect(get.status == 401, "\(String(describing: header))")
                #expect(post.status == 401, "\(String(describing: header))")
                bodies.formUnion([get.body, post.body])
            }
            #expect(bodies.count == 1)
            #expect(try await site.request(.GET, Self.packages, bearer: site.admin).status == 200)
        }
    }

    @Test("tells who may publish from who may not, and strangers nothing")
    func publishing() async throws {
        try await BuildkiteSite.with { site in
            let wheel = FormBody.file(WheelBuilder("parcel", version: "1.0").build())
            func status(_ token: String, _ path: String = Self.packages) async throws -> Int {
                try await site.upload(wheel, to: path, bearer: token).status
            }
            #expect(try await status(site.reader) == 403)
            #expect(try await status(site.token(of: "will", [.readPackages, .deletePackages])) == 403)
            #expect(
                try await status(site.stranger, "/v2/packages/organizations/acme/registries/window/packages") == 403)
            let nothing = try await site.upload(
                wheel, to: "/v2/packages/organizations/acme/registries/nothing/packages", bearer: site.stranger)
            #expect(nothing.status == 404)
            let paths = [
                Self.packages, "/v2/packages/organizations/other_org/registries/cellar/packages",
                "/v2/packages/organizations/nobody/registries/nothing/packages",
                "/v2/packages/organizations/acme/registries/%E6%97%A5/packages",
                "/v2/packages/organizations/acme/registries/a%2Fb/packages",
                "/v2/packages/organizations/acme/registries/Wheel%20House/packages",
                "/v2/packages/organizations/acme/registries/\(String(repeating: "a", count: 300))/packages",
            ]
            for path in paths {
                let answer = try await site.upload(wheel, to: path, bearer: site.stranger)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.body == nothing.body)
            }
            for name in ["..", "%2e%2e", "a%00b"] {
                let head = try await site.server.head(
                    "POST /v2/packages/organizations/acme/registries/\(name)/packages HTTP/1.1\r\nHost: a\r\n"
                        + "Authorization: Bearer \(site.admin)\r\nContent-Length: 0\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 400 "), "\(head)")
            }
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.isEmpty)
            #expect(try await status(site.writer) == 200)
        }
    }

    @Test("takes tokens that are limited to one registry, there only")
    func limited() async throws {
        try await BuildkiteSite.with { site in
            var new = NewToken(.deploy)
            new.limit = .registry(try RegistryPath(BuildkiteSite.attic))
            let deploy = try site.registry.createToken(new).secret
            let wheel = FormBody.file(WheelBuilder("parcel", version: "1.0").build())
            #expect(try await site.upload(wheel, bearer: deploy).status == 404)
            let attic = "/v2/packages/organizations/acme/registries/attic/packages"
            #expect(try await site.upload(wheel, to: attic, bearer: deploy).status == 200)
        }
    }

    @Test("says which methods there are")
    func methods() async throws {
        try await BuildkiteSite.with { site in
            let answer = try await site.request(.PUT, Self.packages, bearer: site.admin)
            #expect(answer.status == 405)
            #expect(answer.header("allow") == "GET, HEAD, POST")
            #expect(answer.message == "Only GET, HEAD, POST can be asked of this")
        }
    }
}
