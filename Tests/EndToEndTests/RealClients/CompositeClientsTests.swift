import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("Clients with nothing but a composite registry's index")
struct CompositeClientsTests {
    /// The sample projects, which need one another, in two private registries that somebody with a token for the
    /// composite registry alone cannot read; and newer versions of all of them in the other one, which must not be seen.
    private func withSplitSamples(
        _ body: (Site, _ index: String, ClientMachine) async throws -> Void
    ) async throws {
        try await Site.with { site in
            let files = try await Endpoint.samples()
            let (first, second) = (
                files.filter { $0.filename.hasPrefix("parcel-") || $0.filename.hasPrefix("parcel_label-") },
                files.filter { !$0.filename.hasPrefix("parcel-") && !$0.filename.hasPrefix("parcel_label-") }
            )
            #expect(!first.isEmpty && !second.isEmpty)
            try await site.registry("acme/first")
            try await site.registry("acme/second")
            try await site.ingest(first, into: "acme/first")
            let newer = ["parcel", "parcel_label"].map { WheelBuilder($0, version: "9.0").build() }
            try await site.ingest(second + newer, into: "acme/second")
            try await site.registry(
                "acme/all",
                options: ["--kind", "composite", "--upstream", "acme/first", "--upstream", "acme/second"])
            let token = try await site.registryToken("acme/all").secret
            for path in ["first", "second"] {
                let answer = try await site.curl(
                    "-u", "buildkite:\(token)", "/acme/\(path)/pypi/simple/parcel/")
                #expect(answer.status == 404, "\(answer)")
            }
            let index = site.withCredentials("buildkite", token, "/acme/all/pypi/simple/")
            try await body(site, index, site.machine)
        }
    }

    private static let modules = SampleProject.modern.map(\.module).joined(separator: ", ")
    private static let versions =
        "import importlib.metadata as m; print(*sorted({d.version for d in m.distributions() if d.name.startswith('parcel')}))"

    @Test("pip installs what the first member that has it has", arguments: InstalledClients.Pip.allCases)
    func pip(pip: InstalledClients.Pip) async throws {
        try await withSplitSamples { _, index, machine in
            let machine = try await machine.activated(pip: pip)
            try await machine.succeed("pip", "install", "--index-url", index, "parcel-route")
            try await machine.succeed("python3", "-c", "import \(Self.modules)")
            let versions = try await machine.succeed("python3", "-c", Self.versions).output
            #expect(versions == "1.0.0\n")
        }
    }

    @Test("uv installs, locks and syncs what the first member that has it has")
    func uv() async throws {
        try await withSplitSamples { site, index, machine in
            let machine = try await machine.activated(pip: .newest).without("UV_DEFAULT_INDEX")
            try await machine.succeed("uv", "pip", "install", "--index-url", index, "parcel-route")
            let versions = try await machine.succeed("python3", "-c", Self.versions).output
            #expect(versions == "1.0.0\n")
            try machine.write(
                """
                [project]
                name = "application"
                version = "0"
                requires-python = ">=3.8"
                dependencies = ["parcel-route"]
                [tool.uv]
                index-url = "\(index)"
                """, to: machine.work.appending("pyproject.toml"))
            try await machine.succeed("uv", "lock")
            try await machine.succeed("uv", "sync", "--frozen")
            try await machine.succeed(".venv/bin/python3", "-c", "import \(Self.modules)")
            // A file that is locked and then hidden behind another member's is not to be had any more.
            try await site.regadmin.succeed([
                "registry", "update", "acme/all", "--upstream", "acme/second", "--upstream", "acme/first",
            ])
            let fresh = try await machine.with(["UV_NO_CACHE": "1"]).run("uv", "sync", "--frozen", "--reinstall")
            #expect(fresh.status != 0)
        }
    }
}
