import ContentStore
import Digests
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

@Suite("A name in a composite registry")
struct ResolutionTests {
    private typealias Site = CompositeSite

    @Test("is answered by the first member that holds it, whole, and by no other")
    func order() throws {
        try Site.with { site in
            let shadowed = try site.put("demo", "9.0", in: Site.second)
            #expect(try site.resolve("Demo").by == Site.second && site.files("demo") == ["9.0"])
            let shown = try site.put("demo", "1.0", in: Site.first)
            #expect(try site.resolve("demo").by == Site.first && site.resolve("demo").rule == "held")
            #expect(try site.files("demo") == ["1.0"])
            // By whatever way: pages, lists, files by digest, id, number and name.
            let registry = site.registry
            #expect(try registry.projectNames(in: Site.all).projects.map(\.normalized) == ["demo"])
            #expect(try registry.newestFiles(in: Site.all).files.map(\.id) == [shown.id])
            #expect(try registry.releases(in: [Site.all]).releases.map(\.version) == ["1.0"])
            #expect(try site.test.files(in: Site.all).map(\.id) == [shown.id])
            for (file, isShown) in [(shown, true), (shadowed, false)] {
                let digest = file.digests.sha256
                #expect(try (registry.file(file.filename, with: digest, inFirstOf: [Site.all]) != nil) == isShown)
                #expect(try (registry.file(id: file.id, in: Site.all) != nil) == isShown)
                #expect(try (registry.file(number: file.number, in: Site.all) != nil) == isShown)
                #expect(try registry.files(named: file.filename, of: "demo", in: Site.all).isEmpty != isShown)
                #expect(((try? registry.file(at: Site.all, filename: file.filename)) != nil) == isShown)
            }
            // The file is the composite's there, and the member's where it was published.
            #expect(try registry.file(id: shown.id, in: Site.all)?.registry == Site.all)
            #expect(try registry.registry(at: Site.all).counts.files == 1)
        }
    }

    @Test("is asked for elsewhere only where no source holds it, ever held it or reserves it")
    func elsewhere() throws {
        try Site.with { site in
            #expect(try site.resolve("requests").upstreams.map(\.path) == [Site.index])
            try site.put("demo", in: Site.second)
            #expect(try site.resolve("demo").upstreams.isEmpty)
            try site.delete("demo", in: Site.second)
            guard case .everHeld(let member, let until) = try site.resolve("demo") else {
                Issue.record("a name that was held is open")
                return
            }
            #expect(member.path == Site.second && until > 1_700_000_000_000)
            try site.reserve("acme-*", "Private_Tool", in: Site.first)
            for name in ["acme-internal", "ACME_internal", "acme.x", "private-tool"] {
                let resolution = try site.resolve(name)
                #expect(resolution.rule == "reserved" && resolution.by == Site.first, "\(name)")
            }
            for name in ["acme", "acmex", "private-tools", "xacme-internal"] {
                #expect(try site.resolve(name).rule == "external", "\(name)")
            }
            // A source itself asks nobody.
            #expect(try site.resolve("requests", in: Site.first) == .unknown)
        }
    }

    @Test("that was fetched from elsewhere is hidden once it is held, reserved or was held here")
    func closing() throws {
        try Site.with { site in
            let fetched = try site.put("demo", "9.0", in: Site.index)
            try site.put("other", in: Site.index)
            #expect(try site.files("demo") == ["9.0"])
            let serial = try site.registry.serial(of: Site.all)
            try site.reserve("demo", in: Site.second)
            #expect(try site.registry.serial(of: Site.all) > serial)
            func isShown() throws -> Bool {
                let registry = site.registry
                let byDigest = try registry.file(
                    fetched.filename, with: fetched.digests.sha256, inFirstOf: [Site.all])
                let isPaged = try registry.newestFiles(in: Site.all).files.contains { $0.id == fetched.id }
                let shown = [
                    try site.files("demo")?.contains("9.0") == true, byDigest != nil, isPaged,
                    try registry.file(id: fetched.id, in: Site.all) != nil,
                ]
                #expect(Set(shown).count == 1)
                return shown[0]
            }
            #expect(try !isShown())
            var open = RegistryChanges()
            open.reservations = .edit(adding: [], removing: [try NameReservation("demo")])
            try site.registry.updateRegistry(Site.second, open)
            #expect(try isShown())
            try site.put("demo", "1.0", in: Site.first)
            #expect(try !isShown() && site.files("demo") == ["1.0"])
            try site.delete("demo", in: Site.first)
            #expect(try !isShown() && site.files("demo") == nil)
            // Of the upstream registry itself nothing is kept in mind.
            try site.delete("other", in: Site.index)
            #expect(try site.resolve("other").rule == "external")
        }
    }

