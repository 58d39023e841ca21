import ContentStore
import FixtureBuilders
import Testing

@testable import RegistryCore

@Suite("Records of names and members")
struct NameRecordTests {
    private typealias Site = CompositeSite

    /// What is wrong with one record more, in words.
    private func findings(_ test: TestRegistry, _ key: [UInt8], _ payload: [UInt8] = []) throws -> [String] {
        try test.registry.store.write { (change) throws(StoreError) in try change.putRecord(payload, for: key) }
        var found: [String] = []
        let report = try test.registry.verifyIndex { found.append($0.finding.detail) }
        #expect(Int(report.damaged) == found.count)
        _ = try test.registry.store.write { (change) throws(StoreError) in try change.deleteRecord(key) }
        return found
    }

    @Test("are held against the registries by verify")
    func verify() throws {
        try Site.with { site in
            let source = try site.registry.registry(at: Site.first).id
            let index = try site.registry.registry(at: Site.index).id
            let nowhere = "0123456789abcdef"
            let moment = FormerProject.encoded(until: 1_700_000_000_000)
            let cases: [(key: [UInt8], payload: [UInt8], word: String)] = [
                (RecordKey.formerProject("demo", in: nowhere), moment, "of no registry"),
                (RecordKey.formerProject("demo", in: index), moment, "kind upstream"),
                (RecordKey.formerProject("Demo", in: source), moment, "unusable key"),
                (RecordKey.formerProject("demo", in: source), [9], "cannot be decoded"),
                (RecordKey.formerProjects(in: source), moment, "unusable key"),
                (RecordKey.reservations(in: source) + Array("Acme".utf8), [], "is no reservation"),
                (RecordKey.reservations(in: nowhere) + Array("acme-*".utf8), [], "of no registry"),
            ]
            for (key, payload, word) in cases {
                let found = try findings(site.test, key, payload)
                #expect(found.count == 1 && found[0].contains(word), "\(word): \(found)")
            }
            let good = RecordKey.formerProject("demo", in: source)
            let none = try findings(site.test, good, moment)
            #expect(none.isEmpty)
        }
    }

    @Test("of members that are gone are found by verify, and told by whoever meets them")
    func lostMember() throws {
        try Site.with { site in
            let key = RecordKey.registry(Site.second)
            let store = site.registry.store
            let payload = try #require(try store.read { (snapshot) throws(StoreError) in try snapshot.record(key) })
            _ = try store.write { (change) throws(StoreError) in try change.deleteRecord(key) }
            var found: [String] = []
            _ = try site.registry.verifyIndex { found.append($0.finding.detail) }
            #expect(found.contains { $0.contains("acme/all has the member") }, "\(found)")
            #expect(throws: RegistryError.self) { try site.registry.projectNames(in: Site.all) }
            try store.write { (change) throws(StoreError) in try change.putRecord(payload, for: key) }
        }
    }

    @Test("are shown to a composite registry's readers only by who could have granted that")
    func permission() throws {
        try Site.with { site in
            let registry = site.registry
            _ = try registry.createUser(NewUser(name: "ann"))
            try registry.grant(.admin, to: "ann", on: .registry(Site.all))
            try registry.grant(.reader, to: "ann", on: .registry(Site.second))
            var token = NewToken(.personal)
            token.owner = "ann"
            token.scopes = .all
            let secret = try registry.createToken(token).secret
            guard case .caller(let ann) = try registry.authenticate(.secret(secret), acceptsPasswords: false) else {
                Issue.record("the token is not taken")
                return
            }
            #expect(throws: RegistryError.invalidMember(Site.first, .unknown)) {
                try registry.checkMembers([Site.first], instead: [], of: ann)
            }
            #expect(throws: RegistryError.invalidMember(Site.second, .notAdministered)) {
                try registry.checkMembers([Site.second], instead: [], of: ann)
            }
            let current = try registry.registry(at: Site.all).members
            try registry.checkMembers([Site.second, Site.first], instead: current, of: ann)
            try registry.grant(.admin, to: "ann", on: .registry(Site.second))
            try registry.checkMembers([Site.second], instead: [], of: ann)
        }
    }
}
