import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("Buildkite registries")
struct BuildkiteRegistriesTests {
    private static let registries = "/v2/packages/organizations/acme/registries"

    @Test("are made, shown, listed, changed and deleted")
    func life() async throws {
        try await BuildkiteSite.with { site in
            let created = try await site.send(
                .POST, Self.registries, bearer: site.admin,
                json:
                    #"{"name":"My Python packages","ecosystem":"python","description":"internal","emoji":":box:","team_ids":["6d2f3c9e-8a1b-4d0e-9c55-0b7a1f2e3d4c"]}"#
            )
            #expect(created.status == 200, "\(created.text)")
            let registry = created.json
            let url = "\(site.server.url)\(Self.registries)/my-python-packages"
            #expect(registry["slug"] as? String == "my-python-packages")
            #expect(registry["name"] as? String == "My Python packages")
            #expect(registry["url"] as? String == url)
            #expect(
                registry["web_url"] as? String
                    == "\(site.server.url)/organizations/acme/packages/registries/my-python-packages")
            #expect(registry["ecosystem"] as? String == "python")
            #expect(registry["type"] as? String == "source")
            #expect(registry["description"] as? String == "internal")
            #expect(registry["emoji"] as? String == ":box:")
            #expect(registry["color"] is NSNull)
            #expect(registry["public"] as? Bool == false)
            #expect(registry["oidc_policy"] is NSNull)
            #expect((registry["team_ids"] as? [Any])?.isEmpty == true)
            let id = try #require(registry["id"] as? String)
            #expect(FileID(id) != nil)
            let opaque = try #require((registry["graphql_id"] as? String).flatMap { Data(base64Encoded: $0) })
            #expect(String(decoding: opaque, as: UTF8.self) == "Registry---\(id)")

            let path = "\(Self.registries)/my-python-packages"
            let shown = try await site.request(.GET, path, bearer: site.admin)
            #expect(shown.status == 200)
            #expect(shown.text == created.text)
            let list = try await site.request(.GET, Self.registries, bearer: site.admin)
            #expect(list.status == 200)
            #expect(
                list.list.compactMap { $0["slug"] as? String } == [
                    "attic", "my-python-packages", "wheel-house", "window",
                ])

