import ContentStore
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

@Suite("Deleting")
struct DeleteTests {
    private func withFiles(_ body: (TestRegistry) throws -> Void) throws {
        try withRegistry { test in
            for version in ["1.0", "2.0"] {
                try test.add(WheelBuilder("demo", version: version).build())
                try test.add(SdistBuilder("demo", version: version).build())
            }
            try test.add(WheelBuilder("other", version: "1.0").build())
            #expect(try test.ingest().report.stored == 5)
            try body(test)
        }
    }

    @Test(
        "takes away what is meant",
        arguments: [
            ("demo-1.0.tar.gz", 1), ("demo==1", 2), ("demo", 4), ("default/packages", 5), ("default/packages/other", 1),
        ])
    func deletes(reference: String, count: Int) throws {
        try withFiles { test in
            var gone: [String] = []
            let report = try test.registry.delete([FileSelection(reference)]) { gone.append($0.filename) }
            #expect(report.deleted.count == Int64(count))
            #expect(report.reclaimable == report.deleted)
            #expect(gone.count == count)
            #expect(try test.files().count == 5 - count)
            #expect(try test.registry.collect().removed == report.reclaimable)
        }
    }

    @Test("takes a project away with its last file")
    func project() throws {
        try withFiles { test in
            _ = try test.registry.delete([FileSelection("demo")])
            #expect(try test.registry.registry(at: .default).counts.projects == 1)
        }
    }

    @Test("says on a dry run what would go, and takes nothing")
    func dryRun() throws {
        try withFiles { test in
            let other = try RegistryPath("acme/other")
            _ = try test.ingest(into: other)
            let serial = try test.registry.registry(at: .default).serial
            let selections = try [FileSelection("default/packages/demo"), FileSelection("default/packages/demo==1.0")]
            let report = try test.registry.delete(selections, isDryRun: true)
            #expect(report.deleted.count == 4)
            #expect(report.reclaimable.count == 0)
            #expect(try test.registry.delete([FileSelection("demo")], isDryRun: true).reclaimable.count == 4)
            #expect(try test.files().count == 5)
            #expect(try test.registry.registry(at: .default).serial == serial)
        }
    }

    @Test("frees shared bytes with the last file that has them")
    func shared() throws {
        try withFiles { test in
            _ = try test.ingest(into: RegistryPath("acme/other"))
            let first = try test.registry.delete([FileSelection("default/packages")])
            #expect(first.deleted.count == 5)
            #expect(first.reclaimable.count == 0)
            #expect(try test.registry.planCollection().freed.count == 0)
            #expect(try test.registry.delete([FileSelection("acme/other")]).reclaimable.count == 5)
            #expect(try test.registry.collect().removed.count == 5)
        }
    }

    @Test("lets the same name come back with other bytes")
    func again() throws {
        try withFiles { test in
            _ = try test.registry.delete([FileSelection("other")])
            let changed = WheelBuilder("other", version: "1.0").header("Summary", "Changed").build()
            try test.add(changed)
            let ingested = try test.ingest()
            #expect(ingested.report.stored == 1)
            #expect(try test.registry.find(changed.filename).first?.file.summary == "Changed")
        }
    }
}

@Suite("Yanking")
struct YankTests {
    @Test("marks files and takes the mark away")
    func yank() throws {
        try withRegistry { test in
            try test.add(WheelBuilder("demo", version: "1.0").build())
            try test.add(SdistBuilder("demo", version: "1.0").build())
            _ = try test.ingest()
            let before = try test.registry.registry(at: .default).serial
            #expect(try test.registry.yank([FileSelection("demo==1.0")], reason: "broken") == 2)
            #expect(try test.files().map(\.yanked) == ["broken", "broken"])
            #expect(try test.registry.registry(at: .default).serial > before)
            #expect(try test.registry.yank([FileSelection("demo==1.0")], reason: "broken") == 0)
            #expect(try test.ingest().report.present == 2)
            #expect(try test.files().map(\.yanked) == ["broken", "broken"])
            #expect(try test.registry.yank([FileSelection("demo-1.0.tar.gz")]) == 1)
            #expect(Set(try test.files().map(\.yanked)) == ["broken", ""])
            #expect(try test.registry.unyank([FileSelection("demo")]) == 2)
            #expect(try test.files().map(\.yanked) == [nil, nil])
            #expect(throws: RegistryError.textTooLong(what: "the reason", limitBytes: 255)) {
                try test.registry.yank([FileSelection("demo")], reason: String(repeating: "x", count: 256))
            }
        }
    }
}
