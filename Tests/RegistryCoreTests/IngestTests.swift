import FixtureBuilders
import RegistryCore
import Testing

@Suite("Ingest")
struct IngestTests {
    @Test("puts every distribution of a directory into the registry")
    func storesAll() throws {
        try withRegistry { test in
            for distribution in FixtureDistributions.all { try test.add(distribution) }
            let ingested = try test.ingest()
            #expect(ingested.made == [.default])
            #expect(ingested.report.stored == FixtureDistributions.all.count)
            #expect(ingested.report.exitCode == 0)
            let files = try test.files()
            #expect(Set(files.map(\.filename)) == Set(FixtureDistributions.all.map(\.filename)))
            #expect(files.map(\.normalizedProject) == files.map(\.normalizedProject).sorted())
        }
    }
}
