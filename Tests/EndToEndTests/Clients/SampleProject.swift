import FixtureBuilders
import Foundation
import SystemPackage
import TestSupport
import Testing

/// A tiny project, as a developer has it, and what its build backend makes of it.
struct SampleProject: Sendable {
    let name: String
    let version: String
    /// Path in the project's directory and text of each file.
    let files: [String: String]
    /// What makes the distributions, run in the project's directory.
    let build: String

    /// The package to import.
    var module: String { name.replacingOccurrences(of: "-", with: "_") }

    /// Writes the sources into a new directory.
    func write(to directory: FilePath, on machine: ClientMachine) throws {
        for (path, text) in files { try machine.write(text, to: directory.pushing(FilePath(path))) }
    }

    /// The wheel and the sdist, built once for all tests.
    func distributions() async throws -> [BuiltDistribution] { try await BuiltProjects.shared.distributions(of: self) }

    func wheel() async throws -> BuiltDistribution {
        try await distributions().first { $0.filename.hasSuffix(".whl") }.required("\(name) has no wheel")
    }

    func sdist() async throws -> BuiltDistribution {
        try await distributions().first { $0.filename.hasSuffix(".tar.gz") }.required("\(name) has no sdist")
    }

    // MARK: One for each backend

    static let hatchling = declared("parcel", backend: "hatchling.build", requires: "hatchling")
    static let setuptools = declared(
        "parcel-depot", backend: "setuptools.build_meta", requires: "setuptools", dependencies: ["parcel>=1"])
    static let flit = declared("parcel-label", backend: "flit_core.buildapi", requires: "flit_core")
    static let poetry = declared(
        "parcel-route", backend: "poetry.core.masonry.api", requires: "poetry-core",
        dependencies: ["parcel-depot", "parcel-label==1.0.0"])

    static let modern = [hatchling, setuptools, flit, poetry]

    private static func declared(
        _ name: String, backend: String, requires: String, dependencies: [String] = []
    ) -> SampleProject {
        let module = name.replacingOccurrences(of: "-", with: "_")
        let listed = dependencies.map { "\"\($0)\"" }.joined(separator: ", ")
        return SampleProject(
            name: name, version: "1.0.0",
            files: [
                "pyproject.toml": """
                [build-system]
                requires = ["\(requires)"]
                build-backend = "\(backend)"

                [project]
                name = "\(name)"
                version = "1.0.0"
                description = "Carries \(name) about"
                readme = "README.md"
                requires-python = ">=3.8"
                license = {text = "MIT"}
                authors = [{name = "Example Author", email = "author@example.com"}]
                dependencies = [\(listed)]

                [project.urls]
                Homepage = "https://example.com/\(name)"

                """,
                "README.md": "# \(name)\n\nGrüße: a line outside ASCII.\n",
                "\(module)/__init__.py": "\"\"\"Carries \(name) about.\"\"\"\n\n__version__ = \"1.0.0\"\n",
            ],
            build: "python3 -m build --no-isolation --outdir dist .")
    }

    // MARK: Those of the documents

    /// The project that GitLab's document makes, step by step.
    static let myPyPiPackage = SampleProject(
        name: "mypypipackage", version: "0.0.1",
        files: [
            "mypypipackage/__init__.py": "from .greet import SayHello\n",
            "mypypipackage/greet.py": """
            def SayHello():
                print("Hello from MyPyPiPackage")
                return

            """,
            "setup.py": """
            import setuptools

            setuptools.setup(
                name="mypypipackage",
                version="0.0.1",
                author="Example Author",
                author_email="author@example.com",
                description="A small example package",
                packages=setuptools.find_packages(),
                classifiers=[
                    "Programming Language :: Python :: 3",
                    "License :: OSI Approved :: MIT License",
                    "Operating System :: OS Independent",
                ],
                python_requires='>=3.6',
            )

            """,
        ],
        build: "python3 setup.py sdist bdist_wheel")

    /// What Buildkite's documents upload: `my-python-package-0.9.7b1.tar.gz`, by a setuptools that named files so.
    static let myPythonPackage = SampleProject(
        name: "my-python-package", version: "0.9.7b1",
        files: [
            "my_python_package/__init__.py": "__version__ = \"0.9.7b1\"\n",
            "setup.py": """
            from setuptools import setup

            setup(
                name="my-python-package", version="0.9.7b1", description="An example", packages=["my_python_package"],
                url="https://example.com/my-python-package", python_requires=">=3.6", install_requires=["parcel>=1"],
            )

            """,
        ],
        build: #""$OLD_PYTHON" setup.py sdist"#)

    /// Gitea's document installs it under this name.
    static let testPackage = SampleProject(
        name: "test_package", version: "1.0",
        files: [
            "test_package/__init__.py": "",
            "setup.py":
                "from setuptools import setup\n\nsetup(name=\"test_package\", version=\"1.0\", packages=[\"test_package\"])\n",
        ],
        build: "python3 setup.py sdist bdist_wheel")
}

/// What has been built in this run, by project.
private actor BuiltProjects {
    static let shared = BuiltProjects()

    private var built: [String: Task<[BuiltDistribution], any Error>] = [:]

    func distributions(of project: SampleProject) async throws -> [BuiltDistribution] {
        if let task = built[project.name] { return try await task.value }
        let task = Task {
            try await withTemporaryDirectory { root in
                let machine = try ClientMachine(in: root)
                let source = machine.work.appending(project.name)
                try project.write(to: source, on: machine)
                try await machine.with(["OLD_PYTHON": machine.clients.old + "/bin/python3"])
                    .succeed(["/bin/sh", "-eu", "-c", project.build], in: source)
                let dist = source.appending("dist")
                return try FileManager.default.contentsOfDirectory(atPath: dist.string).sorted().map { name in
                    let bytes = try Data(contentsOf: URL(fileURLWithPath: dist.appending(name).string))
                    return BuiltDistribution(filename: name, bytes: Array(bytes))
                }
            }
        }
        built[project.name] = task
        return try await task.value
    }
}

struct Missing: Error { let what: String }

extension Optional {
    func required(_ what: String) throws -> Wrapped {
        guard let self else { throw Missing(what: what) }
        return self
    }
}
