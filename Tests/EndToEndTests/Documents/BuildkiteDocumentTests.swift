import FixtureBuilders
import SystemPackage
import Testing

@Suite("Seed: Buildkite Python, current document")
struct BuildkiteDocumentTests {
    // MARK: Publish a package

    @Test("Publish a package: curl with Bearer and file=")
    func publish() async throws {
        try await Site.with { site in
            let registry = try await site.registry("acme/wheel-house")
            let wheel = try await SampleProject.hatchling.wheel()
            let paths = try site.machine.put([wheel])
            let command = try site.printed(
                """
                curl -X POST https://api.buildkite.com/v2/packages/organizations/{org.slug}/registries/{registry.slug}/packages \\
                -H "Authorization: Bearer $REGISTRY_WRITE_TOKEN" \\
                -F "file=@<path_to_file>"
                """, ["{org.slug}": "acme", "{registry.slug}": "wheel-house", "<path_to_file>": paths[0]])
            let token = try await site.token(scopes: ["read_packages", "write_packages"]).secret
            let outcome = try await site.machine.with(["REGISTRY_WRITE_TOKEN": token]).shell(command)
            let package = try outcome.object()
            #expect(package["name"] as? String == "parcel" && package["version"] as? String == "1.0.0", "\(outcome)")
            #expect((package["digests"] as? [String: String])?["sha256"] == wheel.sha256)
            #expect(try await site.filenames(in: registry) == [wheel.filename])
        }
    }

    @Test("Publish a package: the example")
    func example() async throws {
        try await Site.with { site in
            // The slug is the kebab-case version of the name.
            let registry = try await site.registry("my-organization/my-python-packages", name: "My Python packages")
            try site.machine.put(await SampleProject.myPythonPackage.distributions(), in: ".")
            let command = try site.printed(
                """
                curl -X POST https://api.buildkite.com/v2/packages/organizations/my-organization/registries/my-python-packages/packages \\
                -H "Authorization: Bearer $REPLACE_WITH_YOUR_REGISTRY_WRITE_TOKEN" \\
                -F "file=@my-python-package-0.9.7b1.tar.gz"
                """)
            let token = try await site.token(scopes: ["read_packages", "write_packages"]).secret
            let machine = site.machine.with(["REPLACE_WITH_YOUR_REGISTRY_WRITE_TOKEN": token])
            let package = try await machine.shell(command).object()
            #expect(package["name"] as? String == "my-python-package")
            #expect(package["version"] as? String == "0.9.7b1")
            #expect(try await site.filenames(in: registry) == ["my-python-package-0.9.7b1.tar.gz"])
            let again = try await machine.shell(command + " --write-out '\\n%{http_code}'").output
            #expect(again.hasSuffix("\n422") && again.contains("already exists"), "\(again)")
        }
    }

    // MARK: Installing a package from a source registry

    @Test("Registry Configuration: pip.conf, then pip install", arguments: InstalledClients.Pip.allCases)
    func configuration(pip: InstalledClients.Pip) async throws {
        try await withPrivateRegistry(pip) { site, token, machine in
            let machine = try machine.configuringPip(
                site.printed(
                    """
                    # Add this to the [global] section in your ~/.pip/pip.conf:
                    [global]
                    extra-index-url="https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple"
                    """, Self.placeholders(token)))
            try await Self.install(on: machine)
        }
    }

    @Test("Registry Configuration: requirements.txt", arguments: InstalledClients.Pip.allCases)
    func requirements(pip: InstalledClients.Pip) async throws {
        try await withPrivateRegistry(pip) { site, token, machine in
            let snippet = try site.printed(
                """
                # Otherwise if installing on a virtualenv, add this to the bottom of your requirements.txt:
                --extra-index-url="https://buildkite:{registry.read.token}@packages.buildkite.com/{org.slug}/{registry.slug}/pypi/simple"
                """, Self.placeholders(token))
            try machine.write("parcel==1.0.0\n" + snippet, to: machine.work.appending("requirements.txt"))
            try await machine.succeed("pip", "install", "-r", "requirements.txt")
            try await machine.expectImport("parcel")
        }
    }

    // MARK: What these tests have in common

    static func placeholders(_ token: String) -> KeyValuePairs<String, String> {
        ["{registry.read.token}": token, "{org.slug}": "acme", "{registry.slug}": "wheel-house"]
    }

    /// The command of "Package Installation".
    static func install(on machine: ClientMachine) async throws {
        try await machine.shell(
            Printed.filledIn(
                "pip install package-name==version-number", ["package-name": "parcel", "version-number": "1.0.0"]))
        try await machine.expectImport("parcel")
    }

    /// A private registry with a package in it, a registry token for it, and a machine to install on.
    private func withPrivateRegistry(
        _ pip: InstalledClients.Pip, _ body: (Site, _ token: String, ClientMachine) async throws -> Void
    ) async throws {
        try await Site.with { site in
            let registry = try await site.registry("acme/wheel-house")
            try await site.ingest([await SampleProject.hatchling.wheel()], into: registry)
            try await body(site, await site.registryToken(registry).secret, await site.installing(pip))
        }
    }
}
