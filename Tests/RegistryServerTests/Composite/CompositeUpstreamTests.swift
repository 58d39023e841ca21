import FixtureBuilders
import Foundation
import PythonPackaging
import RegistryCore
import Testing

@testable import Upstream

@Suite("An index elsewhere behind a composite registry")
struct CompositeUpstreamTests {
    private static let packages = try! RegistryPath("acme/packages")
    private static let all = try! RegistryPath("acme/all")

    /// An index that has every name, with a version that nobody could resist.
    private static let stranger: @Sendable (UpstreamServer.Request) -> UpstreamServer.Answer = { request in
        let parts = request.path.split(separator: "/").map(String.init)
        if parts.count == 2, parts[0] == "simple" { return .project(parts[1], [wheel(parts[1])]) }
        guard parts.count == 2, let name = parts[1].split(separator: "-").first else { return .missing }
        return .file(wheel(name.replacingOccurrences(of: "_", with: "-")))
    }

    private static func wheel(_ name: String) -> BuiltDistribution {
        WheelBuilder(name.replacingOccurrences(of: "-", with: "_"), version: "99.0").build()
    }

    @Test("is not asked, by any address, for a name that is held, was held or is reserved")
    func neverAsked() async throws {
        try await UpstreamSite.with(Self.stranger) { site in
            let registry = site.server.registry
            var source = RegistrySettings()
            source.reservations = try ["acme-*", "exact"].map { try NameReservation($0) }
            try registry.createRegistry(Self.packages, settings: source)
            var composite = RegistrySettings()
            composite.kind = .composite
            composite.members = [Self.packages, UpstreamSite.path]
            composite.reservations = [try NameReservation("own-*")]
            let number = try registry.createRegistry(Self.all, settings: composite).number
            try registry.publish(WheelBuilder("held", version: "1.0").build(), to: Self.packages)
            try registry.publish(WheelBuilder("former", version: "1.0").build(), to: Self.packages)
            _ = try registry.delete([FileSelection("acme/packages/former")])
            var new = NewToken(.registry)
            new.description = "install"
            new.limit = .registry(Self.all)
            let secret = try registry.createToken(new).secret
            let credentials = [
                ("Authorization", "Basic " + Data("buildkite:\(secret)".utf8).base64EncodedString())
            ]
            let names = [
                "held", "HELD", "former", "acme-internal", "Acme_Internal", "acme.x", "exact", "EXACT", "own-thing",
            ]
            for name in names {
                let file = Self.wheel(name.lowercased().replacingOccurrences(of: ".", with: "-"))
                var paths = [
                    "/acme/all/pypi/simple/\(name)/", "/acme/all/pypi/simple/\(name)",
                    "/api/v4/projects/\(number)/packages/pypi/simple/\(name)",
                ]
                for suffix in ["", ".metadata", ".provenance"] {
                    paths.append("/acme/all/pypi/files/\(file.sha256)/\(file.filename)\(suffix)")
                    paths.append(
                        "/api/v4/projects/\(number)/packages/pypi/files/\(file.sha256)/\(file.filename)\(suffix)")
                }
                for path in paths {
                    let answer = try await site.get(path, credentials)
                    #expect(!answer.text.contains("99.0"), "\(path)")
                    #expect(answer.status != 502 && answer.body != file.bytes, "\(path): \(answer.status)")
                }
            }
            #expect(site.index.requests.map(\.path) == [])
            // Another name is asked for, by the same addresses.
            let open = try await site.get("/acme/all/pypi/simple/open/", credentials)
            #expect(open.status == 200 && open.text.contains("open-99.0"))
            let file = Self.wheel("open")
            let answer = try await site.get("/acme/all/pypi/files/\(file.sha256)/\(file.filename)", credentials)
            #expect(answer.body == file.bytes)
            #expect(site.index.requests.map(\.path) == ["/simple/open/", "/files/\(file.filename)"])
            let explained = try registry.explain(try #require(ProjectName("acme-internal")), in: Self.all)
            #expect(explained.resolution.rule == "reserved" && explained.resolution.upstreams.isEmpty)
        }
    }
}
