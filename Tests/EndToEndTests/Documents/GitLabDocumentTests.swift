import FixtureBuilders
import SystemPackage
import Testing

@Suite("Seed: GitLab PyPI packages, publishing")
struct GitLabPublishingDocumentTests {
    static let configuration = """
        [distutils]
        index-servers =
            gitlab

        [gitlab]
        repository = https://gitlab.com/api/v4/projects/<project_id>/packages/pypi
        """

    /// "Authenticate with a personal access token".
    static func authenticate(_ site: Site, project: Project, token: String) throws {
        let text = try site.printed(
            configuration + "\nusername = __token__\npassword = <your personal access token>\n",
            ["<project_id>": "\(project.number)", "<your personal access token>": token])
        try site.machine.write(text, to: site.machine.home.appending(".pypirc"))
    }

    /// The registry of these tests, and a directory with what "Create a package" built.
    struct Project {
        let path = "my-group/my-project"
        let number: UInt64
        let directory: FilePath

        init(on site: Site) async throws {
            try await site.registry(path)
            number = try await site.number(of: path)
            directory = site.machine.work.appending("MyPyPiPackage")
            for file in try await SampleProject.myPyPiPackage.distributions() {
                try site.machine.write(file.bytes, to: directory.appending("dist").appending(file.filename))
            }
        }
    }

    static let files = ["mypypipackage-0.0.1-py3-none-any.whl", "mypypipackage-0.0.1.tar.gz"]

