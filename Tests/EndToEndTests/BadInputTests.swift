import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Bad input")
struct BadInputTests {
    private static let wheel = WheelBuilder("demo", version: "1.0")
    private static let sdist = SdistBuilder("demo", version: "1.0")

    /// Archives that must not go in, each with its name here.
    private static var archives: [(what: String, file: BuiltDistribution)] {
        let good = Self.wheel.build()
        func wheel(_ edit: @escaping @Sendable (inout ZipBuilder) -> Void) -> BuiltDistribution {
            Self.wheel.archive(edit).build()
        }
        func sdist(_ edit: @escaping @Sendable (inout TarBuilder) -> Void) -> BuiltDistribution {
            Self.sdist.tar(edit).build()
        }
        return [
            ("empty", BuiltDistribution(filename: good.filename, bytes: [])),
            ("truncated", BuiltDistribution(filename: good.filename, bytes: Array(good.bytes.dropLast(30)))),
            (
                "cut in half",
                BuiltDistribution(filename: good.filename, bytes: Array(good.bytes.prefix(good.bytes.count / 2)))
            ),
            ("a bomb", wheel { $0.append(.bomb("demo/bomb", count: 80 << 20)) }),
            ("a path out", wheel { $0.append(ZipBuilder.Entry("../../etc/cron.d/x", "x")) }),
            ("an absolute path", wheel { $0.append(ZipBuilder.Entry("/etc/passwd", "x")) }),
            ("a duplicate", wheel { $0.entries.append($0.entries[0]) }),
            ("another version inside", Self.wheel.metadata(version: "1.1").build()),
            ("another project inside", Self.wheel.metadata(name: "other").build()),
            ("no METADATA", Self.wheel.without("METADATA").build()),
            ("a huge claim", wheel { $0.entries[0].central.size = 0x7FFF_FFFF }),
            ("headers that disagree", wheel { $0.entries[0].local.name = Array("demo/__init__.pz".utf8) }),
            ("an encrypted member", wheel { $0.entries[1].isEncrypted = true }),
            (
                "a name that is not UTF-8",
                sdist { $0.append(TarBuilder.Entry(rawName: Array("demo-1.0/".utf8) + [0xFF], bytes: [1])) }
            ),
            (
                "200,001 members",
                BuiltDistribution(
                    filename: Self.sdist.filename,
                    bytes: TarBuilder([TarBuilder.Entry](repeating: .init("demo-1.0/a"), count: 200_001))
                        .gzipped(.stored))
            ),
            ("a file of holes without end", sdist { $0.append(.sparse("demo-1.0/holes", size: 1 << 62)) }),
            ("a link out", sdist { $0.append(.symlink("demo-1.0/link", to: "../../../etc/passwd")) }),
            ("a device", sdist { $0.append(.special("demo-1.0/null", type: "3")) }),
            ("a sdist's name on a wheel", BuiltDistribution(filename: Self.sdist.filename, bytes: good.bytes)),
        ]
    }

    @Test("is refused file by file, and the good ones go in")
    func archives() throws {
        try Workplace.with { workplace in
            let good = FixtureDistributions.all
            for file in good { try workplace.add(file) }
            for (number, archive) in Self.archives.enumerated() {
                let folder = workplace.source.appending("\(number)")
                try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
                try Data(archive.file.bytes).write(
                    to: URL(fileURLWithPath: folder.appending(archive.file.filename).string))
            }
            let outcome = try workplace.regadmin.expect(1, "ingest", workplace.source.string, "--json")
            let kept = Set(try outcome.events("refused").compactMap { $0["path"] as? String })
            for (number, archive) in Self.archives.enumerated() {
                let path = workplace.source.appending("\(number)").appending(archive.file.filename).string
                #expect(kept.contains(path), "\(archive.what) was not refused")
                #expect(outcome.errors.contains("\(path): not stored: "), "\(archive.what)")
            }
            #expect(try outcome.events("stored").count == good.count)
            try workplace.regadmin.expect(0, "gc")
            try workplace.regadmin.expect(0, "verify", "all")
            #expect(try workplace.blobFiles().count == good.count)
        }
    }

    @Test("does not replace what a name stands for")
    func conflict() throws {
        try Workplace.withFixtures { workplace in
            let other = WheelBuilder("fixture-greeting", version: "1.0.0").build()
            try workplace.add(other)
            let outcome = try workplace.regadmin.expect(1, "ingest", workplace.source.string, "--json")
            let refused = try #require(try outcome.events("refused").first)
            #expect(refused["rule"] as? String == "name-conflict")
            #expect(try outcome.events("present").count == 5)
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    @Test("of expected hashes keeps everything else out")
    func expectedHashes() throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            let listed = try regadmin.expect(0, "list", "--json", "fixture_greeting-1.0.0.tar.gz")
            let digests = try #require(try listed.events("file").first?["digests"] as? [String: String])
            let requirements = "fixture-greeting==1.0.0 \\\n    --hash=sha256:\(digests["sha256"] ?? "")\n"
            let outcome = try regadmin.expect(
                1, "ingest", workplace.source.string, "--into", "a/b", "--expect-hashes", "-", "--json",
                input: requirements)
            #expect(try outcome.events("stored").count == 1)
            #expect(try outcome.events("refused").count == 5)
            try regadmin.expect(2, "ingest", workplace.source.string, "--expect-hashes", "-", input: "nothing here\n")
        }
    }

    @Test("in a directory that contains itself is read once")
    func directoryLoop() throws {
        try Workplace.with { workplace in
            for file in FixtureDistributions.all { try workplace.add(file) }
            let inner = workplace.source.appending("inner").string
            try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
            symlink(workplace.source.string, inner + "/again")
            symlink("nowhere", workplace.source.appending("dangling-1.0.tar.gz").string)
            let outcome = try workplace.regadmin.run("ingest", workplace.source.string, "--json")
            #expect(try outcome.events("stored").count == 6, "\(outcome)")
            #expect(try outcome.events("skipped").count >= 1)
            #expect(outcome.status == 0 || outcome.status == 1)
        }
    }

    @Test("that cannot be read fails alone")
    func unreadable() throws {
        try Workplace.with { workplace in
            for file in FixtureDistributions.all { try workplace.add(file) }
            // A regular file to whoever asks, and an error to whoever reads, root as well.
            let path = workplace.source.appending("demo-1.0.tar.gz").string
            symlink("/proc/self/mem", path)
            let outcome = try workplace.regadmin.expect(1, "ingest", workplace.source.string, "--json")
            #expect(try outcome.events("failed").compactMap { $0["path"] as? String } == [path])
            #expect(outcome.errors.contains("\(path): not stored: read \(path): Input/output error"))
            #expect(try outcome.events("stored").count == 6)
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    @Test("that is not there, or no distribution, is a fault of its own")
    func missing() throws {
        try Workplace.with { workplace in
            try workplace.addWheels(1)
            let absent = workplace.source.appending("absent-1.0.tar.gz").string
            let outcome = try workplace.regadmin.run("ingest", absent, workplace.source.string)
            #expect(outcome.status == 1, "\(outcome)")
            #expect(outcome.output.contains("1 stored"))
            #expect(outcome.errors.contains("absent-1.0.tar.gz"))
            let text = workplace.source.appending("notes.txt").string
            try Data("hello".utf8).write(to: URL(fileURLWithPath: text))
            try workplace.regadmin.expect(2, "ingest", text)
            #expect(try workplace.regadmin.expect(0, "ingest", workplace.source.string).errors.contains("skipped"))
        }
    }
}
