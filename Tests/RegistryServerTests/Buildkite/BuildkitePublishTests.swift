import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import TestSupport
import Testing

@Suite("Buildkite publishing")
struct BuildkitePublishTests {
    private static let packages = "\(BuildkiteSite.rest)/packages"
    private static let legacy = "/api/v1/repos/acme/wheel-house/packages.json"
    private static let legacyField = "package[package_file]"

    @Test("takes name, version and everything else from the archive", arguments: [packages, "/api\(packages)"])
    func publish(path: String) async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("Parcel.Post", version: "2.1.0").build()
            let answer = try await site.upload(.file(wheel), to: path, bearer: site.writer)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.header("content-type") == "application/json; charset=utf-8")
            let package = answer.json
            let id = try #require(package["id"] as? String)
            #expect(FileID(id) != nil)
            #expect(package["name"] as? String == "Parcel.Post")
            #expect(package["version"] as? String == "2.1.0")
            #expect(package["variant"] is NSNull)
            #expect((package["metadata"] as? [String: Any])?.isEmpty == true)
            #expect(package["url"] as? String == "\(site.server.url)\(Self.packages)/\(id)")
            #expect(
                package["web_url"] as? String
                    == "\(site.server.url)/organizations/acme/packages/registries/wheel-house/packages/\(id)")
            let created = try #require(package["created_at"] as? String)
            #expect(abs(try Date(created, strategy: .iso8601).timeIntervalSinceNow) < 60)
            let digests = try #require(package["digests"] as? [String: String])
            #expect(digests["sha256"] == ContentDigest(hashing: wheel.bytes).hex)
            #expect(digests["sha512"]?.count == 128)
            let organization = try #require(package["organization"] as? [String: Any])
            #expect(organization["slug"] as? String == "acme")
            #expect(organization["url"] as? String == "\(site.server.url)/v2/organizations/acme")
            #expect(organization["web_url"] as? String == "\(site.server.url)/acme")
            #expect((organization["id"] as? String).flatMap { FileID($0) } != nil)
            let registry = try #require(package["registry"] as? [String: Any])
            #expect(registry["slug"] as? String == "wheel-house")
            #expect(registry["url"] as? String == "\(site.server.url)\(BuildkiteSite.rest)")
            #expect((registry["graphql_id"] as? String)?.isEmpty == false)
            let file = try #require(FileID(id))
            let stored = try #require(try site.registry.file(id: file, in: RegistryPath(BuildkiteSite.house)))
            #expect(stored.filename == wheel.filename)
            #expect(stored.uploader == "will")
            let event = try #require(try site.registry.audit(limit: 1).first)
            #expect(event.action == .filePublish)
            #expect(event.actor.name == "will")
            #expect(event.actor.via == .buildkite)
            #expect(event.actor.address == "127.0.0.1")
        }
    }

    @Test("takes an sdist whose filename has hyphens, as the documentation's own example")
    func hyphens() async throws {
        try await BuildkiteSite.with { site in
            let sdist = SdistBuilder("my-python-package", version: "0.9.7b1").spelled("my-python-package").build()
            #expect(sdist.filename == "my-python-package-0.9.7b1.tar.gz")
            let answer = try await site.upload(.file(sdist), bearer: site.writer)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["name"] as? String == "my-python-package")
            #expect(answer.json["version"] as? String == "0.9.7b1")
        }
    }

    @Test("through the API of 2024-03 answers 201 and an empty object, for each way to show a token")
    func legacy() async throws {
        try await BuildkiteSite.with { site in
            let ways = [
                ("Authorization", "Bearer \(site.writer)"), BuildkiteSite.basic(site.writer, ""),
                BuildkiteSite.basic("anything", site.writer),
            ]
            for (number, header) in ways.enumerated() {
                let wheel = WheelBuilder("parcel", version: "1.\(number)").build()
                let form = FormBody.empty.field("package[distro_version_id]", "python")
                    .file(Self.legacyField, wheel.filename, wheel.bytes)
                let answer = try await site.upload(form, to: Self.legacy, headers: [header])
                #expect(answer.status == 201, "\(answer.text)")
                #expect(answer.text == "{}")
            }
            let again = try await site.upload(
                .file(WheelBuilder("parcel", version: "1.0").build(), field: Self.legacyField), to: Self.legacy,
                bearer: site.writer)
            #expect(again.status == 422)
            #expect(again.json["filename"] as? [String] == ["has already been taken"])
            let empty = try await site.upload(FormBody.empty.field("a", "b"), to: Self.legacy, bearer: site.writer)
            #expect(empty.status == 422)
            #expect(empty.json["package_file"] as? [String] == ["can't be blank"])
            let anonymous = try await site.upload(.file(WheelBuilder("a", version: "1").build()), to: Self.legacy)
            #expect(anonymous.status == 401)
            #expect(anonymous.json["error"] as? String == "unauthenticated")
        }
    }

    @Test("refuses a filename that is there, with the same bytes or others")
    func duplicate() async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0")
            _ = try await site.upload(.file(wheel.build()), bearer: site.writer)
            for file in [wheel.build(), wheel.file("other.py", "x = 1\n").build()] {
                let answer = try await site.upload(.file(file), bearer: site.writer)
                #expect(answer.status == 422)
                #expect(answer.message == "Validation failed: Filename already exists")
            }
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.count == 1)
        }
    }

    @Test("refuses what is no distribution, or not what its name says")
    func content() async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            let files = [
                BuiltDistribution(filename: wheel.filename, bytes: Array("not a zip".utf8)),
                BuiltDistribution(filename: wheel.filename, bytes: []),
                BuiltDistribution(filename: "parcel-1.0.tar.gz", bytes: wheel.bytes),
                BuiltDistribution(filename: "other-1.0-py3-none-any.whl", bytes: wheel.bytes),
                BuiltDistribution(filename: "parcel.txt", bytes: wheel.bytes),
                WheelBuilder("parcel", version: "1.0").metadata(version: "1.1").build(),
                WheelBuilder("parcel", version: "1.0").metadata(name: "carton").build(),
            ]
            for file in files {
                let answer = try await site.upload(.file(file), bearer: site.writer)
                #expect(answer.status == 422, "\(file.filename): \(answer.text)")
                #expect(answer.message?.hasPrefix("Validation failed: ") == true, "\(answer.text)")
            }
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.isEmpty)
        }
    }

    @Test(
        "refuses filenames that are dangerous or absurd",
        arguments: [
            "../parcel-1.0-py3-none-any.whl", "..", "a/parcel-1.0-py3-none-any.whl", "a\\parcel-1.0-py3-none-any.whl",
            "/etc/passwd", "pärcel-1.0-py3-none-any.whl", "parcel-1.0-py3-none-any.whl\u{202e}", " .whl", ".whl",
            String(repeating: "a", count: 300) + "-1.0-py3-none-any.whl", "parcel-1.0-py3-none-any.whl%00",
            "parcel-١.0-py3-none-any.whl", "parcel-dog-py3-none-any.whl", "parcel%2F-1.0-py3-none-any.whl",
        ])
    func filenames(filename: String) async throws {
        try await BuildkiteSite.with { site in
            let bytes = WheelBuilder("parcel", version: "1.0").build().bytes
            let answer = try await site.upload(
                .file(BuiltDistribution(filename: filename, bytes: bytes)), bearer: site.writer)
            #expect(answer.status == 422, "\(answer.text)")
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.isEmpty)
        }
    }

    @Test("refuses forms without the file, with two, and bodies that are no form")
    func forms() async throws {
        try await BuildkiteSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            let cases: [(FormBody, Int)] = [
                (.empty, 422), (.empty.field("name", "parcel"), 422), (.empty.field("file", "text"), 400),
                (.file(wheel, field: "content"), 400), (.file(wheel).file("file", "b.whl", []), 400),
                (.file(wheel).field("package_url", "http://x/"), 422),
                (.empty.field("package_url", "file:///etc"), 422),
            ]
            for (form, status) in cases {
                let answer = try await site.upload(form, bearer: site.writer)
                #expect(answer.status == status, "\(answer.text)")
                #expect(answer.message != nil)
            }
            let whole = FormBody.file(wheel)
            let cut = Array(whole.closed().dropLast(20))
            for (type, body) in [
                ("application/json", whole.closed()), ("multipart/form-data", whole.closed()),
                (whole.contentType, cut), (whole.contentType, []),
            ] {
                let answer = try await site.request(
                    .POST, Self.packages, bearer: site.writer, headers: [("Content-Type", type)], body: body)
                #expect(answer.status == 400, "\(answer.text)")
                #expect(answer.message?.hasPrefix("The form cannot be read: ") == true)
            }
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.isEmpty)
        }
    }

    @Test("takes no more bytes than the limit")
    func limit() async throws {
        var settings = ServerSettings()
        settings.limits.dialectUploadBytes[.buildkite] = 1000
        try await BuildkiteSite.with(settings) { site in
            let file = BuiltDistribution(
                filename: "parcel-1.0-py3-none-any.whl", bytes: [UInt8](repeating: 7, count: 1001))
            let answer = try await site.upload(.file(file), bearer: site.writer)
            #expect(answer.status == 413)
            #expect(answer.message?.contains("1000 bytes") == true)
        }
    }

    @Test("by a registry whose inspection is off looks into the file all the same")
    func uninspected() async throws {
        try await BuildkiteSite.with { site in
            var changes = RegistryChanges()
            changes.policy = InspectionPolicySetting(mode: .off)
            try site.registry.updateRegistry(RegistryPath(BuildkiteSite.house), changes)
            let stub = BuiltDistribution(filename: "parcel-1.0-py3-none-any.whl", bytes: Array("stub".utf8))
            #expect(try await site.upload(.file(stub), bearer: site.writer).status == 422)
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            #expect(try await site.upload(.file(wheel), bearer: site.writer).status == 200)
        }
    }

    @Test("that lost its right while the file came in publishes nothing")
    func late() async throws {
        try await BuildkiteSite.with { site in
            let form = FormBody.file(WheelBuilder("parcel", version: "1.0").build())
            let body = form.closed()
            let port = site.server.listening.port
            let (registry, writer) = (site.registry, site.writer)
            let answer = try await onOwnThread { () throws -> String in
                let socket = try RawSocket(port: port)
                socket.send(
                    "POST \(Self.packages) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(writer)\r\n"
                        + "Content-Type: \(form.contentType)\r\nContent-Length: \(body.count)\r\n\r\n")
                socket.send(Array(body.prefix(100)))
                Thread.sleep(forTimeInterval: 0.5)
                try registry.revokeGrant(of: "will", on: .organization(BuildkiteSite.organization))
                socket.send(Array(body.dropFirst(100)))
                return socket.receive(upTo: "\r\n\r\n")
            }
            #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(answer)")
            #expect(try site.registry.newestFiles(in: RegistryPath(BuildkiteSite.house)).files.isEmpty)
        }
    }
}