    @Test("Build a PyPI package: the steps, to the printed list of files")
    func build() async throws {
        try await withClientMachine { machine in
            let script = """
                mkdir MyPyPiPackage && cd MyPyPiPackage
                mkdir mypypipackage && cd mypypipackage
                touch __init__.py
                touch greet.py
                cat >greet.py <<'END'
                \(SampleProject.myPyPiPackage.files["mypypipackage/greet.py"] ?? "")END
                cat >__init__.py <<'END'
                \(SampleProject.myPyPiPackage.files["mypypipackage/__init__.py"] ?? "")END
                cd ..
                printf 'from mypypipackage import SayHello\\nSayHello()\\n' | python3
                touch setup.py
                cat >setup.py <<'END'
                \(SampleProject.myPyPiPackage.files["setup.py"] ?? "")END
                python3 setup.py sdist bdist_wheel >build.log 2>&1
                ls dist
                """
            let outcome = try await machine.shell(script)
            #expect(
                outcome.output.split(separator: "\n").map(String.init) == ["Hello from MyPyPiPackage"] + Self.files,
                "\(outcome)")
        }
    }

    @Test("Authenticate with a personal access token, then Publish by using twine", arguments: ["__token__", "anyone"])
    func personalToken(user: String) async throws {
        try await Site.with { site in
            let project = try await Project(on: site)
            try Self.authenticate(site, project: project, token: await site.token(scopes: ["api"]).secret)
            let outcome = try await site.machine.with(["TWINE_USERNAME": user]).shell(
                "python3 -m twine upload --repository gitlab dist/*", in: project.directory)
            #expect(outcome.status == 0, "\(outcome)")
            // "If successful, you should see the following"
            let lines = outcome.output.split(whereSeparator: \.isNewline).map(String.init)
            let address = "\(site.url)/api/v4/projects/\(project.number)/packages/pypi"
            #expect(lines.contains("Uploading distributions to \(address)"), "\(lines)")
            for file in Self.files { #expect(lines.contains { $0.contains("Uploading \(file)") }, "\(lines)") }
            #expect(try await site.filenames(in: project.path) == Self.files)
        }
    }

    @Test("Authenticate with a deploy token, then Publish by using twine")
    func deployToken() async throws {
        try await Site.with { site in
            let project = try await Project(on: site)
            let deploy = try await site.deployToken(project.path, scopes: ["write_package_registry"])
            let text = try site.printed(
                Self.configuration + "\nusername = <deploy token username>\npassword = <deploy token>\n",
                [
                    "<project_id>": "\(project.number)", "<deploy token username>": deploy.username,
                    "<deploy token>": deploy.secret,
                ])
            try site.machine.write(text, to: site.machine.home.appending(".pypirc"))
            let outcome = try await site.machine.shell(
                "python3 -m twine upload --repository gitlab dist/*", in: project.directory)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(try await site.filenames(in: project.path) == Self.files)
        }
    }

    @Test("Publish by using twine: the authentication inline", arguments: [false, true])
    func inline(isDeployToken: Bool) async throws {
        try await Site.with { site in
            let project = try await Project(on: site)
            var login = try await site.token(scopes: ["api"])
            if isDeployToken { login = try await site.deployToken(project.path, scopes: ["write_package_registry"]) }
            let command = try site.printed(
                "TWINE_PASSWORD=<personal_access_token or deploy_token> TWINE_USERNAME=<username or deploy_token_username> python3 -m twine upload --repository-url https://gitlab.com/api/v4/projects/<project_id>/packages/pypi dist/*",
                [
                    "<personal_access_token or deploy_token>": login.secret,
                    "<username or deploy_token_username>": isDeployToken ? login.username : "developer",
                    "<project_id>": "\(project.number)",
                ])
            let outcome = try await site.machine.shell(command, in: project.directory)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(try await site.filenames(in: project.path) == Self.files)
        }
    }

    @Test("Publish by using twine: one file, and the same version again")
    func sameVersion() async throws {
        try await Site.with { site in
            let project = try await Project(on: site)
            try Self.authenticate(site, project: project, token: await site.token(scopes: ["api"]).secret)
            let command = try Printed.filledIn(
                "python -m twine upload --repository <source_name> dist/<package_file>",
                ["<source_name>": "gitlab", "<package_file>": Self.files[1]])
            #expect(try await site.machine.shell(command, in: project.directory).status == 0)
            #expect(try await site.filenames(in: project.path) == [Self.files[1]])
            let again = try await site.machine.shell(
                Printed.filledIn(command, ["upload": "upload --verbose"]), in: project.directory)
            #expect(again.status == 1)
            // The message wraps on a terminal of any width.
            let words = (again.output + again.errors).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("Validation failed: File name has already been taken"), "\(again)")
        }
    }

    @Test("Publish by using CI/CD: the job's script")
    func job() async throws {
        try await Site.with { site in
            let project = try await Project(on: site)
            let source = site.machine.work.appending("checkout")
            try SampleProject.myPyPiPackage.write(to: source, on: site.machine)
            let script = try site.printed(
                """
                pip install twine
                python setup.py sdist bdist_wheel
                TWINE_PASSWORD=${CI_JOB_TOKEN} TWINE_USERNAME=gitlab-ci-token python -m twine upload --repository-url https://gitlab.com/api/v4/projects/${CI_PROJECT_ID}/packages/pypi dist/*
                """)
            let job = site.machine.with([
                "CI_JOB_TOKEN": try await site.jobToken(project.path).secret, "CI_PROJECT_ID": "\(project.number)",
            ])
            let outcome = try await job.shell(script, in: source)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(try await site.filenames(in: project.path) == Self.files)
        }
    }

    @Test("Publish by using CI/CD: a job token in .pypirc")
    func jobConfiguration() async throws {
        try await Site.with { site in
            let project = try await Project(on: site)
            // twine itself knows nothing of such placeholders: they are filled in as the document means them.
            let text = try site.printed(
                """
                [distutils]
                index-servers =
                    gitlab

                [gitlab]
                repository = https://gitlab.com/api/v4/projects/${env.CI_PROJECT_ID}/packages/pypi
                username = gitlab-ci-token
                password = ${env.CI_JOB_TOKEN}
                """,
                [
                    "${env.CI_PROJECT_ID}": "\(project.number)",
                    "${env.CI_JOB_TOKEN}": try await site.jobToken(project.path).secret,
                ])
            try site.machine.write(text, to: project.directory.appending(".pypirc"))
            let outcome = try await site.machine.shell(
                "python3 -m twine upload --config-file .pypirc --repository gitlab dist/*", in: project.directory)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(try await site.filenames(in: project.path) == Self.files)
        }
    }
}
