import ContentStore
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

/// Two source registries, an upstream one and a composite one of all three, in that order.
struct CompositeSite {
    static let first = RegistryPath("acme/first", unchecked: ())
    static let second = RegistryPath("acme/second", unchecked: ())
    static let index = RegistryPath("acme/pypi", unchecked: ())
    static let all = RegistryPath("acme/all", unchecked: ())

    let test: TestRegistry
    var registry: Registry { test.registry }

    /// Runs `body` with them, and checks the index afterwards, names and members included.
    static func with(_ body: (CompositeSite) throws -> Void) throws {
        try withRegistry { test in
            let site = CompositeSite(test: test)
            for path in [first, second] { try test.registry.createRegistry(path) }
            var upstream = RegistrySettings()
            upstream.kind = .upstream
            upstream.upstream = UpstreamSettings(url: "https://index.example/simple/")
            try test.registry.createRegistry(index, settings: upstream)
            var composite = RegistrySettings()
            composite.kind = .composite
            composite.members = [index, first, second]
            try test.registry.createRegistry(all, settings: composite)
            try body(site)
            var findings: [String] = []
            let report = try test.registry.verifyIndex { findings.append("\($0.finding)") }
            #expect(report.damaged == 0, "\(findings)")
        }
    }

    /// Publishes a wheel to a source, or has it fetched by an upstream registry.
    @discardableResult
    func put(_ project: String, _ version: String = "1.0", in path: RegistryPath) throws -> FileEntry {
        var options = UploadOptions()
        options.isFromUpstream = path == Self.index
        return try test.upload(WheelBuilder(project, version: version).build(), to: path, options: options).entry
    }

    func resolve(_ project: String, in path: RegistryPath = all) throws -> NameResolution {
        try registry.resolve(try #require(ProjectName(project)), in: path)
    }

    func files(_ project: String, in path: RegistryPath = all) throws -> [String]? {
        try registry.project(project, in: path)?.files.map(\.version)
    }

    func reserve(_ names: String..., in path: RegistryPath) throws {
        var changes = RegistryChanges()
        changes.reservations = .edit(adding: try names.map { try NameReservation($0) }, removing: [])
        try registry.updateRegistry(path, changes)
    }

    func delete(_ project: String, in path: RegistryPath) throws {
        _ = try registry.delete([.project(try #require(ProjectName(project)), in: path)])
    }
}

extension RegistryPath {
    /// A path of which a test knows that it is one.
    init(_ text: String, unchecked: Void) {
        do { try self.init(text) } catch { preconditionFailure("\(error)") }
    }
}

extension NameResolution {
    /// The registry that answers or forbids; nil where it is nobody's or several's.
    var by: RegistryPath? {
        switch self {
        case .held(let member), .reserved(_, let member), .everHeld(let member, _): member.path
        case .external, .unknown: nil
        }
    }
}
