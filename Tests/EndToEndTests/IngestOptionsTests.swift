import FixtureBuilders
import Foundation
import SystemPackage
import Testing

@Suite("ingest with options")
struct IngestOptionsTests {
    @Test("reads every member with --inspect full")
    func full() throws {
        try Workplace.with { workplace in
            let wheel = WheelBuilder("demo", version: "1.0").file("demo/__init__.py", "x = 1\n").record { lines in
                lines[0] = "demo/__init__.py,\(FixtureDigest.recordHash([1])),6"
            }
            try workplace.add(wheel.build())
            let refused = try workplace.regadmin.expect(
                1, "ingest", workplace.source.string, "--inspect", "full", "--json")
            let event = try #require(try refused.events("refused").first)
            #expect(event["rule"] as? String == "record-hash")
            #expect(event["member"] as? String == "demo/__init__.py")
            try workplace.regadmin.expect(0, "ingest", workplace.source.string)
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    @Test("lists with --inspect list what is in archives, and refuses none")
    func list() throws {
        try Workplace.with { workplace in
            let odd = WheelBuilder("odd", version: "1.0").header("Requires-Python", ">=3.9")
                .file("../outside.py", "x = 1\n").build()
            try workplace.add(odd)
            try workplace.add(BuiltDistribution(filename: "broken-1.0-py3-none-any.whl", bytes: [1, 2, 3]))
            try workplace.regadmin.expect(1, "ingest", workplace.source.string, "--quiet")
            let ingest = try workplace.regadmin.expect(
                0, "ingest", workplace.source.string, "--inspect", "list", "--json")
            // Only that nothing can be listed is told.
            #expect(try ingest.events("summary").first?["warnings"] as? Int == 1)
            #expect(try ingest.events("stored").count == 2)
            let shown = try workplace.regadmin.expect(0, "show", odd.filename, "--json").events("details")
            let details = try #require(shown.first)
            #expect((details["file"] as? [String: Any])?["requires_python"] == nil)
            #expect(details["total_files"] as? Int == 4)
            // Read when it was asked for.
            #expect(details["metadata_version"] is String)
            let contents = try workplace.regadmin.expect(0, "contents", odd.filename)
            #expect(contents.output.contains("outside.py"))
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    @Test("refuses with --profile strict what is merely old")
    func strict() throws {
        try Workplace.with { workplace in
            try workplace.add(SdistBuilder("demo_pack", version: "1.0").spelled("Demo-Pack").build())
            let refused = try workplace.regadmin.expect(
                1, "ingest", workplace.source.string, "--profile", "strict", "--json")
            #expect(try refused.events("refused").count == 1)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--profile", "legacy")
        }
    }

    @Test("refuses what is larger than --max-size", arguments: ["1KB", "300KB"])
    func tooLarge(limit: String) throws {
        try Workplace.with { workplace in
            // One that is kept in memory on its way, and one that is not.
            try workplace.addWheels(1, paddingBytes: 400_000)
            try workplace.addWheels(1, prefix: "small", paddingBytes: 10_000)
            let outcome = try workplace.regadmin.expect(
                1, "ingest", workplace.source.string, "--max-size", limit, "--json")
            let refused = try outcome.events("refused")
            #expect(refused.count == (limit == "1KB" ? 2 : 1))
            #expect(refused.allSatisfy { $0["rule"] as? String == "too-large" })
        }
    }

    @Test("stores durably in every way that --sync knows", arguments: ["auto", "file", "fs"])
    func sync(mode: String) throws {
        try Workplace.with { workplace in
            try workplace.addWheels(30)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--sync", mode, "--quiet")
            #expect(try workplace.blobFiles().count == 30)
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    @Test("writes the same bytes once, however many names they come under")
    func sameBytes() throws {
        try Workplace.with { workplace in
            // More than two batches, so that two are published at once.
            let bytes = (0..<4).map { WheelBuilder("demo\($0)", version: "1.0").build().bytes }
            for number in 0..<1600 {
                let name = "copy\(number)-1.0-py3-none-any.whl"
                try Data(bytes[number % 4]).write(
                    to: URL(fileURLWithPath: workplace.source.appending(name).string))
            }
            let outcome = try workplace.regadmin.expect(
                0, "ingest", workplace.source.string, "--inspect", "off", "--json")
            #expect(try outcome.events("stored").count == 1600)
            #expect(try workplace.blobFiles().count == 4)
            try workplace.regadmin.expect(0, "verify", "all")
            let plan = try workplace.regadmin.expect(0, "gc", "--dry-run")
            #expect(plan.output.contains("would free    0 objects"), "\(plan.output)")
        }
    }

    @Test("leaves strays to gc --full, and what is no blob to people")
    func strays() throws {
        try Workplace.withFixtures { workplace in
            let digest = String(repeating: "ab", count: 32)
            let shard = workplace.store.appending("blobs/ab")
            let stray = shard.appending("\(digest).0123456789abcdef")
            let foreign = shard.appending("notes.txt")
            for path in [stray, foreign] {
                try Data("stray".utf8).write(to: URL(fileURLWithPath: path.string))
            }
            try workplace.regadmin.expect(0, "gc")
            #expect(FileManager.default.fileExists(atPath: stray.string))
            let full = try workplace.regadmin.run("gc", "--full")
            #expect(full.errors.contains("notes.txt: left alone"), "\(full)")
            #expect(!FileManager.default.fileExists(atPath: stray.string))
            #expect(FileManager.default.fileExists(atPath: foreign.string))
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }
}
