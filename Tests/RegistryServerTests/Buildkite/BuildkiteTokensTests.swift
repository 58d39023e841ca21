import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("Buildkite registry tokens")
struct BuildkiteTokensTests {
    private static let tokens = "\(BuildkiteSite.rest)/tokens"

    @Test("are made, shown without their secret, reworded and deleted")
    func life() async throws {
        try await BuildkiteSite.with { site in
            let created = try await site.send(
                .POST, Self.tokens, bearer: site.admin, json: #"{"description":"for CI"}"#)
            #expect(created.status == 200, "\(created.text)")
            let token = created.json
            let secret = try #require(token["token"] as? String)
            let id = try #require(token["id"] as? String)
            #expect(token["description"] as? String == "for CI")
            #expect(token["url"] as? String == "\(site.server.url)\(Self.tokens)/\(id)")
            #expect((token["graphql_id"] as? String)?.isEmpty == false)
            #expect((token["created_at"] as? String)?.hasSuffix("Z") == true)
            let creator = try #require(token["created_by"] as? [String: Any])
            #expect(creator["name"] as? String == "ann")
            #expect(creator["avatar_url"] is NSNull)
            #expect((token["organization"] as? [String: Any])?["slug"] as? String == "acme")
            #expect((token["registry"] as? [String: Any])?["slug"] as? String == "wheel-house")

            let shown = try await site.request(.GET, "\(Self.tokens)/\(id)", bearer: site.reader)
            #expect(shown.status == 200)
            #expect(shown.json["token"] == nil)
            #expect(!shown.text.contains(secret))
            let list = try await site.request(.GET, Self.tokens, bearer: site.reader)
            #expect(list.list.count == 2)
            #expect(!list.text.contains(secret))

            let index = "/acme/wheel-house/pypi/simple/"
            let basic = BuildkiteSite.basic("buildkite", secret)
            #expect(try await site.request(.GET, index, headers: [basic]).status == 200)
            let updated = try await site.send(
                .POST, "\(Self.tokens)/\(id)", bearer: site.admin, json: #"{"description":"other"}"#)
            #expect(updated.status == 200)
            #expect(updated.json["description"] as? String == "other")
            #expect(updated.json["token"] == nil)

            #expect(try await site.request(.DELETE, "\(Self.tokens)/\(id)", bearer: site.admin).status == 200)
            #expect(try await site.request(.GET, index, headers: [basic]).status == 401)
            let gone = try await site.request(.GET, "\(Self.tokens)/\(id)", bearer: site.admin)
            #expect(gone.status == 404)
            #expect(gone.message == "No registry token found")
            #expect(try await site.request(.GET, Self.tokens, bearer: site.admin).list.count == 1)
        }
    }

    @Test("of another registry, of another kind and with impossible ids are not there")
    func unknown() async throws {
        try await BuildkiteSite.with { site in
            var other = NewToken(.registry)
            other.description = "attic"
            other.limit = .registry(try RegistryPath(BuildkiteSite.attic))
            let elsewhere = try site.registry.createToken(other).info.id
            var deploy = NewToken(.deploy)
            deploy.limit = .registry(try RegistryPath(BuildkiteSite.house))
            let machine = try site.registry.createToken(deploy).info.id
            let personal = try #require(try site.registry.tokens(.user("ann")).first?.id)
            let expected = try await site.request(
                .GET, "\(Self.tokens)/0199a1c2-7b10-7c33-9a4e-1f0d2c3b4a59", bearer: site.admin)
            #expect(expected.status == 404)
            let ids = [
                elsewhere, machine, personal, "x", "a%2Fb", "%E6%97%A5", String(repeating: "9", count: 300),
                elsewhere + "0",
            ]
            for id in ids {
                for answer in [
                    try await site.request(.GET, "\(Self.tokens)/\(id)", bearer: site.admin),
                    try await site.request(.DELETE, "\(Self.tokens)/\(id)", bearer: site.admin),
                    try await site.send(
                        .POST, "\(Self.tokens)/\(id)", bearer: site.admin, json: #"{"description":"x"}"#),
                ] {
                    #expect(answer.status == 404)
                    #expect(answer.body == expected.body)
                }
            }
            #expect(try site.registry.token(id: machine).revoked == nil)
        }
    }

    @Test("need a description, a scope and a role")
    func rules() async throws {
        try await BuildkiteSite.with { site in
            for json in ["{}", #"{"description":""}"#, #"{"description":null}"#, #"{"description":["a"]}"#] {
                let answer = try await site.send(.POST, Self.tokens, bearer: site.admin, json: json)
                #expect(answer.status == 422)
                #expect(answer.message == "Validation failed: Description can't be blank")
            }
            let long = #"{"description":"\#(String(repeating: "d", count: 300))"}"#
            #expect(try await site.send(.POST, Self.tokens, bearer: site.admin, json: long).status == 422)
            let json = #"{"description":"x"}"#
            for (token, status) in [
                (site.reader, 403), (site.writer, 403), (site.stranger, 404), (site.registryToken, 401),
            ] {
                #expect(try await site.send(.POST, Self.tokens, bearer: token, json: json).status == status)
            }
            let writer = try site.token(of: "will", .all)
            #expect(try await site.send(.POST, Self.tokens, bearer: writer, json: json).status == 403)
            // Everybody may look at a public registry, and nobody but its people at its tokens.
            let window = "/v2/packages/organizations/acme/registries/window"
            #expect(try await site.request(.GET, window, bearer: site.stranger).status == 200)
            #expect(try await site.request(.GET, "\(window)/tokens", bearer: site.stranger).status == 403)
        }
    }
}
