import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("Clients that install")
struct InstallingClientsTests {
    /// A registry that has the sample projects, which were put there without a client.
    private func withSamples(
        _ dialect: Endpoint.Dialect, _ body: (Endpoint, ClientMachine) async throws -> Void
    ) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            try await site.ingest(await Endpoint.samples(), into: endpoint.registry)
            try await body(endpoint, site.machine)
        }
    }

    /// A project that needs all of the sample projects, in the words of every client.
    private func application(_ index: String, user: String, password: String) -> String {
        """
        [project]
        name = "application"
        version = "0"
        requires-python = ">=3.8"
        dependencies = ["parcel-route==1.0.0"]

        [[tool.poetry.source]]
        name = "ours"
        url = "\(index)"
        priority = "primary"

        [[tool.pdm.source]]
        name = "pypi"
        url = "\(index)"
        username = "\(user)"
        password = "\(password)"

        [[tool.uv.index]]
        name = "ours"
        url = "\(index)"
        default = true

        """
    }

    private static let modules = SampleProject.modern.map(\.module).joined(separator: ", ")

    @Test("pip, with dependencies and by hash", arguments: Endpoint.Dialect.allCases, InstalledClients.Pip.allCases)
    func pip(dialect: Endpoint.Dialect, pip: InstalledClients.Pip) async throws {
        try await withSamples(dialect) { endpoint, machine in
            let machine = try await machine.activated(pip: pip).with(["PIP_INDEX_URL": endpoint.index()])
            try await machine.succeed("pip", "install", "parcel-route")
            try await machine.succeed("python3", "-c", "import \(Self.modules)")

            // What a project needs is downloaded from where it is.
            try await machine.succeed("pip", "download", "--dest", "downloaded", "parcel-route")
            let downloaded = try FileManager.default.contentsOfDirectory(
                atPath: machine.work.appending("downloaded").string)
            #expect(downloaded.sorted() == SampleProject.modern.map { "\($0.module)-1.0.0-py3-none-any.whl" }.sorted())

            let wheel = try await SampleProject.hatchling.wheel()
            let other = try await SampleProject.flit.wheel()
            for (digest, status) in [(wheel.sha256, Int32(0)), (other.sha256, 1)] {
                try machine.write(
                    "parcel==1.0.0 --hash=sha256:\(digest)\n", to: machine.work.appending("requirements.txt"))
                let install = try await machine.run(
                    "pip", "install", "--require-hashes", "--force-reinstall", "--no-cache-dir", "-r",
                    "requirements.txt")
                #expect(install.status == status, "\(install)")
            }
        }
    }

    @Test("pip, by ranges of wheels that it need not have whole", arguments: Endpoint.Dialect.allCases)
    func fastDeps(dialect: Endpoint.Dialect) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            let noise = (0..<150_000).map { _ in UInt8.random(in: 0...255) }
            let large = WheelBuilder("large", version: "1.0").compression(.stored).file("large/data.bin", noise)
                .requires("parcel>=1").build()
            try await site.ingest([large, await SampleProject.hatchling.wheel()], into: endpoint.registry)
            // The newest pip reads the metadata file beside the wheel instead.
            let machine = try await site.machine.activated(pip: .old).with(["PIP_INDEX_URL": endpoint.index()])
            try await machine.succeed("pip", "install", "--use-feature=fast-deps", "large")
            try await machine.expectImport("parcel")
            let pieces = site.server.log.split(separator: "\n").filter {
                $0.contains(large.filename) && $0.contains("status=206")
            }
            #expect(!pieces.isEmpty, "\(site.server.log)")
        }
    }

    @Test("uv: lock and sync, then again from the lock alone", arguments: Endpoint.Dialect.allCases)
    func uv(dialect: Endpoint.Dialect) async throws {
        try await withSamples(dialect) { endpoint, machine in
            let project = machine.work.appending("pyproject.toml")
            try machine.write(application(endpoint.site.url + endpoint.indexPath, user: "", password: ""), to: project)
            let machine = machine.with([
                "UV_INDEX_OURS_USERNAME": dialect.user, "UV_INDEX_OURS_PASSWORD": endpoint.token,
            ])
            try await machine.succeed("uv", "lock")
            let lock = try String(contentsOfFile: machine.work.appending("uv.lock").string, encoding: .utf8)
            let wheel = try await SampleProject.hatchling.wheel()
            #expect(lock.contains("sha256:\(wheel.sha256)") && lock.contains("size = \(wheel.bytes.count)"), "\(lock)")
            #expect(lock.contains("upload-time = "), "\(lock)")
            #expect(!lock.contains(endpoint.token))
            try await machine.succeed("uv", "sync", "--locked")
            try await machine.succeed(".venv/bin/python3", "-c", "import \(Self.modules)")
            try await machine.succeed("rm", "-rf", ".venv")
            try await machine.succeed("uv", "sync", "--frozen", "--no-cache")
            try await machine.succeed(".venv/bin/python3", "-c", "import \(Self.modules)")
        }
    }

    @Test("poetry: lock and install", arguments: Endpoint.Dialect.allCases)
    func poetry(dialect: Endpoint.Dialect) async throws {
        try await withSamples(dialect) { endpoint, machine in
            let project = machine.work.appending("pyproject.toml")
            try machine.write(application(endpoint.site.url + endpoint.indexPath, user: "", password: ""), to: project)
            let machine = machine.with([
                "POETRY_HTTP_BASIC_OURS_USERNAME": dialect.user, "POETRY_HTTP_BASIC_OURS_PASSWORD": endpoint.token,
                "POETRY_VIRTUALENVS_IN_PROJECT": "true",
            ])
            try await machine.succeed("poetry", "lock")
            let lock = try String(contentsOfFile: machine.work.appending("poetry.lock").string, encoding: .utf8)
            #expect(lock.contains("sha256:\(try await SampleProject.hatchling.sdist().sha256)"), "\(lock)")
            try await machine.succeed("poetry", "install", "--no-root")
            try await machine.succeed(".venv/bin/python3", "-c", "import \(Self.modules)")
        }
    }

    @Test("pdm: lock and install", arguments: Endpoint.Dialect.allCases)
    func pdm(dialect: Endpoint.Dialect) async throws {
        try await withSamples(dialect) { endpoint, machine in
            let text = application(
                endpoint.site.url + endpoint.indexPath, user: dialect.user, password: endpoint.token)
            try machine.write(text, to: machine.work.appending("pyproject.toml"))
            try await machine.succeed("pdm", "lock")
            let lock = try String(contentsOfFile: machine.work.appending("pdm.lock").string, encoding: .utf8)
            #expect(lock.contains("sha256:\(try await SampleProject.hatchling.sdist().sha256)"), "\(lock)")
            try await machine.succeed("pdm", "install", "--no-self")
            try await machine.succeed(".venv/bin/python3", "-c", "import \(Self.modules)")
        }
    }

    @Test("pypi-simple: pages, checked downloads and metadata", arguments: Endpoint.Dialect.allCases)
    func pypiSimple(dialect: Endpoint.Dialect) async throws {
        try await withSamples(dialect) { endpoint, machine in
            let script = """
                import sys
                from pypi_simple import ACCEPT_HTML_ONLY, ACCEPT_JSON_ONLY, PyPISimple

                endpoint, user, token = sys.argv[1:]
                for accept in (ACCEPT_JSON_ONLY, ACCEPT_HTML_ONLY):
                    with PyPISimple(endpoint=endpoint, auth=(user, token), accept=accept) as client:
                        assert sorted(client.get_index_page().projects) == [
                            "parcel", "parcel-depot", "parcel-label", "parcel-route"]
                        page = client.get_project_page("parcel_route")
                        assert page.project in ("parcel-route", "parcel_route"), page.project
                        assert sorted(p.filename for p in page.packages) == [
                            "parcel_route-1.0.0-py3-none-any.whl", "parcel_route-1.0.0.tar.gz"]
                        for package in page.packages:
                            assert package.requires_python == ">=3.8", package
                            assert "sha256" in package.digests, package
                            client.download_package(package, package.filename)  # checks the digests
                            if accept == ACCEPT_JSON_ONLY:
                                assert package.size and package.upload_time and page.versions == ["1.0.0"], package
                                if package.package_type == "wheel":
                                    metadata = client.get_package_metadata(package)  # checks its digest
                                    assert "Requires-Dist: parcel-label" in metadata, metadata
                print("in order")
                """
            let outcome = try await machine.succeed(
                "python3", "-c", script, endpoint.site.url + endpoint.indexPath, dialect.user, endpoint.token)
            #expect(outcome.output == "in order\n")
        }
    }

    @Test("curl: a download in pieces, and one that goes on", arguments: Endpoint.Dialect.allCases)
    func ranges(dialect: Endpoint.Dialect) async throws {
        try await Site.with { site in
            let endpoint = try await Endpoint(dialect, on: site)
            let noise = (0..<150_000).map { _ in UInt8.random(in: 0...255) }
            let large = WheelBuilder("large", version: "1.0").compression(.stored).file("large/data.bin", noise).build()
            try await site.ingest([large], into: endpoint.registry)
            let path = try await endpoint.files("large")[large.filename].required("its path")
            let url = site.url + path
            let curl = ["curl", "--silent", "--show-error", "--fail"] + endpoint.credentials(endpoint.token)
            let file = site.machine.work.appending("large.whl").string
            try await site.machine.succeed(curl + ["--range", "0-99999", "--output", file, url])
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file))) == Array(large.bytes.prefix(100_000)))
            try await site.machine.succeed(curl + ["--continue-at", "-", "--output", file, url])
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file))) == large.bytes)
            try await site.machine.succeed(curl + ["--range", "-1000", "--output", file, url])
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: file))) == Array(large.bytes.suffix(1000)))
        }
    }
}
