import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("A composite registry in Buildkite's REST API")
struct CompositeRESTTests {
    private typealias Site = BuildkiteSite
    private static let registries = "/v2/packages/organizations/acme/registries"
    private static let all = "\(registries)/all"

    @Test("is made, shown, changed and deleted")
    func life() async throws {
        try await Site.withComposite { site in
            let made = try await site.send(
                .POST, Self.registries, bearer: site.admin,
                json:
                    #"{"name":"Every one","ecosystem":"python","type":"composite","upstreams":[{"slug":"attic"},{"slug":"wheel-house"}],"official":true,"reserved_names":["Acme_*","secret.tool"]}"#
            )
            #expect(made.status == 200, "\(made.text)")
            #expect(made.json["type"] as? String == "composite" && made.json["public"] as? Bool == false)
            #expect(made.json["reserved_names"] as? [String] == ["acme-*", "secret-tool"])
            func upstreams(_ answer: LiveServer.Answer) -> [String] {
                (answer.json["upstreams"] as? [[String: Any]] ?? []).compactMap { $0["slug"] as? String }
            }
            #expect(upstreams(made) == ["attic", "wheel-house"] && made.json["official"] as? Bool == true)
            let path = "\(Self.registries)/every-one"
            let shown = try await site.request(.GET, path, bearer: site.admin)
            #expect(shown.text == made.text)
            func update(_ json: String) async throws -> LiveServer.Answer {
                try await site.send(.PATCH, path, bearer: site.admin, json: json)
            }
            // The whole object again changes nothing.
            let echo = try await update(shown.text)
            #expect(echo.status == 200 && echo.text == shown.text, "\(echo.text)")
            let fewer = try await update(#"{"upstreams":[{"slug":"wheel-house"}]}"#)
            #expect(upstreams(fewer) == ["wheel-house"] && fewer.json["official"] as? Bool == true)
            let closed = try await update(#"{"official":false,"reserved_names":null}"#)
            #expect(upstreams(closed) == ["wheel-house"] && closed.json["official"] as? Bool == false)
            #expect((closed.json["reserved_names"] as? [Any])?.isEmpty == true)
            let empty = try await update(#"{"upstreams":[]}"#)
            #expect(empty.status == 200 && upstreams(empty).isEmpty)
            let list = try await site.request(.GET, Self.registries, bearer: site.admin)
            let kinds = list.list.compactMap { $0["type"] as? String }.sorted()
            #expect(kinds == ["composite", "composite", "source", "source", "source", "upstream"])
            #expect(try await site.request(.DELETE, path, bearer: site.admin).status == 200)
            #expect(try await site.request(.GET, path, bearer: site.admin).status == 404)
        }
    }

    @Test("has no member that is composite, unknown, foreign, named twice or of no form at all")
    func refusals() async throws {
        try await Site.withComposite { site in
            let bad = [
                #""upstreams":[{"slug":"all"}]"#, #""upstreams":[{"slug":"nothing"}]"#,
                #""upstreams":[{"slug":"cellar"}]"#, #""upstreams":[{"slug":"../other_org/cellar"}]"#,
                #""upstreams":[{"slug":"attic"},{"slug":"attic"}]"#, #""upstreams":[{"slug":""}]"#,
                #""upstreams":[{"slug":null}]"#, #""upstreams":[{}]"#, #""upstreams":["attic"]"#,
                #""upstreams":{"slug":"attic"}"#, #""upstreams":"attic""#, #""upstreams":7"#, #""upstreams":[[]]"#,
                #""upstreams":[{"slug":"ATTIC"}]"#, #""upstreams":[{"slug":"a\u0000b"}]"#,
                "\"upstreams\":[\(Array(repeating: "{\"slug\":\"attic\"}", count: 100).joined(separator: ","))]",
                #""official":"yes""#, #""official":1"#, #""official":null"#, #""public":true"#,
                #""reserved_names":"a""#, #""reserved_names":[1]"#, #""reserved_names":["*"]"#,
                #""reserved_names":["a b"]"#, #""reserved_names":{}"#, #""ecosystem":"ruby""#, #""type":"source""#,
                #""type":"mirror""#, #""type":"upstream""#, #""type":null"#, #""type":[]"#,
            ]
            for (number, field) in bad.enumerated() {
                let update = try await site.send(.PUT, Self.all, bearer: site.admin, json: "{\(field)}")
                #expect(update.status == 422, "\(field): \(update.status) \(update.text)")
                #expect(update.message?.hasPrefix("Validation failed: ") == true, "\(update.text)")
                guard !field.contains("\"type\":\"source\"") else { continue }
                let fields = ["\"type\":\"composite\"", "\"ecosystem\":\"python\""].filter {
                    !field.hasPrefix(String($0.prefix { $0 != ":" }))
                }
                let create = try await site.send(
                    .POST, Self.registries, bearer: site.admin,
                    json: "{\"name\":\"New \(number)\",\(fields.joined(separator: ",")),\(field)}")
                #expect(create.status == 422, "\(field): \(create.status) \(create.text)")
            }
            for text in ["[]", "null", "{", "{\"upstreams\":", "\u{0}", String(repeating: "[", count: 5000)] {
                let answer = try await site.send(.PATCH, Self.all, bearer: site.admin, json: text)
                #expect(answer.status == 400, "\(text.prefix(20)): \(answer.status)")
            }
            let info = try site.registry.registry(at: RegistryPath(Site.all))
            #expect(info.members.map { "\($0.path)" } == [Site.house, Site.attic, Site.index] && !info.isPublic)
            #expect(try site.registry.reservations(in: RegistryPath(Site.all)).isEmpty)
            for body in [#"{"upstreams":[{"slug":"attic"}]}"#, #"{"official":true}"#, #"{"type":"composite"}"#] {
                let source = try await site.send(.PATCH, Site.rest, bearer: site.admin, json: body)
                #expect(source.status == 422, "\(body)")
            }
            // Another organization has no official index.
            try site.registry.grant(.admin, to: "ann", on: .organization("other_org"))
            let foreign = try await site.send(
                .POST, "/v2/packages/organizations/other_org/registries", bearer: site.admin,
                json: #"{"name":"Every","ecosystem":"python","type":"composite","official":true}"#)
            #expect(foreign.status == 422 && foreign.message?.contains("official index") == true)
        }
    }

    @Test("lists packages as its members' readers would see them, and takes none")
    func packages() async throws {
        try await Site.withComposite { site in
            let shown = try site.put("demo", "1.0", in: Site.house)
            try site.put("demo", "2.0", in: Site.attic)
            let fetched = try site.put("fetched", in: Site.index)
            let list = try await site.request(.GET, "\(Self.all)/packages", bearer: site.admin)
            let items = list.json["items"] as? [[String: Any]] ?? []
            #expect(items.map { $0["id"] as? String } == ["\(fetched.id)", "\(shown.id)"])
            let named = try await site.request(.GET, "\(Self.all)/packages?name=demo", bearer: site.admin)
            #expect((named.json["items"] as? [[String: Any]])?.map { $0["version"] as? String } == ["1.0"])
            let one = try await site.request(.GET, "\(Self.all)/packages/\(shown.id)", bearer: site.admin)
            #expect(one.status == 200 && (one.json["registry"] as? [String: Any])?["slug"] as? String == "all")

            func refused(_ answer: LiveServer.Answer, _ what: Comment) {
                #expect(answer.status == 422, "\(what): \(answer.status) \(answer.text)")
                #expect(answer.message?.contains("composite registry") == true, "\(what): \(answer.text)")
            }
            let form = FormBody.file(WheelBuilder("new", version: "1").build())
            refused(try await site.upload(form, to: "\(Self.all)/packages", bearer: site.admin), "publish")
            refused(try await site.request(.POST, "\(Self.all)/packages/upload", bearer: site.admin), "presigned")
            refused(
                try await site.request(.DELETE, "\(Self.all)/packages/\(shown.id)", bearer: site.admin), "delete")
            refused(
                try await site.request(
                    .POST, "\(Site.rest)/packages/\(shown.id)/copy?to=all", bearer: site.admin), "copy")
            let legacy = try await site.upload(
                .file(WheelBuilder("new", version: "1").build(), field: "package[package_file]"),
                to: "/api/v1/repos/acme/all/packages.json", bearer: site.admin)
            #expect(legacy.status == 422 && legacy.text.contains("composite registry"), "\(legacy.text)")
            // Out of it, a file can be copied.
            let copy = try await site.request(
                .POST, "\(Self.all)/packages/\(fetched.id)/copy?to=attic", bearer: site.admin)
            #expect(copy.status == 200, "\(copy.text)")
            let used = try await site.request(.DELETE, Site.rest, bearer: site.admin)
            #expect(used.status == 422 && used.message?.contains("acme/all") == true)
        }
    }

    @Test("shows a registry only where somebody who could have granted that says so")
    func members() async throws {
        try await Site.withComposite { site in
            // An administrator of the composite registry alone.
            try site.registry.grant(.admin, to: "stan", on: .registry(RegistryPath(Site.all)))
            func update(_ json: String) async throws -> LiveServer.Answer {
                try await site.send(.PATCH, Self.all, bearer: site.stranger, json: json)
            }
            #expect(try await update(#"{"upstreams":[{"slug":"attic"}]}"#).status == 200)
            let unseen = try await update(#"{"upstreams":[{"slug":"attic"},{"slug":"wheel-house"}]}"#)
            let unknown = try await update(#"{"upstreams":[{"slug":"attic"},{"slug":"nothing"}]}"#)
            #expect(unseen.status == 422 && unknown.status == 422)
            #expect(
                unseen.message?.replacing("wheel-house", with: "x") == unknown.message?.replacing("nothing", with: "x"))
            // One that is open to all may be read by all, and still is not anybody's to show.
            let open = try await update(#"{"upstreams":[{"slug":"attic"},{"slug":"window"}]}"#)
            #expect(open.status == 403)
            try site.registry.grant(.admin, to: "stan", on: .registry(RegistryPath(Site.house)))
            let granted = try await update(#"{"upstreams":[{"slug":"attic"},{"slug":"wheel-house"}]}"#)
            #expect(granted.status == 200, "\(granted.text)")
        }
    }
}
