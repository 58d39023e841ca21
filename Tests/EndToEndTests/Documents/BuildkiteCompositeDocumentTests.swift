import FixtureBuilders
import SystemPackage
import Testing

@Suite("Seed: Buildkite Python, current document: composite registries")
struct BuildkiteCompositeDocumentTests {
    // MARK: Package installation from a composite registry

    @Test(
        "Package installation from a composite registry: pip",
        arguments: [
            "pip install --index-url=https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple ...",
            "pip install --extra-index-url=https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple ...",
        ])
    func pip(command: String) async throws {
        try await withComposite(.newest) { site, token, machine in
            let command = try Printed.filledIn(command, ["...": "parcel==1.0.0"])
            try await machine.shell(site.printed(command, BuildkiteDocumentTests.placeholders(token)))
            try await machine.expectImport("parcel")
        }
    }

    @Test(
        "Package installation from a composite registry: uv",
        arguments: [
            "uv sync --index-url=https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple",
            "uv sync --extra-index-url=https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple",
        ])
    func uv(command: String) async throws {
        try await withComposite(.newest) { site, token, machine in
            try machine.write(Self.application, to: machine.work.appending("pyproject.toml"))
            // What a variable says is stronger than the old spelling --index-url.
            let machine = command.contains("--index-url") ? machine.without("UV_DEFAULT_INDEX") : machine
            let outcome = try await machine.shell(site.printed(command, BuildkiteDocumentTests.placeholders(token)))
            #expect(outcome.status == 0, "\(outcome.errors)")
            try await machine.succeed(".venv/bin/python3", "-c", "import parcel")
        }
    }

    // MARK: Composite registry configuration

    @Test("Composite registry configuration: pip.conf")
    func compositeConfiguration() async throws {
        try await withComposite(.newest) { site, token, machine in
            let machine = try machine.without("PIP_INDEX_URL").configuringPip(
                site.printed(
                    """
                    [global]
                    index-url = https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple
                    """, BuildkiteDocumentTests.placeholders(token)))
            try await BuildkiteDocumentTests.install(on: machine)
        }
    }

    @Test("Composite registry configuration: requirements.txt")
    func compositeRequirements() async throws {
        try await withComposite(.newest) { site, token, machine in
            let snippet = try site.printed(
                #"--index-url="https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple""#,
                BuildkiteDocumentTests.placeholders(token))
            try machine.write("parcel==1.0.0\n" + snippet, to: machine.work.appending("requirements.txt"))
            try await machine.succeed("pip", "install", "-r", "requirements.txt")
            try await machine.expectImport("parcel")
        }
    }

    @Test("Composite registry configuration: pyproject.toml of uv")
    func compositeProject() async throws {
        try await withComposite(.newest) { site, token, machine in
            let snippet = try site.printed(
                """
                [tool.uv]
                index-url = "https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple"
                """, BuildkiteDocumentTests.placeholders(token))
            try machine.write(Self.application + snippet, to: machine.work.appending("pyproject.toml"))
            try await machine.without("UV_DEFAULT_INDEX").succeed("uv", "sync")
            try await machine.succeed(".venv/bin/python3", "-c", "import parcel")
        }
    }

    // MARK: What these tests have in common

    /// A project that needs the package, for uv.
    static let application = """
        [project]
        name = "application"
        version = "0"
        requires-python = ">=3.8"
        dependencies = ["parcel==1.0.0"]


        """

    /// A composite registry that shows a package of one private registry, and hides one of the same name behind it; a
    /// registry token for it, and a machine to install on.
    private func withComposite(
        _ pip: InstalledClients.Pip, _ body: (Site, _ token: String, ClientMachine) async throws -> Void
    ) async throws {
        try await Site.with { site in
            try await site.registry("acme/ours")
            try await site.registry("acme/others")
            try await site.ingest([await SampleProject.hatchling.wheel()], into: "acme/ours")
            try await site.ingest([WheelBuilder("parcel", version: "1.0.0").build()], into: "acme/others")
            let registry = try await site.registry(
                "acme/wheel-house",
                options: ["--kind", "composite", "--upstream", "acme/ours", "--upstream", "acme/others"])
            try await body(site, await site.registryToken(registry).secret, await site.installing(pip))
        }
    }
}
