import ContentStore
import Digests
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

@Suite("An upload")
struct PublishTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").header("Summary", "A demo").build()

    private func withRegistries(_ body: (TestRegistry) throws -> Void) throws {
        try withRegistry { test in
            try test.registry.createRegistry(.default)
            try body(test)
        }
    }

    @Test("is stored, listed and found, with what the archive says of it")
    func stored() throws {
        try withRegistries { test in
            let published = try test.upload(Self.wheel) { $0.uploader = "alice" }
            #expect(published.outcome == .stored)
            #expect(published.warnings.isEmpty)
            let file = published.entry
            #expect(file.project == "demo" && file.version == "1.0" && file.versionText == "1.0")
            #expect(file.summary == "A demo" && file.uploader == "alice")
            let view = try #require(try test.registry.project("Demo", in: .default))
            #expect(view.files == [file])
            #expect(view.versions == ["1.0"] && view.status == .active && view.display == "demo")
            #expect(try test.registry.serial(of: .default) == view.serial)
            #expect(try test.registry.projectNames(in: .default).projects.map(\.normalized) == ["demo"])
            #expect(try test.registry.file(id: file.id, in: .default) == file)
            #expect(try test.registry.file(number: file.number, in: .default) == file)
            let metadata = try #require(try test.registry.metadata(of: file))
            #expect(String(decoding: metadata, as: UTF8.self).contains("Summary: A demo"))
            #expect(ContentDigest(hashing: metadata) == file.coreMetadataDigest)
        }
    }
}
