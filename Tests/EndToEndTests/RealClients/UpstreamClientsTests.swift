import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Clients with nothing but an index that has other indexes behind it")
struct UpstreamClientsTests {
    /// An index server of somebody else's, over files of a test.
    final class ForeignIndex {
        enum Kind: String, CaseIterable, CustomTestStringConvertible {
            case pypiserver, devpi
            var testDescription: String { rawValue }
        }

        let url: String
        private let process: RunningProcess
        private var isStopped = false

        init(_ kind: Kind, _ files: [BuiltDistribution], _ machine: ClientMachine) throws {
            try machine.put(files, in: "foreign")
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
            let script = root.standardizedFileURL.appendingPathComponent("Tools/test-clients/serve-index").path
            let process = try RunningProcess(
                [
                    "\(machine.clients.directory)/indexes/bin/python3", script, kind.rawValue,
                    machine.work.appending("foreign").string,
                ], environment: [:])
            self.process = process
            _ = process.waitUntil(240) { $0.output.contains("\n") }
            url = process.output.trimmingCharacters(in: .whitespacesAndNewlines)
            try #require(url.hasPrefix("http://"), "\(kind): \(process.errors)")
        }

        func send(_ signal: Int32) { process.send(signal) }

        func stop() throws {
            if isStopped { return }
            isStopped = true
            process.send(SIGTERM)
            _ = try process.wait()
        }
    }

    /// `parcel-route` and what it needs: some of it private, the rest at the index elsewhere, where a stranger also has
    /// newer versions of everything private.
    private func withSplitSamples(
        _ kind: ForeignIndex.Kind, _ body: (Site, _ index: String, ForeignIndex, ClientMachine) async throws -> Void
    ) async throws {
        try await Site.with { site in
            let files = try await Endpoint.samples()
            let isPrivate = { (file: BuiltDistribution) in
                file.filename.hasPrefix("parcel-") || file.filename.hasPrefix("parcel_label-")
            }
            let stranger = ["parcel", "parcel_label", "acme_internal"].map { WheelBuilder($0, version: "99.0").build() }
            let foreign = try ForeignIndex(kind, files.filter { !isPrivate($0) } + stranger, site.machine)
            try await site.registry("acme/packages", options: ["--reserve", "acme-*"])
            try await site.ingest(files.filter(isPrivate), into: "acme/packages")
            try await site.registry("acme/index", options: ["--kind", "upstream", "--url", foreign.url])
            try await site.registry(
                "acme/all",
                options: ["--kind", "composite", "--upstream", "acme/packages", "--upstream", "acme/index"])
            let token = try await site.registryToken("acme/all").secret
            try await body(
                site, site.withCredentials("buildkite", token, "/acme/all/pypi/simple/"), foreign, site.machine)
            try foreign.stop()
        }
    }

    private static let modules = SampleProject.modern.map(\.module).joined(separator: ", ")
    private static let versions =
        "import importlib.metadata as m; print(*sorted({d.version for d in m.distributions() if d.name.startswith('parcel')}))"

    @Test(
        "install a tree whose parts come from both, and no stranger's version", arguments: ForeignIndex.Kind.allCases)
    func tree(kind: ForeignIndex.Kind) async throws {
        try await withSplitSamples(kind) { site, index, foreign, machine in
            let pip = try await machine.activated(pip: .newest)
            try await pip.succeed("pip", "install", "--no-cache-dir", "--index-url", index, "parcel-route")
            try await pip.succeed("python3", "-c", "import \(Self.modules)")
            #expect(try await pip.succeed("python3", "-c", Self.versions).output == "1.0.0\n")
            let fetched = try await site.filenames(in: "acme/index")
            #expect(!fetched.isEmpty && fetched.allSatisfy { !$0.contains("99.0") }, "\(fetched)")
            // A reserved name is not there, whoever has it elsewhere.
            let refused = try await pip.run("pip", "download", "--no-deps", "--index-url", index, "acme-internal")
            #expect(refused.status != 0)
            // Once more, by uv, with the index gone: what was fetched is here.
            try foreign.stop()
            let uv = pip.without("UV_DEFAULT_INDEX").with(["UV_NO_CACHE": "1"])
            try await uv.succeed("uv", "pip", "install", "--reinstall", "--index-url", index, "parcel-route")
            #expect(try await uv.succeed("python3", "-c", Self.versions).output == "1.0.0\n")
        }
    }

