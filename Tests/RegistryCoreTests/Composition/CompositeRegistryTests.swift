import ContentStore
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

@Suite("A composite registry")
struct CompositeRegistryTests {
    private typealias Site = CompositeSite

    @Test("has its members in order, upstreams last, wherever they move")
    func members() throws {
        try Site.with { site in
            let info = try site.registry.registry(at: Site.all)
            #expect(info.kind == .composite && info.visibility == .private)
            #expect(info.members.map(\.path) == [Site.first, Site.second, Site.index])
            #expect(info.members.map(\.kind) == [.source, .source, .upstream])
            try site.put("demo", in: Site.second)
            let serial = try site.registry.serial(of: Site.all)
            var changes = RegistryChanges()
            changes.name = "Moved"
            try site.registry.updateRegistry(Site.second, changes)
            #expect(
                try site.registry.registry(at: Site.all).members[1].path == RegistryPath("acme/moved"))
            #expect(try site.files("demo") == ["1.0"])
            #expect(try site.registry.serial(of: Site.all) > serial)
        }
    }

    @Test("refuses members that are composite, unknown, another organization's, or named twice, and changes nothing")
    func badMembers() throws {
        try Site.with { site in
            let foreign = try RegistryPath("other/packages")
            try site.registry.createRegistry(foreign)
            let more = try RegistryPath("acme/more")
            let cases: [([RegistryPath], RegistryError)] = [
                ([Site.first, Site.all], .invalidMember(Site.all, .composite)),
                ([more], .invalidMember(more, .composite)),
                ([try RegistryPath("acme/none")], .invalidMember(try RegistryPath("acme/none"), .unknown)),
                ([foreign], .invalidMember(foreign, .otherOrganization)),
                ([Site.first, Site.first], .invalidMember(Site.first, .duplicate)),
            ]
            for (members, error) in cases {
                var settings = RegistrySettings()
                settings.kind = .composite
                settings.members = members
                #expect(throws: error) { try site.registry.createRegistry(more, settings: settings) }
                #expect(throws: RegistryError.noSuchRegistry(more)) { try site.registry.registry(at: more) }
                guard members != [more] else { continue }
                var changes = RegistryChanges()
                changes.members = .set(members)
                #expect(throws: error) { try site.registry.updateRegistry(Site.all, changes) }
            }
            #expect(try site.registry.registry(at: Site.all).members.count == 3)
            var itself = RegistryChanges()
            itself.members = .edit(adding: [Site.all], removing: [])
            #expect(throws: RegistryError.invalidMember(Site.all, .composite)) {
                try site.registry.updateRegistry(Site.all, itself)
            }
        }
    }

    @Test("takes 64 members and not one more")
    func many() throws {
        try Site.with { site in
            var paths: [RegistryPath] = []
            for number in 0...RegistryMember.limit {
                let path = try RegistryPath("acme/part-\(number)")
                try site.registry.createRegistry(path)
                paths.append(path)
            }
            var changes = RegistryChanges()
            changes.members = .set(paths)
            #expect(throws: RegistryError.invalidMember(paths[64], .tooMany(limit: 64))) {
                try site.registry.updateRegistry(Site.all, changes)
            }
            changes.members = .set(Array(paths.dropLast()))
            #expect(try site.registry.updateRegistry(Site.all, changes).members.count == 64)
        }
    }

    @Test("has another serial after each change of a member, and of its members")
    func serial() throws {
        try Site.with { site in
            var last = try site.registry.serial(of: Site.all)
            func grows(_ what: Comment) throws {
                let now = try site.registry.serial(of: Site.all)
                #expect(now > last, what)
                last = now
            }
            for version in ["1.0", "2.0", "3.0"] { try site.put("demo", version, in: Site.first) }
            try grows("published")
            var changes = RegistryChanges()
            changes.members = .edit(adding: [], removing: [Site.first])
            try site.registry.updateRegistry(Site.all, changes)
            try grows("a member left, with all its serial")
            try site.put("demo", in: Site.second)
            try grows("published to another")
            changes.members = .edit(adding: [Site.first], removing: [])
            let info = try site.registry.updateRegistry(Site.all, changes)
            #expect(info.members.map(\.path) == [Site.second, Site.first, Site.index])
            try grows("a member came")
            changes.members = .set([Site.first, Site.second])
            try site.registry.updateRegistry(Site.all, changes)
            try grows("another order")
            #expect(try site.files("demo") == ["1.0", "2.0", "3.0"])
            #expect(try site.registry.updateRegistry(Site.all, changes).serial == last)
        }
    }

    @Test("is private whatever its organization is, and cannot be made public")
    func visibility() throws {
        try Site.with { site in
            var open = OrganizationChanges()
            open.visibility = .public
            try site.registry.updateOrganization("acme", open)
            #expect(try site.registry.access(of: .anonymous, to: Site.first).isPublic)
            for path in [Site.all, Site.index] {
                let access = try site.registry.access(of: .anonymous, to: path)
                #expect(!access.isPublic && !access.canSee)
            }
            for visibility in [Visibility.public, .internal] {
                var changes = RegistryChanges()
                changes.visibility = visibility
                #expect(throws: RegistryError.self) { try site.registry.updateRegistry(Site.all, changes) }
                #expect(throws: Never.self) { try site.registry.updateRegistry(Site.index, changes) }
            }
            #expect(try site.registry.access(of: .anonymous, to: Site.index).visibility == .internal)
        }
    }

    @Test("takes nothing in, and nothing in it is changed", arguments: [CompositeSite.all, CompositeSite.index])
    func refusals(path: RegistryPath) throws {
        try Site.with { site in
            let kind: RegistryKind = path == Site.all ? .composite : .upstream
            let file = try site.put("demo", in: Site.first)
            try site.put("fetched", in: Site.index)
            let wheel = WheelBuilder("new", version: "1").build()
            #expect(site.test.refusal(wheel, to: path) == .noUploads(kind))
            try site.test.add(wheel)
            #expect(throws: RegistryError.refused(.noUploads(kind))) { try site.test.ingest(into: path) }
            #expect(throws: RegistryError.refused(.noUploads(kind))) { try site.registry.copy(file, to: path) }
            let selection = FileSelection.registry(path)
            #expect(throws: RegistryError.notASource(path, kind)) { try site.registry.yank([selection]) }
            #expect(throws: RegistryError.notASource(path, kind)) { try site.registry.unyank([selection]) }
            #expect(throws: RegistryError.notASource(path, kind)) {
                try site.registry.setProjectStatus(.archived, of: "demo", in: path)
            }
            if kind == .composite {
                #expect(throws: RegistryError.notASource(path, kind)) { try site.registry.delete([selection]) }
                #expect(throws: RegistryError.notASource(path, kind)) {
                    try site.registry.delete([.file(file.id, in: path)])
                }
            } else {
                #expect(try site.registry.delete([selection]).deleted.count == 1)
            }
            #expect(try site.test.files(in: Site.first).map(\.id) == [file.id])
        }
    }

    @Test("only yanks where files were published, when nothing says where")
    func yankEverywhere() throws {
        try Site.with { site in
            try site.put("demo", in: Site.first)
            try site.put("demo", in: Site.index)
            let demo = try #require(ProjectName("demo"))
            #expect(try site.registry.yank([.project(demo, in: nil)], reason: "bad") == 1)
            #expect(try site.registry.project("demo", in: Site.index)?.files.map(\.yanked) == [nil])
            #expect(try site.registry.project("demo", in: Site.all)?.files.map(\.yanked) == ["bad"])
        }
    }

    @Test("lets a file be copied out of it")
    func copyOut() throws {
        try Site.with { site in
            let file = try site.put("fetched", in: Site.index)
            let shown = try #require(try site.registry.file(id: file.id, in: Site.all))
            let copy = try site.registry.copy(shown, to: Site.second)
            #expect(copy.registry == Site.second && copy.digests == file.digests)
            #expect(try site.resolve("fetched").by == Site.second)
        }
    }

    @Test("keeps its members from being deleted, and goes before them with their organization")
    func deletion() throws {
        try Site.with { site in
            try site.put("demo", in: Site.first)
            for path in [Site.first, Site.index] {
                #expect(throws: RegistryError.registryInUse(path, by: [Site.all])) {
                    try site.registry.deleteRegistry(path, force: true)
                }
            }
            #expect(try site.files("demo") == ["1.0"])
            // Deleting it deletes nothing else.
            try site.registry.deleteRegistry(Site.all)
            #expect(try site.test.files(in: Site.first).count == 1)
            try site.registry.deleteRegistry(Site.first, force: true)
            var settings = RegistrySettings()
            settings.kind = .composite
            settings.members = [Site.second]
            try site.registry.createRegistry(Site.all, settings: settings)
            try site.registry.deleteOrganization("acme", force: true)
            #expect(throws: RegistryError.noSuchOrganization("acme")) { try site.registry.organization("acme") }
        }
    }

    @Test("has settings of its own kind only")
    func kinds() throws {
        try Site.with { site in
            var changes = RegistryChanges()
            changes.members = .set([Site.second])
            #expect(throws: RegistryError.self) { try site.registry.updateRegistry(Site.first, changes) }
            changes = RegistryChanges()
            changes.upstream = UpstreamSettings(url: "https://index.example/")
            for path in [Site.first, Site.all] {
                #expect(throws: RegistryError.self) { try site.registry.updateRegistry(path, changes) }
            }
            var settings = RegistrySettings()
            settings.kind = .upstream
            #expect(throws: RegistryError.self) {
                try site.registry.createRegistry(RegistryPath("acme/more"), settings: settings)
            }
            settings.upstream = UpstreamSettings(url: "https://other.example/")
            settings.upstream?.isOfficial = true
            try site.registry.createRegistry(RegistryPath("acme/more"), settings: settings)
            #expect(try site.registry.officialIndex(of: "acme")?.registry == "more")
            changes.upstream?.isOfficial = true
            #expect(throws: RegistryError.officialExists(try RegistryPath("acme/more"))) {
                try site.registry.updateRegistry(Site.index, changes)
            }
        }
    }

    @Test("says in the audit log what became of it, and of reservations")
    func audit() throws {
        try Site.with { site in
            try site.reserve("acme-*", in: Site.first)
            var changes = RegistryChanges()
            changes.members = .set([Site.first])
            try site.registry.updateRegistry(Site.all, changes)
            var upstream = UpstreamSettings(url: "https://index.example/simple/")
            upstream.credentials = UpstreamCredentials(user: "hidden-user", password: "hidden-password")
            changes = RegistryChanges()
            changes.upstream = upstream
            try site.registry.updateRegistry(Site.index, changes)
            let log = try site.registry.audit(limit: 10)
            #expect(log[0].detail.contains("with credentials") && !log[0].detail.contains("hidden"))
            #expect(log[1].detail == "members acme/first" && log[1].subject == "acme/all")
            #expect(log[2].detail == "reserves acme-*")
            #expect(log[3].detail == "composite, members acme/pypi acme/first acme/second")
        }
    }

    @Test("gives pages of newest files in both directions, without what is not shown")
    func paging() throws {
        try Site.with { site in
            var expected: [FileID] = []
            for number in 0..<12 {
                let path = [Site.first, Site.second, Site.index][number % 3]
                expected.append(try site.put("p\(number)", in: path).id)
            }
            try site.put("p0", "9.0", in: Site.second)
            try site.put("p1", "9.0", in: Site.index)
            expected.reverse()
            var found: [FileID] = []
            var cursor = FileCursor.newest
            while true {
                let page = try site.registry.newestFiles(in: Site.all, from: cursor, limit: 5)
                found += page.files.map(\.id)
                #expect(page.hasNewer == (cursor != .newest))
                guard page.hasOlder, let last = page.files.last else { break }
                cursor = .after(last.id)
            }
            #expect(found == expected)
            let back = try site.registry.newestFiles(in: Site.all, from: .before(expected[7]), limit: 5)
            #expect(back.files.map(\.id) == Array(expected[2..<7]) && back.hasNewer && back.hasOlder)
            let one = try site.registry.newestFiles(in: Site.all, of: .named("P0"))
            #expect(one.files.map(\.version) == ["1.0"])
        }
    }
}
