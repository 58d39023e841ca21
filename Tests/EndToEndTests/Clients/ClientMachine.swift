import FixtureBuilders
import Foundation
import SystemPackage
import TestSupport
import Testing

/// A developer's machine: a home of its own with none of the settings of the one that runs the tests, the newest clients
/// on its path, and a directory to work in. It is removed with everything the clients left in it.
struct ClientMachine {
    let root: FilePath
    let clients: InstalledClients
    /// The whole environment of each client.
    var variables: [String: String]

    var home: FilePath { root.appending("home") }
    /// Where commands run.
    var work: FilePath { root.appending("work") }

    init(in root: FilePath) throws {
        self.root = root
        clients = try InstalledClients.all()
        variables = [
            "PATH": "\(clients.newest)/bin:/usr/bin:/bin", "HOME": root.appending("home").string,
            "TMPDIR": root.appending("tmp").string, "LANG": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": "200",
            "PYTHONUTF8": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "XDG_CONFIG_DIRS": root.appending("xdg").string,
            // No settings but those a test makes, no questions, nothing asked of anyone but the test's own server.
            "PIP_CONFIG_FILE": "/dev/null", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1",
            "PIP_RETRIES": "0", "PIP_DEFAULT_TIMEOUT": "120", "PIP_ROOT_USER_ACTION": "ignore",
            "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": "/usr/bin/python3", "UV_HTTP_RETRIES": "0",
            "UV_HTTP_TIMEOUT": "120",
            "UV_NO_PROGRESS": "1", "UV_KEYRING_PROVIDER": "disabled",
            "PDM_CHECK_UPDATE": "false", "POETRY_NO_INTERACTION": "1",
        ]
        for directory in ["home", "work", "tmp", "xdg/uv"] {
            try FileManager.default.createDirectory(
                atPath: root.pushing(FilePath(directory)).string, withIntermediateDirectories: true)
        }
        // An empty file for the whole system, or uv looks at the machine's.
        try write("", to: root.appending("xdg").appending("uv").appending("uv.toml"))
    }

    /// A copy with other or further variables.
    func with(_ settings: [String: String]) -> ClientMachine {
        var copy = self
        copy.variables.merge(settings) { $1 }
        return copy
    }

    /// A copy without these variables.
    func without(_ names: String...) -> ClientMachine {
        var copy = self
        for name in names { copy.variables[name] = nil }
        return copy
    }

    // MARK: Files

    /// Writes a file, with the directories it is in.
    func write(_ text: String, to path: FilePath) throws { try write(Array(text.utf8), to: path) }

    func write(_ bytes: [UInt8], to path: FilePath) throws {
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
    }

    /// Puts distributions into a directory below the one to work in; answers their paths, sorted.
    @discardableResult
    func put(_ files: [BuiltDistribution], in directory: String = "dist") throws -> [String] {
        try files.map { file in
            let path = work.appending(directory).appending(file.filename)
            try write(file.bytes, to: path)
            return path.string
        }.sorted()
    }

    // MARK: Running clients

    /// Runs a program of the machine's path to its end.
    @discardableResult
    func run(
        _ words: [String], in directory: FilePath? = nil, input: String? = nil, limitSeconds: Double = 300
    ) async throws -> Regadmin.Outcome {
        try await start(words, in: directory, input: input).finished(limitSeconds)
    }

    @discardableResult
    func run(_ words: String...) async throws -> Regadmin.Outcome { try await run(words) }

    /// Runs commands as a document prints them, in a shell that ends at the first that fails.
    @discardableResult
    func shell(
        _ script: String, in directory: FilePath? = nil, at location: SourceLocation = #_sourceLocation
    ) async throws -> Regadmin.Outcome {
        try await run(["/bin/sh", "-eu", "-c", script], in: directory)
    }

    /// Runs a program that must succeed.
    @discardableResult
    func succeed(
        _ words: String..., in directory: FilePath? = nil, at location: SourceLocation = #_sourceLocation
    ) async throws -> Regadmin.Outcome {
        try await succeed(words, in: directory, at: location)
    }

    @discardableResult
    func succeed(
        _ words: [String], in directory: FilePath? = nil, at location: SourceLocation = #_sourceLocation
    ) async throws -> Regadmin.Outcome {
        let outcome = try await run(words, in: directory)
        try #require(
            outcome.status == 0, "\(words.joined(separator: " ")): \(outcome.output)\(outcome.errors)",
            sourceLocation: location)
        return outcome
    }

    func start(_ words: [String], in directory: FilePath? = nil, input: String? = nil) throws -> RunningProcess {
        // env looks the program up on the machine's path, and changes the directory.
        try RunningProcess(
            ["/usr/bin/env", "--chdir=\(directory ?? work)"] + words, environment: variables, input: input,
            isIsolated: true)
    }

    // MARK: Environments

    /// The machine with a new virtual environment activated, which has nothing but a pip.
    func activated(_ name: String = "venv", pip: InstalledClients.Pip = .newest) async throws -> ClientMachine {
        let environment = root.appending(name)
        let source = (pip == .newest ? clients.newest : clients.old) + "/lib"
        // pip is the installed one, compiled as it is: its own thousand files for each test would take seconds.
        let script = """
            /usr/bin/python3 -m venv --without-pip "$1"
            ln -s "$2"/python3*/site-packages/pip "$2"/python3*/site-packages/pip-*.dist-info "$1"/lib/python3*/site-packages
            printf '#!%s\\nimport sys\\nfrom pip._internal.cli.main import main\\nsys.exit(main())\\n' \
            "$1"/bin/python3 >"$1"/bin/pip
            chmod +x "$1"/bin/pip
            """
        try await succeed("/bin/sh", "-eu", "-c", script, "sh", environment.string, source)
        let path = "\(environment)/bin:\(variables["PATH"] ?? "")"
        return with(["PATH": path, "VIRTUAL_ENV": environment.string, "UV_PYTHON": "\(environment)/bin/python3"])
    }
}
