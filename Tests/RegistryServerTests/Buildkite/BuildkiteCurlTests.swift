import FixtureBuilders
import Foundation
import RegistryCore
import RegistryServer
import SystemPackage
import Testing

@Suite("curl, with the commands of docs/buildkite.md")
struct BuildkiteCurlTests {
    /// Runs curl and answers the status and the body.
    private func curl(_ arguments: String...) async throws -> (status: Int, json: [String: Any], list: [[String: Any]])
    {
        let text = try await Curl.run(arguments)
        let status = Int(text.prefix(3)) ?? 0
        let body = try? JSONSerialization.jsonObject(with: Data(text.dropFirst(4).utf8))
        return (status, body as? [String: Any] ?? [:], body as? [[String: Any]] ?? [])
    }

    @Test("manages registries, packages and tokens")
    func rest() async throws {
        try await BuildkiteSite.with { site in
            let api = "\(site.server.url)/v2/packages/organizations/acme"
            let auth = "Authorization: Bearer \(site.admin)"
            let folder = site.server.root
            let sdist = SdistBuilder("my-python-package", version: "0.9.7b1").spelled("my-python-package").build()
            let file = folder.appending(sdist.filename).string
            try Data(sdist.bytes).write(to: URL(fileURLWithPath: file))

            let made = try await curl(
                "-H", auth, "\(api)/registries", "-d",
                #"{"name":"My Python packages","ecosystem":"python","description":"internal"}"#)
            #expect(made.status == 200)
            #expect(made.json["slug"] as? String == "my-python-packages")
            #expect(try await curl("-H", auth, "\(api)/registries").list.count == 4)
            let registry = "\(api)/registries/my-python-packages"
            #expect(try await curl("-H", auth, registry).json["description"] as? String == "internal")
            let changed = try await curl(
                "-H", auth, "-X", "PATCH", registry, "-d", #"{"description":null,"public":true}"#)
            #expect(changed.json["public"] as? Bool == true)

            let published = try await curl("-X", "POST", "\(registry)/packages", "-H", auth, "-F", "file=@\(file)")
            #expect(published.status == 200)
            #expect(published.json["version"] as? String == "0.9.7b1")
            let id = try #require(published.json["id"] as? String)
            let list = try await curl("-H", auth, "\(registry)/packages?per_page=10&name=my_python_package")
            #expect((list.json["items"] as? [Any])?.count == 1)
            #expect(try await curl("-H", auth, "\(registry)/packages/\(id)").json["id"] as? String == id)
            #expect(try await curl("-H", auth, "-X", "POST", "\(registry)/packages/\(id)/copy?to=attic").status == 200)
            #expect(try await curl("-H", auth, "-X", "DELETE", "\(registry)/packages/\(id)").status == 200)

            let token = try await curl("-H", auth, "\(registry)/tokens", "-d", #"{"description":"CI"}"#)
            #expect(token.status == 200)
            let tokenID = try #require(token.json["id"] as? String)
            #expect(try await curl("-H", auth, "\(registry)/tokens").list.count == 1)
            let reworded = try await curl(
                "-H", auth, "\(registry)/tokens/\(tokenID)", "-d", #"{"description":"other"}"#)
            #expect(reworded.json["description"] as? String == "other")
            #expect(try await curl("-H", auth, "-X", "DELETE", "\(registry)/tokens/\(tokenID)").status == 200)
            #expect(try await curl("-H", auth, "-X", "DELETE", registry).status == 200)
        }
    }

    @Test("uploads by ticket")
    func ticket() async throws {
        try await BuildkiteSite.with { site in
            let packages = "\(site.server.url)\(BuildkiteSite.rest)/packages"
            let auth = "Authorization: Bearer \(site.writer)"
            // Above the size that fits into memory, and that curl asks for 100 Continue with.
            let wheel = WheelBuilder("large", version: "1.0").compression(.stored)
                .file("large/data.bin", [UInt8](repeating: 0x5a, count: 3 << 20)).build()
            let file = site.server.root.appending(wheel.filename).string
            try Data(wheel.bytes).write(to: URL(fileURLWithPath: file))
            let asked = try await curl("-X", "POST", "\(packages)/upload", "-H", auth)
            let form = try #require(asked.json["form"] as? [String: Any])
            let data = try #require(form["data"] as? [String: String])
            let url = try #require(form["url"] as? String)
            let key = try #require(data["key"])
            var arguments: [String] = []
            for (name, value) in data { arguments += ["--form-string", "\(name)=\(value)"] }
            let sent = try await Curl.run(arguments + ["-F", "file=@\(file)", url])
            #expect(sent == "201 {}")
            let address = "\(url)/\(key.replacingOccurrences(of: "${filename}", with: wheel.filename))"
            let published = try await curl("-X", "POST", packages, "-H", auth, "-F", "package_url=\(address)")
            #expect(published.status == 200)
            #expect(published.json["name"] as? String == "large")
        }
    }
}
