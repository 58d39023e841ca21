import Digests
import FixtureBuilders
import Foundation
import Logging
import PythonPackaging
import RegistryServer
import Testing

@testable import Upstream

@Suite("A lock file")
struct LockFileTests {
    private static let sha256 = String(repeating: "ab", count: 32)
    private static let sha512 = String(repeating: "cd", count: 64)

    private static func lock(_ packages: String, version: String = #"lock-version = "1.0""#) -> String {
        "\(version)\ncreated-by = \"a test\"\n\(packages)\n"
    }

    @Test(
        "is known by its name",
        arguments: [
            ("pylock.toml", true), ("pylock.dev.toml", true), ("a/b/pylock.toml", true), ("pylock.a.b.toml", false),
            ("pylock..toml", false), ("mypylock.toml", false), ("pylock.toml/requirements.txt", false), ("-", false),
            ("poetry.lock", false), ("pylock", false),
        ])
    func name(path: String, isLock: Bool) {
        #expect(LockFile.isOne(path) == isLock)
    }

    @Test("means the files that it names, whatever its markers say")
    func everything() throws {
        let text = Self.lock(
            """
            environments = ["sys_platform == 'linux'"]
            requires-python = ">=3.9"
            extras = ["x"]

            [[packages]]
            name = "kite"
            version = "1.0"
            marker = "python_version < '3'"
            requires-python = ">=3.9"
            index = "https://index.test/simple"
            dependencies = [{name = "wren"}]
            sdist = {name = "kite-1.0.tar.gz", upload-time = 2026-01-02T03:04:05Z, url = "https://files.test/kite-1.0.tar.gz", size = 3, hashes = {sha256 = "\(Self.sha256)"}}
            wheels = [
                {url = "https://files.test/a/kite-1.0-py3-none-any.whl#x", hashes = {SHA512 = "\(Self.sha512)", md5 = "\(String(repeating: "0", count: 32))", shake = "1"}},
                {path = "./dist/kite-1.0-py2-none-any.whl", hashes = {sha256 = "\(Self.sha256.uppercased())"}},
            ]
            [packages.tool.x]
            y = [1, 2.5, {z = true}]

            [[packages]]
            name = "Wren_Nest"
            [[packages.wheels]]
            name = "wren_nest-2.0+local.1-py3-none-any.whl"
            url = "https://files.test/other"
            [packages.wheels.hashes]
            sha256 = "\(Self.sha256)"
            """)
        let (releases, problems) = PinnedRelease.read(text, path: "x/pylock.toml")
        #expect(problems == [])
        #expect(
            releases.map { "\($0.project.normalized) \($0.version.text)" } == ["kite 1.0", "wren-nest 2.0+local.1"])
        let files = try #require(releases.first?.files)
        #expect(
            files.map(\.filename) == ["kite-1.0.tar.gz", "kite-1.0-py3-none-any.whl", "kite-1.0-py2-none-any.whl"])
        #expect(files.map(\.size) == [3, nil, nil])
        #expect(
            files.map { $0.digests.map(\.algorithm.name).sorted() } == [["sha256"], ["md5", "sha512"], ["sha256"]])
        #expect(files[2].digests.first?.hex == Self.sha256)
        #expect(releases.allSatisfy { $0.digests.isEmpty })
    }

    @Test(
        "names the package and the place of what is wrong, and reads the rest",
        arguments: [
            ("name = 1", "packages[0].name", "it has none"),
            (#"name = "-""#, "packages[0] (-).name", "no project"),
            (#"name = "kite""#, "packages[0] (kite)", "names no file"),
            ("name = \"kite\"\nversion = 1.0", "packages[0] (kite)", "not what they should be"),
            ("name = \"kite\"\nversion = \"one\"\nwheels = []", "packages[0] (kite).version", "no version"),
            ("name = \"kite\"\nwheels = 3", "packages[0] (kite)", "not what they should be"),
            ("name = \"kite\"\nwheels = [3]", "packages[0] (kite).wheels[0]", "neither name nor url nor path"),
            ("name = \"kite\"\nsdist = {name = \"a\"}", "packages[0] (kite).sdist", "no wheel or sdist of kite"),
            (
                "name = \"kite\"\nsdist = {name = \"wren-1.tar.gz\"}", "packages[0] (kite).sdist",
                "no wheel or sdist of kite"
            ),
            (
                "name = \"kite\"\nsdist = {name = \"kite-1.tar.gz\"}", "packages[0] (kite).sdist.hashes",
                "neither a SHA-256"
            ),
            (
                "name = \"kite\"\nsdist = {name = \"kite-1.tar.gz\", hashes = {md5 = \"00000000000000000000000000000000\"}}",
                "packages[0] (kite).sdist.hashes", "neither a SHA-256"
            ),
            (
                "name = \"kite\"\nsdist = {name = \"kite-1.tar.gz\", hashes = {sha256 = \"xyz\"}}",
                "packages[0] (kite).sdist.hashes", "no digest by sha256"
            ),
            (
                "name = \"kite\"\nversion = \"2\"\nsdist = {name = \"kite-1.tar.gz\", hashes = {sha256 = \"\(sha256)\"}}",
                "packages[0] (kite).sdist", "of version 1, not 2"
            ),
            (
                "name = \"kite\"\nsdist = {name = \"kite-1.tar.gz\", size = -1, hashes = {sha256 = \"\(sha256)\"}}",
                "packages[0] (kite).sdist.size", "negative"
            ),
            (
                "name = \"kite\"\nvcs = {type = \"git\"}\nsdist = {name = \"kite-1.tar.gz\"}", "packages[0] (kite)",
                "of which one can be right"
            ),
        ])
    func faults(package: String, place: String, text: String) throws {
        let rest = "name = \"wren\"\nsdist = {name = \"wren-1.tar.gz\", hashes = {sha256 = \"\(Self.sha256)\"}}"
        let (releases, problems) = PinnedRelease.read(
            Self.lock("[[packages]]\n\(package)\n[[packages]]\n\(rest)"), path: "pylock.toml")
        #expect(releases.map(\.project.normalized) == ["wren"])
        let problem = try #require(problems.first)
        #expect(problems.count == 1 && problem.isFault)
        #expect(problem.place == place && problem.text.contains(text), "\(problem)")
    }

    @Test("passes over what no index has", arguments: ["vcs", "directory", "archive"])
    func elsewhere(kind: String) throws {
        let text = Self.lock("[[packages]]\nname = \"kite\"\nversion = \"1\"\n\(kind) = {path = \".\"}")
        let (releases, problems) = PinnedRelease.read(text, path: "pylock.toml")
        #expect(releases.isEmpty)
        #expect(
            problems == [
                .init(
                    place: "packages[0] (kite)", text: "it is from \(kind), which no index has; passed over",
                    isFault: false)
            ])
    }

    @Test(
        "of another major version, or none, is not read; a later minor one is, with a word",
        arguments: [
            (#"lock-version = "2.0""#, false), (#"lock-version = "11.0""#, false), ("lock-version = 1.0", false),
            ("", false), (#"lock-version = "1.7""#, true), (#"lock-version = "x""#, false),
        ])
    func version(line: String, isRead: Bool) throws {
        let package =
            "[[packages]]\nname = \"wren\"\nsdist = {name = \"wren-1.tar.gz\", hashes = {sha256 = \"\(Self.sha256)\"}}"
        let (releases, problems) = PinnedRelease.read(Self.lock(package, version: line), path: "pylock.toml")
        #expect(releases.count == (isRead ? 1 : 0))
        #expect(problems.map(\.place) == ["lock-version"] && problems.map(\.isFault) == [!isRead])
    }

    @Test("that is no TOML, or no lock, is one fault with its line")
    func malformed() throws {
        for (text, place) in [
            ("lock-version = \"1.0\"\npackages = [", "line 2"), ("a = 1\na = 2", "line 2"),
            ("packages = 3", "the whole"),
            ("lock-version = \"1.0\"\0", "the whole"), (String(repeating: "a=[", count: 50_000), "line 1"),
            ("a = " + String(repeating: "[", count: 100_000), "line 1"),
        ] {
            let (releases, problems) = PinnedRelease.read(text, path: "pylock.toml")
            #expect(releases.isEmpty && problems.count == 1 && problems.allSatisfy { $0.isFault })
            #expect(problems.first?.place.hasPrefix(place) == true, "\(problems)")
        }
    }

    @Test("of many packages is read in no time worth speaking of")
    func long() throws {
        let packages = (0..<3000).map { number in
            let wheels = (0..<10).map {
                "{name = \"p\(number)-1.0-py3-none-x\($0).whl\", url = \"https://files.test/x\", hashes = {sha256 = \"\(Self.sha256)\"}}"
            }
            return
                "[[packages]]\nname = \"p\(number)\"\nversion = \"1.0\"\nwheels = [\(wheels.joined(separator: ",\n"))]"
        }
        let clock = ContinuousClock.now
        let (releases, problems) = PinnedRelease.read(
            Self.lock(packages.joined(separator: "\n")), path: "pylock.toml")
        #expect(releases.count == 3000 && problems.isEmpty && releases.allSatisfy { $0.files.count == 10 })
        // A tenth of it is usual; were it quadratic, it would be many times this.
        #expect(ContinuousClock.now - clock < .seconds(60))
    }

    @Test("is mirrored file by file, where the index says the same of each")
    func mirrored() async throws {
        let files = ["py3", "py2"].map { WheelBuilder("kite", version: "1.0").tag("\($0)-none-any").build() }
        try await UpstreamSite.with({ request in
            if request.path == "/simple/kite/" { return .project("kite", files) }
            return files.first { request.path == "/files/\($0.filename)" }.map { .file($0) } ?? .missing
        }) { site in
            let threads = BlockingWork(threads: 2, queueLimit: 100)
            let cache = UpstreamCache(
                registry: site.server.registry, threads: threads, limits: UpstreamSite.limits,
                logger: .init(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            let source = try #require(try cache.source(at: UpstreamSite.path))
            let mirror = UpstreamMirror(cache, into: source, registry: site.server.registry)
            func found(_ filename: String, _ sha256: String, more: String = "") async throws -> (
                [UpstreamMirror.Item], [String]
            ) {
                let wheel = "{name = \"\(filename)\"\(more), hashes = {sha256 = \"\(sha256)\"}}"
                let text = Self.lock("[[packages]]\nname = \"kite\"\nwheels = [\(wheel)]")
                let release = try #require(PinnedRelease.read(text, path: "pylock.toml").releases.first)
                let found = try await mirror.items(of: release)
                #expect(found.closed == nil)
                return (found.items, found.problems)
            }
            let other = try await found(files[0].filename, Self.sha256)
            #expect(other.0.isEmpty && other.1.first?.contains("the lock says sha256:\(Self.sha256)") == true)
            let missing = try await found("kite-1.0-py9-none-any.whl", Self.sha256)
            #expect(missing.0.isEmpty && missing.1 == ["the index has no kite-1.0-py9-none-any.whl"])
            let size = try await found(files[0].filename, files[0].sha256, more: ", size = 1")
            #expect(size.0.isEmpty && size.1.first?.contains("has 1 bytes") == true)
            let right = try await found(files[0].filename, files[0].sha256, more: ", size = \(files[0].bytes.count)")
            #expect(right.1 == [] && right.0.map(\.filename) == [files[0].filename])
            for item in right.0 {
                guard case .stored = await mirror.fetch(item, isDryRun: false) else {
                    Issue.record("it would be stored")
                    continue
                }
            }
            // The other file of the same release is not.
            #expect(try site.stored() == [files[0].filename])
            await cache.stop()
            await threads.shutdown()
        }
    }
}
