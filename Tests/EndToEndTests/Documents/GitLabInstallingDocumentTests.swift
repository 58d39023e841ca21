import FixtureBuilders
import SystemPackage
import Testing

@Suite("Seed: GitLab PyPI packages, installing and rules")
struct GitLabInstallingDocumentTests {
    @Test("Install a PyPI package: the command's form", arguments: InstalledClients.Pip.allCases)
    func install(pip: InstalledClients.Pip) async throws {
        try await Site.with { site in
            try await site.registry("my-group/my-project")
            try await site.ingest([await SampleProject.setuptools.wheel()], into: "my-group/my-project")
            let token = try await site.token(scopes: ["read_api"]).secret
            let machine = try await site.installing(pip)
            let outcome = try await machine.shell(
                site.printed(
                    "pip install --extra-index-url https://__token__:<personal_access_token>@gitlab.com/api/v4/projects/<project_id>/packages/pypi/simple --no-deps <package_name>",
                    [
                        "<personal_access_token>": token,
                        "<project_id>": "\(await site.number(of: "my-group/my-project"))",
                        "<package_name>": "parcel-depot",
                    ]))
            #expect(outcome.status == 0, "\(outcome)")
            try await machine.expectImport("parcel_depot")
        }
    }

    @Test("Install a PyPI package: MyPyPiPackage, to the printed lines", arguments: InstalledClients.Pip.allCases)
    func example(pip: InstalledClients.Pip) async throws {
        try await Site.with { site in
            try await site.registry("my-group/my-project")
            let wheel = try await SampleProject.myPyPiPackage.wheel()
            try await site.ingest(await SampleProject.myPyPiPackage.distributions(), into: "my-group/my-project")
            let number = try await site.number(of: "my-group/my-project")
            let token = try await site.token(scopes: ["read_api"]).secret
            let machine = try await site.installing(pip)
            let outcome = try await machine.shell(
                site.printed(
                    "pip install mypypipackage --no-deps --extra-index-url https://__token__:<personal_access_token>@gitlab.com/api/v4/projects/<your_project_id>/packages/pypi/simple",
                    ["<personal_access_token>": token, "<your_project_id>": "\(number)"]))
            let host = site.url.dropFirst("http://".count)
            let root = "\(host)/api/v4/projects/\(number)/packages/pypi"
            #expect(outcome.output.contains("http://__token__:****@\(root)/simple"), "\(outcome)")
            #expect(outcome.output.contains("Collecting mypypipackage\n"))
            // The pip of the document's time printed the whole URL, which has the file's SHA-256.
            let file = "mypypipackage-0.0.1-py3-none-any.whl"
            let url = pip == .old ? "http://\(root)/files/\(wheel.sha256)/\(file)" : file
            #expect(outcome.output.contains("Downloading \(url) ("), "\(outcome)")
            #expect(outcome.output.contains("Successfully installed mypypipackage-0.0.1"))
            let greeting = try await machine.succeed(
                "python3", "-c", "from mypypipackage import SayHello; SayHello()")
            #expect(greeting.output == "Hello from MyPyPiPackage\n")
        }
    }

    @Test(
        "Install a PyPI package: names are normalized",
        arguments: ["my.package", "my-package", "my_package", "my....package", "My-_.Package"])
    func names(name: String) async throws {
        try await Site.with { site in
            try await site.registry("my-group/my-project")
            try await site.ingest(
                [WheelBuilder("my.package", version: "1.0").build()], into: "my-group/my-project")
            let number = try await site.number(of: "my-group/my-project")
            let token = try await site.token(scopes: ["read_api"]).secret
            // As written in the URL, which no client does, and as pip asks for it.
            let page = try await site.curl(
                "-u", "__token__:\(token)", "/api/v4/projects/\(number)/packages/pypi/simple/\(name)")
            #expect(page.status == 200 && page.body.contains("my_package-1.0-py3-none-any.whl"), "\(page)")
            let machine = try await site.installing(.newest)
            let index = site.withCredentials("__token__", token, "/api/v4/projects/\(number)/packages/pypi/simple")
            // uv is quicker where pip is not what is tried; my....package is a name to neither.
            if name != "my....package" {
                try await machine.succeed("uv", "pip", "install", "--default-index", index, name)
                try await machine.expectImport("my_package")
            }
        }
    }

