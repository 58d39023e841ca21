import FixtureBuilders
import Testing

@Suite("Seed: Buildkite Python, the document of repositories")
struct BuildkiteRepositoriesDocumentTests {
    @Test("Publish a package: curl with -u and package[package_file]=")
    func publish() async throws {
        try await Site.with { site in
            let registry = try await site.registry("acme/wheel-house")
            let wheel = try await SampleProject.hatchling.wheel()
            let paths = try site.machine.put([wheel])
            let token = try await site.token(scopes: ["write_packages"], registry: registry).secret
            let command = try site.printed(
                """
                curl -X POST https://buildkitepackages.com/api/v1/repos/{org.slug}/{python.package.repository.name}/packages.json \\
                  -u "python-package-repository-credentials" \\
                  -F "package[package_file]=@<path_to_file>"
                """,
                [
                    "{org.slug}": "acme", "{python.package.repository.name}": "wheel-house",
                    "python-package-repository-credentials": token, "<path_to_file>": paths[0],
                ])
            // curl asks for a password, and is given none.
            #expect(try await site.machine.shell(command).output == "{}")
            #expect(try await site.filenames(in: registry) == [wheel.filename])
        }
    }

    @Test("Publish a package: the example, with the token in either half", arguments: ["", "x:"])
    func example(user: String) async throws {
        try await Site.with { site in
            let registry = try await site.registry("my-organization/my-python-packages", name: "My-Python-packages")
            try site.machine.put(await SampleProject.myPythonPackage.distributions(), in: ".")
            let token = try await site.token(scopes: ["write_packages"]).secret
            let command = try site.printed(
                """
                curl -X POST https://buildkitepackages.com/api/v1/repos/my-organization/my-python-packages/packages.json \\
                  -u "replace-with-my-python-package-repository-credentials" \\
                  -F "package[package_file]=@my-python-package-0.9.7b1.tar.gz"
                """, ["replace-with-my-python-package-repository-credentials": user + token])
            #expect(try await site.machine.shell(command).output == "{}")
            #expect(try await site.filenames(in: registry) == ["my-python-package-0.9.7b1.tar.gz"])
        }
    }
}