    @Test("install through a second regadmin, whose token they never see")
    func second() async throws {
        try await Site.with { far in
            try await far.registry("far/packages")
            try await far.ingest(try await Endpoint.samples(), into: "far/packages")
            let secret = try await far.registryToken("far/packages").secret
            try await Site.with { site in
                try site.machine.write("buildkite:\(secret)\n", to: site.machine.root.appending("credentials"))
                try await site.registry(
                    "acme/index", isPublic: true,
                    options: [
                        "--kind", "upstream", "--url", "\(far.url)/far/packages/pypi/simple/", "--credentials-file",
                        site.machine.root.appending("credentials").string,
                    ])
                let index = "\(site.url)/acme/index/pypi/simple/"
                let machine = try await site.machine.activated(pip: .newest).without("UV_DEFAULT_INDEX")
                try await machine.succeed("uv", "pip", "install", "--index-url", index, "parcel-route")
                try await machine.succeed("python3", "-c", "import \(Self.modules)")
                // Pinned and hashed by uv, filled ahead into another store.
                try machine.write("parcel-route\n", to: machine.work.appending("requirements.in"))
                try await machine.succeed(
                    "uv", "pip", "compile", "--generate-hashes", "--no-emit-index-url", "--index-url", index,
                    "requirements.in", "-o", "requirements.txt")
                let list = machine.work.appending("requirements.txt").string
                for word in ["stored", "present"] {
                    let outcome = try await site.regadmin.succeed([
                        "mirror", list, "--into", "acme/index", "--json",
                    ])
                    #expect(try outcome.events("summary").first?["failed"] as? Int == 0)
                    // Some were fetched by installing.
                    if word == "present" { #expect(try outcome.events("summary").first?["stored"] as? Int == 0) }
                }
                let shown = try await site.regadmin.succeed(["registry", "show", "acme/index", "--json"])
                #expect(!shown.output.contains(secret) && shown.output.contains("\"has_credentials\":true"))
                #expect(!site.server.log.contains(secret))
            }
        }
    }

    @Test("are locked to files that a mirror fetches, those and no others", arguments: ["pip", "uv"])
    func lock(client: String) async throws {
        try await Site.with { site in
            // The server is its own index elsewhere: a second one would hold a second turn.
            try await site.registry("far/packages", isPublic: true)
            try await site.ingest(try await Endpoint.samples(), into: "far/packages")
            let index = "\(site.url)/far/packages/pypi/simple/"
            try await site.registry("acme/index", options: ["--kind", "upstream", "--url", index])
            let machine = try await site.machine.activated(pip: .newest).without("UV_DEFAULT_INDEX")
            let lock = machine.work.appending("pylock.test.toml")
            if client == "pip" {
                try await machine.succeed(
                    "pip", "lock", "--no-cache-dir", "--only-binary", ":all:", "--index-url", index, "--output",
                    lock.string, "parcel-route")
            } else {
                try machine.write("parcel-route\n", to: machine.work.appending("requirements.in"))
                try await machine.succeed(
                    "uv", "pip", "compile", "--format", "pylock.toml", "--index-url", index, "requirements.in",
                    "-o",
                    lock.string)
            }
            let text = try String(contentsOfFile: lock.string, encoding: .utf8)
            let all = try await site.filenames(in: "far/packages")
            let named = all.filter { text.contains("/\($0)\"") }
            #expect(named.count >= 4 && named.contains { $0.hasPrefix("parcel_route-") }, "\(text)")
            let dry = try await site.regadmin.succeed([
                "mirror", lock.string, "--into", "acme/index", "--dry-run", "--json",
            ])
            #expect(try dry.events("would-fetch").count == named.count)
            #expect(try await site.filenames(in: "acme/index") == [])
            try await site.regadmin.succeed(["mirror", lock.string, "--into", "acme/index"])
            #expect(try await site.filenames(in: "acme/index") == named)
            let again = try await site.regadmin.succeed(["mirror", lock.string, "--into", "acme/index", "--json"])
            #expect(try again.events("present").count == named.count)
            // A lock of other bytes than the index has.
            let digest = try #require(text.firstMatch(of: /sha256 ?= ?"([0-9a-f]{64})"/)?.1)
            let other = text.replacingOccurrences(of: digest, with: String(repeating: "0", count: 64))
            try machine.write(other, to: lock)
            let outcome = try await site.regadmin.start(["mirror", lock.string, "--into", "acme/index"]).finished(
                60)
            #expect(
                outcome.status == 1 && outcome.errors.contains("the lock says sha256:0000"), "\(outcome.errors)")
        }
    }
}