    @Test("When publishing: the maximum allowed size")
    func size() async throws {
        try await Site.with(["--gitlab-upload-limit", "100kB"]) { site in
            try await site.registry("my-group/my-project")
            let number = try await site.number(of: "my-group/my-project")
            let token = try await site.token(scopes: ["api"]).secret
            let noise = (0..<150_000).map { _ in UInt8.random(in: 0...255) }
            let large = WheelBuilder("large", version: "1.0").compression(.stored).file("large/data.bin", noise).build()
            let path = try site.machine.put([large])[0]
            let answer = try await site.curl(
                "-u", "__token__:\(token)", "-F", "name=large", "-F", "version=1.0", "-F", "content=@\(path)",
                "/api/v4/projects/\(number)/packages/pypi")
            #expect(answer.status == 400 && answer.body.contains("File is too large"), "\(answer)")
            #expect(try await site.filenames(in: "my-group/my-project").isEmpty)
        }
    }

    @Test("Ensure your version string is valid: the printed expression and the registry agree")
    func versions() async throws {
        try await Site.with { site in
            try await site.registry("my-group/my-project", options: ["--inspect", "off"])
            let number = try await site.number(of: "my-group/my-project")
            let script = site.machine.work.appending("versions.py")
            try site.machine.write(Self.comparison, to: script)
            let outcome = try await site.machine.run(
                "python3", script.string, "\(site.url)/api/v4/projects/\(number)/packages/pypi",
                try await site.token(scopes: ["api"]).secret)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output.hasSuffix("agreed on all\n"), "\(outcome)")
        }
    }

    /// Posts a file under each of many version strings, and compares the answer with the document's expression.
    static let comparison = #"""
        import re, sys
        import requests

        EXPRESSION = re.compile(r"""
        \A(?:
            v?
            (?:([0-9]+)!)?                                                 (?# epoch)
            ([0-9]+(?:\.[0-9]+)*)                                          (?# release segment)
            ([-_\.]?((a|b|c|rc|alpha|beta|pre|preview))[-_\.]?([0-9]+)?)?  (?# pre-release)
            ((?:-([0-9]+))|(?:[-_\.]?(post|rev|r)[-_\.]?([0-9]+)?))?       (?# post release)
            ([-_\.]?(dev)[-_\.]?([0-9]+)?)?                                (?# dev release)
            (?:\+([a-z0-9]+(?:[-_\.][a-z0-9]+)*))?                         (?# local version)
        )\Z""", re.VERBOSE | re.IGNORECASE | re.ASCII)

        VERSIONS = """
        0.0.1 1 1.0 v1.0 V1.0 1!2.3 0!1 1.0a1 1.0.a.1 1.0-alpha-1 1.0_beta_2 1.0c1 1.0rc1 1.0RC1 1.0.preview3 1.0pre
        1.0-1 1.0.post1 1.0post 1.0-rev2 1.0r3 1.0.dev1 1.0dev 1.0-dev_4 1.0a1.post2.dev3 1.0+abc 1.0+abc.1-2_3 1.0+ABC
        2012.4 1.0b2.r345.dev456 1!1.0.1+r1234 00001.002 99999999999999999999.1
        1. .1 1..0 v a1.0.1 1.0.1aa 1.0.0-alpha.beta 1.0.dev.a1 1.0- 1.0+ +1 1.0.* 2004d dog 1!!2 1.0+a..b 1.0+- 1.0~1
        1,0 1.0a1b1 1.0.post1.rc1 ==1.0 1.0;1 1.0#1 latest 1-2-3 ../1 1/0 1.0\\0 1.0%20 1٣ １.0 1.0é
        """.split() + ["", " 1.0", "1.0 ", "1 0", "1.0\n", "1.0\t", "1.0\x00"]

        url, token = sys.argv[1:]
        session = requests.Session()
        session.auth = ("__token__", token)
        wrong = 0
        for number, version in enumerate(VERSIONS):
            valid = EXPRESSION.match(version) is not None
            content = (f"demo{number}-1.0.tar.gz", f"bytes {number}".encode())
            answer = session.post(url, data={"name": f"demo{number}", "version": version}, files={"content": content})
            said = answer.status_code
            if said != (201 if valid else 400) or (not valid and version and "ersion" not in answer.text):
                wrong += 1
                print(f"{version!r}: the expression says {valid}, the registry {said}: {answer.text}")
        print(f"{wrong} wrong" if wrong else "agreed on all")
        sys.exit(wrong > 0)

        """#
}
