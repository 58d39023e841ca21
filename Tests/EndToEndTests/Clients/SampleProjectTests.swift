import FixtureBuilders
import Foundation
import TestSupport
import Testing

@Suite("The sample projects", .serialized)
struct SampleProjectTests {
    @Test("are built by each backend", arguments: SampleProject.modern)
    func backends(project: SampleProject) async throws {
        let names = try await project.distributions().map(\.filename)
        #expect(names == ["\(project.module)-1.0.0-py3-none-any.whl", "\(project.module)-1.0.0.tar.gz"])
    }

    @Test("have the filenames that the documents print")
    func documents() async throws {
        let gitLab = try await SampleProject.myPyPiPackage.distributions().map(\.filename)
        #expect(gitLab == ["mypypipackage-0.0.1-py3-none-any.whl", "mypypipackage-0.0.1.tar.gz"])
        let buildkite = try await SampleProject.myPythonPackage.distributions().map(\.filename)
        #expect(buildkite == ["my-python-package-0.9.7b1.tar.gz"])
    }

    @Test("run as GitLab's document says, once installed", arguments: InstalledClients.Pip.allCases)
    func greeting(pip: InstalledClients.Pip) async throws {
        try await withTemporaryDirectory { root in
            let machine = try await ClientMachine(in: root).activated(pip: pip)
            let version = try await machine.succeed("pip", "--version").output
            #expect(version.hasPrefix(pip == .newest ? "pip 26." : "pip 21.3"))
            let wheel = try await SampleProject.myPyPiPackage.wheel()
            try await machine.succeed(["pip", "install", "--no-index"] + machine.put([wheel]))
            let greeting = try await machine.succeed(
                "python3", "-c", "from mypypipackage import SayHello; SayHello()")
            #expect(greeting.output == "Hello from MyPyPiPackage\n")
        }
    }
}