            let deleted = try await site.request(.DELETE, path, bearer: site.admin)
            #expect(deleted.status == 200)
            #expect(try await site.request(.GET, path, bearer: site.admin).status == 404)
            #expect(try await site.request(.DELETE, path, bearer: site.admin).status == 404)
            let actions = try site.registry.audit(limit: 2).map(\.action)
            #expect(actions == [.registryDelete, .registryCreate])
        }
    }

    @Test("change by POST, PATCH and PUT: what is absent stays, null clears", arguments: ["POST", "PATCH", "PUT"])
    func update(method: String) async throws {
        try await BuildkiteSite.with { site in
            func update(_ json: String, path: String = BuildkiteSite.rest) async throws -> LiveServer.Answer {
                try await site.send(.init(rawValue: method), path, bearer: site.admin, json: json)
            }
            let first = try await update(##"{"description":"d","emoji":"e","color":"#fff","ecosystem":"python"}"##)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.json["description"] as? String == "d")
            #expect(first.json["color"] as? String == "#fff")
            let second = try await update(#"{"description":null,"color":""}"#)
            #expect(second.json["description"] is NSNull)
            #expect(second.json["color"] is NSNull)
            #expect(second.json["emoji"] as? String == "e")
            let nothing = try await update("{}")
            #expect(nothing.text == second.text)
            let open = try await update(#"{"public":true}"#)
            #expect(open.json["public"] as? Bool == true)
            #expect(try site.registry.registry(at: RegistryPath(BuildkiteSite.house)).isPublic)
            // A new name moves it.
            let renamed = try await update(#"{"name":"Wheel House Two"}"#)
            #expect(renamed.json["slug"] as? String == "wheel-house-two")
            #expect(renamed.json["id"] as? String == first.json["id"] as? String)
            #expect(try await site.request(.GET, BuildkiteSite.rest, bearer: site.admin).status == 404)
            #expect(try await site.request(.GET, "\(BuildkiteSite.rest)-two", bearer: site.admin).status == 200)
        }
    }

    @Test("are refused with a reason where a field is wrong")
    func validation() async throws {
        try await BuildkiteSite.with { site in
            for (json, part) in [
                ("{}", "Name"), (#"{"name":"","ecosystem":"python"}"#, "Name"),
                (#"{"name":7,"ecosystem":"python"}"#, "Name"), (#"{"name":"x"}"#, "Ecosystem"),
                (#"{"name":"x","ecosystem":"ruby"}"#, "Ecosystem"), (#"{"name":"日本","ecosystem":"python"}"#, "Name"),
                (#"{"name":"Wheel house","ecosystem":"python"}"#, "taken"),
                (#"{"name":"x","ecosystem":"python","description":[]}"#, "description"),
                (#"{"name":"x","ecosystem":"python","public":"yes"}"#, "Public"),
                (#"{"name":"x","ecosystem":"python","team_ids":"a"}"#, "Team"),
                (#"{"name":"\#(String(repeating: "n", count: 300))","ecosystem":"python"}"#, "name"),
            ] {
                let answer = try await site.send(.POST, Self.registries, bearer: site.admin, json: json)
                #expect(answer.status == 422, "\(json): \(answer.text)")
                #expect(answer.message?.hasPrefix("Validation failed: ") == true)
                #expect(answer.message?.contains(part) == true, "\(answer.text)")
            }
            for body in ["[]", "name=x", "{", "\u{0}"] {
                let answer = try await site.send(.POST, Self.registries, bearer: site.admin, json: body)
                #expect(answer.status == 400)
                #expect(answer.message == "The body must be a JSON object")
            }
            let long = #"{"name":"\#(String(repeating: "n", count: 2 << 20))"}"#
            #expect(try await site.send(.POST, Self.registries, bearer: site.admin, json: long).status == 413)
            for json in [
                #"{"name":null}"#, #"{"name":"!!!"}"#, #"{"name":"attic"}"#, #"{"ecosystem":"ruby"}"#,
                #"{"public":null}"#,
            ] {
                let answer = try await site.send(.PATCH, BuildkiteSite.rest, bearer: site.admin, json: json)
                #expect(answer.status == 422, "\(json): \(answer.text)")
            }
        }
    }

    @Test("are listed and shown to those who may read them, and no others")
    func visibility() async throws {
        try await BuildkiteSite.with { site in
            func slugs(_ token: String) async throws -> [String] {
                try await site.request(.GET, Self.registries, bearer: token).list.compactMap { $0["slug"] as? String }
            }
            #expect(try await slugs(site.reader) == ["wheel-house", "window"])
            #expect(try await slugs(site.admin) == ["attic", "wheel-house", "window"])
            let unknown = try await site.request(.GET, "\(Self.registries)/nothing", bearer: site.stranger)
            #expect(unknown.status == 404)
            for slug in ["wheel-house", "attic"] {
                let answer = try await site.request(.GET, "\(Self.registries)/\(slug)", bearer: site.stranger)
                #expect(answer.status == unknown.status)
                #expect(answer.body == unknown.body)
            }
            #expect(try await site.request(.GET, "\(Self.registries)/window", bearer: site.stranger).status == 200)
            let other = try await site.request(
                .GET, "/v2/packages/organizations/other_org/registries", bearer: site.stranger)
            let nobody = try await site.request(
                .GET, "/v2/packages/organizations/nobody/registries", bearer: site.stranger)
            #expect(other.status == 404)
            #expect(other.body == nobody.body)
        }
    }

    @Test("take the scope and the role")
    func rights() async throws {
        try await BuildkiteSite.with { site in
            let create = #"{"name":"x","ecosystem":"python"}"#
            for (token, status) in [
                (site.reader, 403), (site.writer, 403), (site.stranger, 404), (site.registryToken, 401), ("x", 401),
            ] {
                #expect(try await site.send(.POST, Self.registries, bearer: token, json: create).status == status)
                #expect(try await site.send(.PATCH, BuildkiteSite.rest, bearer: token, json: "{}").status == status)
                #expect(try await site.request(.DELETE, BuildkiteSite.rest, bearer: token).status == status)
            }
            let reading = try site.token(of: "ann", [.readRegistries, .readPackages])
            #expect(try await site.request(.GET, BuildkiteSite.rest, bearer: reading).status == 200)
            let denied = try await site.request(.DELETE, BuildkiteSite.rest, bearer: reading)
            #expect(denied.status == 403)
            #expect(denied.message == "Your token lacks the scope delete_registries")
            #expect(try site.registry.registries(in: "acme").count == 3)
        }
    }
}
