import ContentStore
import FixtureBuilders
import RegistryCore
import Testing

@Suite("The audit log")
struct AuditTests {
    private let alice = Actor(
        kind: .token, name: "alice", tokenID: "01", address: "192.0.2.7", via: .gitea)

    @Test("says who did what to which thing, newest first, in numbers without gaps")
    func everyVerb() throws {
        try withRegistry { test in
            let path = try RegistryPath("acme/packages")
            try test.registry.createRegistry(path, by: alice)
            let wheel = WheelBuilder("demo", version: "1").build()
            let source = try test.add(wheel)
            _ = try test.registry.ingest([source], into: path, by: alice)
            let selection = try FileSelection("acme/packages/\(wheel.filename)")
            _ = try test.registry.yank([selection], reason: "breaks", by: alice)
            _ = try test.registry.unyank([selection], by: alice)
            _ = try test.registry.delete([selection], by: alice)
            try test.registry.deleteOrganization("acme", force: true, by: alice)
            let events = try test.registry.audit()
            #expect(
                events.map(\.action) == [
                    .organizationDelete, .registryDelete, .fileDelete, .fileUnyank, .fileYank, .filePublish,
                    .registryCreate, .organizationCreate,
                ])
            #expect(events.map(\.number) == [8, 7, 6, 5, 4, 3, 2, 1])
            #expect(events.allSatisfy { $0.actor == alice })
            #expect(events[2].subject == "acme/packages/\(wheel.filename)")
            #expect(events[4].detail == "breaks")
            #expect(events[5].detail.hasPrefix("sha256:"))
            #expect(events[1].subject == "acme/packages")
        }
    }

    @Test("has one entry for what one transaction does to many files")
    func bulk() throws {
        try withRegistry { test in
            for number in 0..<20 { try test.add(WheelBuilder("demo\(number)", version: "1").build()) }
            _ = try test.ingest()
            let published = try test.registry.audit().filter { $0.action == .filePublish }
            let counts = published.map { event in
                event.detail.hasSuffix(" files") ? Int(event.detail.dropLast(6)) ?? 0 : 1
            }
            #expect(counts.reduce(0, +) == 20)
            #expect(published.count < 20)
            _ = try test.registry.delete([.registry(.default)])
            let deleted = try #require(try test.registry.audit(limit: 1).first)
            #expect(deleted.action == .fileDelete)
            #expect(deleted.subject == "default/packages")
            #expect(deleted.detail == "20 files")
            #expect(deleted.actor.kind == .local)
            #expect(deleted.actor.via == .cli)
        }
    }

    @Test("says nothing of what did not happen")
    func nothing() throws {
        try withRegistry { test in
            try test.registry.createRegistry(.default)
            let before = try test.registry.audit().count
            #expect(throws: RegistryError.registryExists(.default)) { try test.registry.createRegistry(.default) }
            let wheel = WheelBuilder("demo", version: "1").build()
            try test.add(wheel)
            _ = try test.ingest()
            _ = try test.ingest()
            _ = try test.registry.unyank([try FileSelection(wheel.filename)])
            #expect(try test.registry.audit().count == before + 1)
        }
    }

    @Test("is read in pages, filtered, and pruned without giving a number twice")
    func filters() throws {
        try withRegistry { test in
            for slug in ["one", "two", "three"] { try test.registry.createOrganization(slug, by: alice) }
            try test.registry.createRegistry(try RegistryPath("two/packages"))
            #expect(try test.registry.audit(from: 2).map(\.subject) == ["two", "one"])
            #expect(try test.registry.audit(limit: 1).map(\.number) == [4])
            var filter = AuditFilter()
            filter.subject = "two"
            #expect(try test.registry.audit(matching: filter).map(\.subject) == ["two/packages", "two"])
            filter.action = "organization"
            #expect(try test.registry.audit(matching: filter).map(\.subject) == ["two"])
            filter.subject = nil
            filter.actor = "01"
            #expect(try test.registry.audit(matching: filter).count == 3)
            filter.since = .max
            #expect(try test.registry.audit(matching: filter).isEmpty)
            #expect(try test.registry.pruneAudit(before: 0) == 0)
            #expect(try test.registry.pruneAudit(before: .max, by: alice) == 4)
            let left = try test.registry.audit()
            #expect(left.map(\.action) == [.auditPrune])
            #expect(left.map(\.number) == [5])
            #expect(left.first?.detail == "4 entries")
        }
    }
}
