import ContentStore
import Digests
import FixtureBuilders
import Foundation
import PythonPackaging
import RegistryCore
import SystemPackage
import Testing

@Suite("Ingest refuses")
struct IngestRefusalTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").build()

    @Test("a name that has other bytes")
    func conflict() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            _ = try test.ingest()
            let other = WheelBuilder("demo", version: "1.0").header("Summary", "Other").build()
            try test.add(other)
            let ingested = try test.ingest()
            #expect(ingested.refusal(other.filename)?.rule == "name-conflict")
            #expect(ingested.report.exitCode == 1)
            #expect(try test.files().map(\.size) == [Int64(Self.wheel.bytes.count)])
        }
    }

    @Test("the second of two files of one name, in one run")
    func conflictWithin() throws {
        try withRegistry(jobs: 1) { test in
            try test.add(Self.wheel, in: "a")
            try test.add(WheelBuilder("demo", version: "1.0").header("Summary", "Other").build(), in: "b")
            let ingested = try test.ingest()
            #expect(ingested.report.stored == 1)
            #expect(ingested.report.refused == 1)
            #expect(try test.files().map(\.size) == [Int64(Self.wheel.bytes.count)])
        }
    }

    @Test("a wheel whose METADATA names another version, and stores the others")
    func versionMismatch() throws {
        try withRegistry { test in
            let wrong = WheelBuilder("wrong", version: "1.0").metadata(version: "1.1").build()
            try test.add(wrong)
            try test.add(Self.wheel)
            let ingested = try test.ingest()
            #expect(ingested.refusal(wrong.filename) != nil)
            #expect(ingested.report.stored == 1)
            #expect(try test.registry.registry(at: .default).counts.projects == 1)
        }
    }

    @Test("the same wheel not at all when it is only to warn")
    func warns() throws {
        try withRegistry { test in
            let wrong = WheelBuilder("wrong", version: "1.0").metadata(version: "1.1").build()
            try test.add(wrong)
            var options = IngestOptions()
            options.inspection.mode = .warn
            let ingested = try test.ingest(options: options)
            #expect(ingested.report.stored == 1)
            #expect(ingested.report.warnings > 0)
            #expect(try test.files().first?.inspectionWarnings == ingested.report.warnings)
            #expect(try test.files().first?.version == "1.0")
        }
    }

    @Test("old habits only by the strict profile", arguments: InspectionProfile.allCases)
    func profiles(profile: InspectionProfile) throws {
        try withRegistry { test in
            let old = SdistBuilder("Old.Name", version: "1.0").spelled("Old.Name").format(.zip).build()
            try test.add(old)
            var options = IngestOptions()
            options.inspection.profile = profile
            let ingested = try test.ingest(options: options)
            #expect((ingested.refusal(old.filename) != nil) == (profile == .strict))
        }
    }

    @Test("what is no archive", arguments: [[], Array("not a zip".utf8)])
    func notAnArchive(bytes: [UInt8]) throws {
        try withRegistry { test in
            try test.add(bytes, named: "demo-1.0-py3-none-any.whl")
            #expect(try test.ingest().refusal("demo-1.0-py3-none-any.whl") != nil)
            #expect(try test.registry.statistics().store.counters.blobs == 0)
        }
    }

    @Test("a file larger than the limit")
    func tooLarge() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            var options = IngestOptions()
            options.limitBytes = 100
            #expect(try test.ingest(options: options).refusal(Self.wheel.filename)?.rule == "too-large")
        }
    }

    @Test("a file whose digest is not expected", arguments: ["md5", "sha1", "sha256", "sha512"])
    func unexpected(algorithm: String) throws {
        try withRegistry { test in
            let other = WheelBuilder("other", version: "1.0").build()
            try test.add(Self.wheel)
            try test.add(other)
            var stream = DigestStream()
            let bytes = Self.wheel.bytes
            stream.update(bytes.span)
            let digest = stream.finalize().digests[try #require(DigestAlgorithm(name: algorithm))]
            var options = IngestOptions()
            options.expectedHashes = try ExpectedHashes(parsing: "demo==1.0 \\\n  --hash=\(digest.tagged)\n")
            let ingested = try test.ingest(options: options)
            #expect(ingested.report.stored == 1)
            #expect(ingested.refusal(other.filename)?.rule == "hash-not-expected")
        }
    }

    @Test("a path given by name that is no distribution")
    func namedOther() throws {
        try withRegistry { test in
            let path = try test.add([1], named: "notes.txt")
            #expect(throws: RegistryError.notADistribution(path: path.string, .unknownSuffix)) {
                try test.ingest([path])
            }
        }
    }
}