    @Test("is closed by what the composite registry or the upstream one reserves themselves")
    func ownReservations() throws {
        try Site.with { site in
            try site.reserve("a-*", in: Site.all)
            try site.reserve("b-*", in: Site.index)
            #expect(try site.resolve("a-x").by == Site.all && site.resolve("b-x").by == Site.index)
            #expect(try site.resolve("a-x", in: Site.index).rule == "external")
            #expect(try site.resolve("b-x", in: Site.index).by == Site.index)
            // A reservation keeps strangers away, not our own.
            try site.put("a-x", in: Site.second)
            #expect(try site.resolve("a-x").by == Site.second)
        }
    }

    @Test("counts as held while it has a status without a file, and as once held afterwards")
    func status() throws {
        try Site.with { site in
            try site.put("demo", in: Site.first)
            try site.registry.setProjectStatus(.quarantined, of: "demo", in: Site.first)
            try site.delete("demo", in: Site.first)
            #expect(try site.resolve("demo").rule == "held" && site.files("demo") == [])
            try site.registry.setProjectStatus(.active, of: "demo", in: Site.first)
            #expect(try site.resolve("demo").rule == "ever-held")
            try site.put("demo", in: Site.first)
            #expect(try site.resolve("demo").rule == "held")
        }
    }

    @Test("is explained with all that each member says of it")
    func explanation() throws {
        try Site.with { site in
            try site.put("demo", "1.0", in: Site.second)
            try site.put("demo", "2.0", in: Site.second)
            try site.put("demo", "3.0", in: Site.first)
            try site.delete("demo", in: Site.first)
            try site.put("demo", "9.0", in: Site.index)
            try site.reserve("de*", in: Site.first)
            let explained = try site.registry.explain(try #require(ProjectName("DEMO")), in: Site.all)
            #expect(explained.project == "demo" && explained.kind == .composite)
            #expect(explained.resolution.by == Site.second)
            #expect(explained.members.map(\.member.path) == [Site.first, Site.second, Site.index])
            #expect(explained.members.map(\.files) == [0, 2, 1])
            let (held, reserved) = (explained.members.map(\.heldUntil), explained.members.map(\.reservation))
            #expect(held[0] != nil && held[1...].allSatisfy { $0 == nil })
            let expected = try NameReservation("de*")
            #expect(reserved == [expected, nil, nil])
            #expect(explained.members.map(\.status) == [nil, .active, .active])
        }
    }

    @Test("of a length that no file has is nobody's")
    func long() throws {
        try Site.with { site in
            let resolution = try site.resolve(String(repeating: "a", count: 600))
            #expect(resolution == .unknown)
            #expect(try site.registry.project(String(repeating: "a", count: 600), in: Site.all) == nil)
        }
    }

    @Test(
        "is reserved by names and by beginnings, and by nothing else",
        arguments: ["", "*", "-*", ".x", "a b", "a*b", "**", "ü*", "a/*", String(repeating: "a", count: 255)])
    func badReservation(text: String) {
        #expect(throws: RegistryError.self) { try NameReservation(text) }
    }

    @Test(
        "is reserved in any spelling",
        arguments: [
            ("Acme.Tools", "acme-tools"), ("ACME_*", "acme-*"), ("acme--*", "acme-*"), ("Ac*", "ac*"), ("a1", "a1"),
        ])
    func spelling(text: String, stored: String) throws {
        let reservation = try NameReservation(text)
        #expect(reservation.description == stored)
        #expect(try NameReservation(stored) == reservation)
    }
}
