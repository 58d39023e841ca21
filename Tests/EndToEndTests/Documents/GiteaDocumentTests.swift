import FixtureBuilders
import SystemPackage
import Testing

@Suite("Seed: Gitea PyPI Package Registry")
struct GiteaDocumentTests {
    /// "Configuring the package registry", filled in for the user of the document's example.
    static func writeConfiguration(for site: Site, password: String) throws {
        let text = try site.printed(
            """
            [distutils]
            index-servers = gitea

            [gitea]
            repository = https://gitea.example.com/api/packages/{owner}/pypi
            username = {username}
            password = {password}
            """, ["{owner}": "testuser", "{username}": "testuser", "{password}": password])
        try site.machine.write(text, to: site.machine.home.appending(".pypirc"))
    }

    /// "Publish a package", with the files where this machine has them.
    static func upload(_ files: [BuiltDistribution], from site: Site) async throws -> Regadmin.Outcome {
        try site.machine.put(files)
        return try await site.machine.shell(
            Printed.filledIn(
                "python3 -m twine upload --repository gitea /path/to/files/*",
                ["/path/to/files": site.machine.work.appending("dist").string]))
    }

    @Test("Publish a package: twine with .pypirc, then Install a package: the example")
    func publishAndInstall() async throws {
        try await Site.with { site in
            try await site.owner("testuser", password: "password123")
            try Self.writeConfiguration(for: site, password: "password123")
            let files = try await SampleProject.testPackage.distributions()
            let upload = try await Self.upload(files, from: site)
            #expect(upload.status == 0, "\(upload)")
            #expect(try await site.filenames(in: "testuser/pypi") == files.map(\.filename))

            let machine = try await site.installing(.newest)
            try await machine.shell(
                site.printed(
                    "pip install --index-url https://testuser:password123@gitea.example.com/api/packages/testuser/pypi/simple --no-deps test_package"
                ))
            try await machine.expectImport("test_package")
        }
    }

    @Test("Configuring the package registry: a personal access token instead of the password")
    func token() async throws {
        try await Site.with { site in
            try await site.owner("testuser", password: "password123")
            let token = try await site.token(scopes: ["write:package"], user: "testuser").secret
            try Self.writeConfiguration(for: site, password: token)
            let upload = try await Self.upload(await SampleProject.testPackage.distributions(), from: site)
            #expect(upload.status == 0, "\(upload)")
        }
    }

    @Test("Publish a package: one of the same name and version must be deleted first")
    func again() async throws {
        try await Site.with { site in
            try await site.owner("testuser", password: "password123")
            try Self.writeConfiguration(for: site, password: "password123")
            let files = try await SampleProject.testPackage.distributions()
            #expect(try await Self.upload(files, from: site).status == 0)
            let second = try await Self.upload(files, from: site)
            #expect(second.status == 1 && second.output.contains("409"), "\(second)")

            let token = try await site.token(scopes: ["write:package"], user: "testuser").secret
            let path = "/api/v1/packages/testuser/pypi/test-package/1.0"
            let deletion = try await site.curl("-X", "DELETE", "-H", "Authorization: token \(token)", path)
            #expect(deletion.status == 204, "\(deletion)")
            #expect(try await site.filenames(in: "testuser/pypi").isEmpty)
            #expect(try await Self.upload(files, from: site).status == 0)
        }
    }

    @Test("Install a package: the command's form", arguments: InstalledClients.Pip.allCases)
    func install(pip: InstalledClients.Pip) async throws {
        try await Site.with { site in
            try await site.owner("alice", password: "correct horse")
            try await site.ingest([await SampleProject.setuptools.wheel()], into: "alice/pypi")
            let machine = try await site.installing(pip)
            try await machine.shell(
                site.printed(
                    "pip install --index-url https://{username}:{password}@gitea.example.com/api/packages/{owner}/pypi/simple --no-deps {package_name}",
                    [
                        "{username}": "alice", "{password}": "correct%20horse", "{owner}": "alice",
                        "{package_name}": "parcel-depot",
                    ]))
            try await machine.expectImport("parcel_depot")
        }
    }

    @Test("Install a package: --extra-index-url instead of --index-url")
    func extraIndex() async throws {
        try await Site.with { site in
            try await site.owner("alice", password: "secret123")
            try await site.ingest([await SampleProject.hatchling.wheel()], into: "alice/pypi")
            let machine = try await site.installing(.newest)
            let command = try site.printed(
                "pip install --extra-index-url https://alice:secret123@gitea.example.com/api/packages/alice/pypi/simple --no-deps parcel"
            )
            try await machine.shell(command)
            try await machine.expectImport("parcel")
        }
    }
}
