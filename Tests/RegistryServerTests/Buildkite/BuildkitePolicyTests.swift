import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("A Buildkite registry's OIDC policy")
struct BuildkitePolicyTests {
    @Test("comes back as text, in whatever form it was set, until null clears it")
    func forms() async throws {
        try await BuildkiteSite.with { site in
            func set(_ json: String) async throws -> LiveServer.Answer {
                try await site.send(.PUT, BuildkiteSite.rest, bearer: site.admin, json: json)
            }
            let array = try await set(
                #"{"oidc_policy":[{"iss":"https://ci.example","claims":{"n":{"in":["a",7,true]}}}]}"#)
            #expect(array.status == 200, "\(array.text)")
            #expect(
                array.json["oidc_policy"] as? String
                    == #"[{"claims":{"n":{"in":["a",7,true]}},"iss":"https://ci.example"}]"#)
            let yaml = "- iss: https://ci.example\n  scopes: [write_packages]\n"
            let given = try String(
                decoding: JSONSerialization.data(withJSONObject: ["oidc_policy": yaml]), as: UTF8.self)
            #expect(try await set(given).json["oidc_policy"] as? String == yaml)
            let shown = try await site.request(.GET, BuildkiteSite.rest, bearer: site.reader)
            #expect(shown.json["oidc_policy"] as? String == yaml)
            // It says whose jobs publish, which is nothing for strangers.
            #expect(try await set(#"{"public":true}"#).json["oidc_policy"] as? String == yaml)
            let strange = try await site.request(.GET, BuildkiteSite.rest, bearer: site.stranger)
            #expect(strange.status == 200)
            #expect(strange.json["oidc_policy"] is NSNull)
            #expect(try await set(#"{"oidc_policy":null}"#).json["oidc_policy"] is NSNull)
            #expect(try site.registry.audit(limit: 1).first?.action == .registryPolicy)
        }
    }

    @Test(
        "is refused where it is not wholly understood",
        arguments: [
            "7", "{}", "true", #""nonsense""#, "[]", #"[{"claims":{}}]"#, #"[{"iss":"https://x","scopes":["all"]}]"#,
            #"[{"iss":"https://x","claims":{"a":["b"]}}]"#, #""- iss: &a x\n- iss: *a\n""#,
            #"[{"iss":"https://x","claims":{"a":{"matches":7}}}]"#,
        ])
    func refused(policy: String) async throws {
        try await BuildkiteSite.with { site in
            for (method, path, json) in [
                (HTTPMethod.PATCH, BuildkiteSite.rest, #"{"oidc_policy":\#(policy)}"#),
                (
                    .POST, "/v2/packages/organizations/acme/registries",
                    #"{"name":"new","ecosystem":"python","oidc_policy":\#(policy)}"#
                ),
            ] {
                let answer = try await site.send(method, path, bearer: site.admin, json: json)
                #expect(answer.status == 422, "\(answer.text)")
                #expect(answer.message?.hasPrefix("Validation failed: ") == true)
            }
            #expect(try site.registry.registry(at: RegistryPath(BuildkiteSite.house)).oidcPolicy == nil)
        }
    }

    @Test("lets a job publish and delete in its registry, and the audit log says which")
    func job() async throws {
        try await TestIssuer.with { issuer in
            var settings = ServerSettings()
            settings.oidcIssuers = [issuer.url]
            try await BuildkiteSite.with(settings) { (site) async throws in
                let policy =
                    #"{"oidc_policy":[{"iss":"\#(issuer.url)","scopes":["write_packages","delete_packages"]}]}"#
                _ = try await site.send(.POST, BuildkiteSite.rest, bearer: site.admin, json: policy)
                let token = try issuer.token(
                    audience: "\(site.server.url)/\(BuildkiteSite.house)", now: Date().timeIntervalSince1970)
                let wheel = FormBody.file(WheelBuilder("parcel", version: "1.0").build())
                let published = try await site.upload(wheel, bearer: token)
                #expect(published.status == 200, "\(published.text)")
                let event = try #require(try site.registry.audit(limit: 1).first)
                #expect(event.actor.kind == .oidc)
                #expect(event.actor.name == "pipeline:acme:build")
                // Neither what the policy does not grant, nor another registry, nor another organization's way in.
                let id = try #require(published.json["id"] as? String)
                let packages = "\(BuildkiteSite.rest)/packages"
                #expect(try await site.request(.GET, packages, bearer: token).status == 403)
                #expect(try await site.request(.DELETE, BuildkiteSite.rest, bearer: token).status == 403)
                let attic = "/v2/packages/organizations/acme/registries/attic/packages"
                #expect(try await site.upload(wheel, to: attic, bearer: token).status == 401)
                let create = try await site.send(
                    .POST, "/v2/packages/organizations/acme/registries", bearer: token,
                    json: #"{"name":"x","ecosystem":"python"}"#)
                #expect(create.status == 401)
                #expect(try await site.request(.DELETE, "\(packages)/\(id)", bearer: token).status == 200)
            }
        }
    }
}
