import ContentStore
import FixtureBuilders
import Foundation
import RegistryCore
import SystemPackage
import Testing

@Suite("Ingest")
struct IngestTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").header("Summary", "Demonstrates")
        .header("Requires-Python", ">=3.9").requires("other>=2").build()

    @Test("puts every distribution of a directory into the registry, in subdirectories too")
    func storesAll() throws {
        try withRegistry { test in
            for (index, distribution) in FixtureDistributions.all.enumerated() {
                try test.add(distribution, in: index % 2 == 0 ? "" : "deep/er")
            }
            let ingested = try test.ingest()
            #expect(ingested.made == [.default])
            #expect(ingested.report.stored == FixtureDistributions.all.count)
            #expect(ingested.report.exitCode == 0)
            let files = try test.files()
            #expect(Set(files.map(\.filename)) == Set(FixtureDistributions.all.map(\.filename)))
            #expect(files.map(\.normalizedProject) == files.map(\.normalizedProject).sorted())
        }
    }

    @Test("keeps what the metadata says beside the file")
    func record() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            _ = try test.ingest()
            let file = try #require(try test.files().first)
            #expect(file.project == "demo")
            #expect(file.version == "1.0")
            #expect(file.kind == .wheel)
            #expect(file.summary == "Demonstrates")
            #expect(file.requiresPython == ">=3.9")
            #expect(file.dependencies == 1)
            #expect(file.archiveFiles == 4)
            #expect(file.size == Int64(Self.wheel.bytes.count))
            #expect(file.yanked == nil)
            #expect(file.reference == "default/packages/\(Self.wheel.filename)")
        }
    }

    @Test("finds the same bytes present when it runs again")
    func present() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            #expect(try test.ingest().report.stored == 1)
            let serial = try test.registry.registry(at: .default).serial
            let id = try test.files().map(\.id)
            let again = try test.ingest()
            #expect(again.report.present == 1)
            #expect(again.made.isEmpty)
            #expect(try test.registry.registry(at: .default).serial == serial)
            #expect(try test.files().map(\.id) == id)
        }
    }

    @Test("does the rest after it was stopped")
    func resumes() throws {
        try withRegistry { test in
            for number in 0..<40 { try test.add(WheelBuilder("demo", version: "1.\(number)").build()) }
            var calls = 0
            let first = try test.registry.ingest(
                [test.sources],
                shouldContinue: {
                    // Long enough for the walk, not for the files.
                    calls += 1
                    return calls < 45
                })
            #expect(first.isStoppedEarly == (first.stored < 40))
            let second = try test.ingest()
            #expect(second.report.stored + second.report.present == 40)
            #expect(second.report.present == first.stored)
            #expect(try test.files().count == 40)
        }
    }

    @Test("stops before it has read anything when it is told to")
    func stopsAtOnce() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            let report = try test.registry.ingest([test.sources], shouldContinue: { false })
            #expect(report.isStoppedEarly)
            #expect(report.exitCode == 4)
            #expect(report.stored == 0)
        }
    }

    @Test("makes damaged bytes whole")
    func heals() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            _ = try test.ingest()
            let file = try #require(try test.files().first)
            try test.damage(file)
            var found: [RegistryFinding] = []
            let report = try test.registry.verify(onFinding: { found.append($0) })
            #expect(report.damaged == 1)
            #expect(found.map(\.files) == [[file.reference]])
            let again = try test.ingest()
            #expect(again.report.healed == 1)
            let healed = try #require(try test.files().first)
            #expect(healed.id == file.id)
            #expect(healed.blob.generation != file.blob.generation)
        }
    }

    @Test("stores bytes that two registries share once")
    func deduplicates() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            let other = try RegistryPath("acme/other")
            #expect(try test.ingest().report.stored == 1)
            #expect(try test.ingest(into: other).report.stored == 1)
            let statistics = try test.registry.statistics()
            #expect(statistics.store.counters.blobs == 1)
            #expect(statistics.store.counters.references == 2)
            #expect(statistics.savedBytes == Int64(Self.wheel.bytes.count))
            #expect(statistics.registries.map(\.counts.files) == [1, 1])
        }
    }

    @Test("changes nothing on a dry run, and says what would happen")
    func dryRun() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            try test.add(Self.wheel.bytes, named: "other-2.0-py3-none-any.whl")
            var options = IngestOptions()
            options.isDryRun = true
            let planned = try test.ingest(options: options)
            #expect(planned.report.wouldStore == 1)
            #expect(planned.refusal("other-2.0-py3-none-any.whl") != nil)
            #expect(try test.registry.organizations().isEmpty)
            #expect(try test.registry.statistics().store.counters.blobs == 0)

            _ = try test.ingest()
            #expect(try test.ingest(options: options).report.present == 1)
        }
    }

    @Test("notices within a dry run that two files want one name")
    func dryRunConflict() throws {
        try withRegistry(jobs: 1) { test in
            try test.add(Self.wheel, in: "a")
            try test.add(WheelBuilder("demo", version: "1.0").build(), in: "b")
            var options = IngestOptions()
            options.isDryRun = true
            let planned = try test.ingest(options: options)
            #expect(planned.report.wouldStore == 1)
            #expect(planned.refusal(Self.wheel.filename)?.rule == "name-conflict")
        }
    }

    @Test("streams files that are too large for memory")
    func large() throws {
        try withRegistry { test in
            var seed: UInt64 = 1
            let noise = (0..<1_500_000).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: seed >> 56)
            }
            let wheel = WheelBuilder("large", version: "1").file("large/noise.bin", noise).compression(.stored).build()
            try test.add(wheel)
            try test.add(Self.wheel)
            let ingested = try test.ingest()
            #expect(ingested.report.stored == 2)
            #expect(ingested.report.bytesRead == Int64(wheel.bytes.count + Self.wheel.bytes.count))
            #expect(
                try test.registry.file(at: .default, filename: wheel.filename).file.size == Int64(wheel.bytes.count))
        }
    }

    @Test("reads many large files in turn, of several sizes")
    func manyLarge() throws {
        try withRegistry { test in
            var total: Int64 = 0
            for number in 0..<18 {
                let noise = [UInt8](repeating: UInt8(number), count: 300_000 + 7_001 * number)
                // What is no archive is hashed and stored all the same where it is only to warn.
                try test.add(noise, named: "large-\(number)-py3-none-any.whl")
                total += Int64(noise.count)
            }
            var options = IngestOptions()
            options.inspection.mode = .warn
            let ingested = try test.ingest(options: options)
            #expect(ingested.report.stored == 18)
            #expect(ingested.report.bytesRead == total)
            #expect(try test.registry.registry(at: .default).counts.bytes == total)
        }
    }

    @Test("reads an old sdist's name as its metadata does")
    func ambiguousName() throws {
        try withRegistry { test in
            let sdist = SdistBuilder("tool-2", version: "5").spelled("tool-2").build()
            #expect(sdist.filename == "tool-2-5.tar.gz")
            try test.add(sdist)
            #expect(try test.ingest().report.stored == 1)
            let found = try test.registry.find(sdist.filename)
            #expect(found.map(\.file.normalizedProject) == ["tool-2"])
            #expect(found.map(\.file.version) == ["5"])
            #expect(try test.ingest().report.present == 1)
        }
    }
}
