import FixtureBuilders
import Foundation
import Glibc
import PythonPackaging
import RegistryCore
import SystemPackage
import Testing

@Suite("Looking for distributions")
struct SourceWalkTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").build()

    @Test("says what it passed over, and why")
    func skips() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            try test.add([1], named: "README.md")
            try test.add([1], named: "x.whl")
            let fifo = test.sources.appending("pipe-1.0.tar.gz")
            #expect(mkfifo(fifo.string, 0o600) == 0)
            let ingested = try test.ingest()
            #expect(ingested.report.stored == 1)
            #expect(ingested.skipped("README.md") == .notADistribution)
            #expect(ingested.skipped("x.whl") == .invalidFilename(.wheelParts(count: 1)))
            #expect(ingested.skipped("pipe-1.0.tar.gz") == .notAFile)
            #expect(ingested.report.exitCode == 0)
        }
    }

    @Test("follows links, and reports a directory that contains itself")
    func loop() throws {
        try withRegistry { test in
            try test.add(Self.wheel, in: "real")
            let manager = FileManager.default
            try manager.createSymbolicLink(
                atPath: test.sources.appending("real/again").string, withDestinationPath: test.sources.string)
            try manager.createSymbolicLink(
                atPath: test.sources.appending("twice").string,
                withDestinationPath: test.sources.appending("real").string)
            let file = try test.add(WheelBuilder("linked", version: "1").build(), in: "../scratch")
            try manager.createSymbolicLink(
                atPath: test.sources.appending("linked-1-py3-none-any.whl").string, withDestinationPath: file.string)
            try manager.createSymbolicLink(
                atPath: test.sources.appending("gone-1-py3-none-any.whl").string, withDestinationPath: "/nowhere")
            let ingested = try test.ingest()
            #expect(ingested.report.stored == 2)
            #expect(ingested.skipped("again") == .directoryLoop)
            #expect(ingested.skipped("twice") == .seenBefore)
            #expect(ingested.skipped("gone-1-py3-none-any.whl") == .notAFile)
        }
    }

    @Test("reports a path that leads to nothing as that path's failure")
    func missing() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            let gone = test.scratch.appending("gone-1.0.tar.gz")
            let ingested = try test.ingest([gone, test.sources])
            #expect(
                ingested.error("gone-1.0.tar.gz") == .source(call: "stat", path: gone.string, code: ENOENT))
            #expect(ingested.report.stored == 1)
            #expect(ingested.report.exitCode == 1)
        }
    }

    @Test("goes on when a file vanishes between being found and being read")
    func vanishing() throws {
        try withRegistry(jobs: 1) { test in
            let path = try test.add(Self.wheel)
            try test.add(WheelBuilder("other", version: "1").build())
            var failures: [RegistryError] = []
            let report = try test.registry.ingest([test.sources]) { event in
                if case .began = event { unlink(path.string) }
                if case .file(_, .failed(let error)) = event { failures.append(error) }
            }
            #expect(failures == [.source(call: "open", path: path.string, code: ENOENT)])
            #expect(report.stored == 1)
        }
    }

    @Test("goes on when a directory takes a file's place")
    func unreadable() throws {
        try withRegistry(jobs: 1) { test in
            let path = try test.add(Self.wheel)
            let report = try test.registry.ingest([test.sources]) { event in
                guard case .began = event else { return }
                unlink(path.string)
                mkdir(path.string, 0o755)
            }
            #expect(report.failed == 1)
            #expect(report.stored == 0)
        }
    }
}
