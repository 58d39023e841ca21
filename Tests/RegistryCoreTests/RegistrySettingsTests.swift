import ContentStore
import Digests
import FixtureBuilders
import RegistryCore
import Testing

@Suite("A registry's settings")
struct RegistrySettingsTests {
    private static let wheel = WheelBuilder("demo", version: "1").build()

    @Test("change one by one, and are cleared where that is said")
    func update() throws {
        try withRegistries { test in
            var changes = RegistryChanges()
            changes.description = .set("What we publish")
            changes.emoji = .set(":package:")
            changes.color = .set("#00ff00")
            changes.oidcPolicy = .set("[]")
            changes.visibility = .public
            let before = try test.registry.registry(at: .default)
            let info = try test.registry.updateRegistry(.default, changes)
            #expect(info.description == "What we publish" && info.emoji == ":package:" && info.color == "#00ff00")
            #expect(info.oidcPolicy == "[]" && info.isPublic && info.path == .default && info.id == before.id)
            #expect(info.serial == before.serial + 1)
            #expect(try test.registry.updateRegistry(.default, RegistryChanges()).serial == info.serial)
            var clearing = RegistryChanges()
            clearing.description = .cleared
            clearing.emoji = .cleared
            clearing.oidcPolicy = .cleared
            let cleared = try test.registry.updateRegistry(.default, clearing)
            #expect(cleared.description == "" && cleared.emoji == nil && cleared.oidcPolicy == nil)
            #expect(cleared.color == "#00ff00")
            #expect(try test.registry.audit(limit: 2).map(\.action) == [.registryPolicy, .registryPolicy])
            var long = RegistryChanges()
            long.color = .set(String(repeating: "x", count: 101))
            #expect(throws: RegistryError.textTooLong(what: "the color", limitBytes: 100)) {
                try test.registry.updateRegistry(.default, long)
            }
        }
    }

    @Test("move it to the slug of a new name, with all its files")
    func rename() throws {
        try withRegistries { test in
            let file = try test.upload(Self.wheel).entry
            let old = try test.registry.registry(at: .default)
            var changes = RegistryChanges()
            changes.name = "My Python  packages!"
            let path = try RegistryPath("default/my-python-packages")
            let info = try test.registry.updateRegistry(.default, changes)
            #expect(info.path == path && info.name == "My Python  packages!" && info.id == old.id)
            #expect(info.uuid == old.uuid && info.number == old.number)
            #expect(throws: RegistryError.noSuchRegistry(.default)) { try test.files() }
            #expect(try test.files(in: path).map(\.id) == [file.id])
            #expect(try test.registry.registry(number: old.number)?.path == path)
            #expect(try test.registry.registry(id: old.id)?.path == path)
            // The old path is free.
            try test.registry.createRegistry(.default)
            #expect(throws: RegistryError.registryExists(path)) {
                try test.registry.updateRegistry(.default, changes)
            }
            changes.name = "…"
            #expect(throws: RegistryError.invalidSlug("…")) { try test.registry.updateRegistry(.default, changes) }
            changes.name = "Packages"
            #expect(try test.registry.updateRegistry(.default, changes).path == .default)
        }
    }

    @Test("make it where its name says")
    func named() throws {
        try withRegistries { test in
            try test.registry.createOrganization("Acme")
            let made = try test.registry.createRegistry(named: "Wheel House", in: "acme")
            #expect(made.path.description == "acme/wheel-house" && made.name == "Wheel House")
            #expect(made.kind == .source && made.visibility == .private)
            #expect(throws: RegistryError.registryExists(made.path)) {
                try test.registry.createRegistry(named: "wheel  house", in: "acme")
            }
            #expect(throws: RegistryError.noSuchOrganization("none")) {
                try test.registry.createRegistry(named: "Wheel House", in: "none")
            }
        }
    }

    @Test("give it, and its organization, ids of several shapes that never change")
    func ids() throws {
        try withRegistries { test in
            let info = try test.registry.registry(at: .default, isCounting: false)
            #expect(FileID(info.uuid) != nil)
            #expect(try test.registry.registry(number: info.number) == info)
            #expect(try test.registry.registry(id: info.id) == info)
            #expect(try test.registry.registry(number: 99) == nil)
            #expect(try test.registry.registry(id: "x") == nil)
            let organization = try test.registry.organization("default")
            #expect(FileID(organization.uuid) != nil && organization.registries == 1)
            #expect(organization.number > 0 && organization.number < 1 << 53)
            #expect(try test.registry.organization("default") == organization)
            let absurd = String(repeating: "x", count: 600)
            #expect(throws: RegistryError.noSuchOrganization(absurd)) { try test.registry.organization(absurd) }
            try test.registry.deleteRegistry(.default)
            #expect(try test.registry.registry(number: info.number) == nil)
        }
    }

    @Test("have no say in what a copied file is, but in whether it comes in")
    func copy() throws {
        try withRegistries { test in
            let path = try RegistryPath("acme/copies")
            try test.registry.createRegistry(path)
            let file = try test.upload(Self.wheel) { $0.uploader = "alice" }.entry
            _ = try test.registry.yank([.file(file.id, in: .default)], reason: "broken")
            let copy = try test.registry.copy(file, to: path)
            #expect(copy.id != file.id && copy.number != file.number && copy.registry == path)
            #expect(copy.digests == file.digests && copy.blob.references == 2)
            #expect(copy.metadataDigest == file.metadataDigest && copy.uploader == "alice" && copy.yanked == nil)
            #expect(try test.registry.file(id: copy.id, in: path) == copy)
            #expect(try test.registry.projectNames(in: path).projects.map(\.display) == ["demo"])
            #expect(try test.registry.serial(of: path) == 1)
            #expect(try test.registry.audit(limit: 1).map(\.action) == [.fileCopy])
            let digest = file.digests.sha256
            for target in [path, .default] {
                #expect(throws: RegistryError.refused(.filenameTaken(existing: digest, isSameBytes: true))) {
                    try test.registry.copy(file, to: target)
                }
            }
            let gone = try RegistryPath("acme/gone")
            #expect(throws: RegistryError.noSuchRegistry(gone)) { try test.registry.copy(file, to: gone) }
            _ = try test.registry.delete([.file(copy.id, in: path)])
            #expect(throws: RegistryError.noSuchFile(copy.reference)) { try test.registry.copy(copy, to: .default) }
        }
    }
}

@Suite("Downloads")
struct DownloadTests {
    private static let day: Int64 = 86_400_000

    @Test("are counted by file and day, and forgotten with the file")
    func counts() throws {
        try withRegistries { test in
            let file = try test.upload(WheelBuilder("demo", version: "1").build()).entry
            let other = try test.upload(WheelBuilder("demo", version: "2").build()).entry
            let serial = try test.registry.serial(of: .default)
            let registry = test.registry
            #expect(try registry.downloads(of: [file])[file.id] == DownloadCounts())
            try registry.recordDownloads([DownloadKey(file): 3, DownloadKey(other): 1], at: 20_000 * Self.day)
            try registry.recordDownloads([DownloadKey(file): 2], at: 20_002 * Self.day + 5)
            try registry.recordDownloads([DownloadKey(file): 4], at: 20_001 * Self.day)
            let counts = try #require(try registry.downloads(of: [file])[file.id])
            #expect(counts.total == 9 && counts.lastDay == 20_002 && counts.daily == [2, 4, 3])
            #expect(counts.recent(days: 2, today: 20_002) == 6)
            #expect(counts.recent(days: 2, today: 20_003) == 2)
            try registry.recordDownloads([DownloadKey(file): 1], at: 20_100 * Self.day)
            let later = try #require(try registry.downloads(of: [file])[file.id])
            #expect(later.total == 10 && later.daily.count <= DownloadCounts.dayLimit && later.daily.first == 1)
            #expect(later.recent(days: 90, today: 20_100) == 1)
            // Too long ago for a day, and still counted.
            try registry.recordDownloads([DownloadKey(file): 1], at: 20_000 * Self.day)
            #expect(try registry.downloads(of: [file])[file.id]?.total == 11)
            #expect(try registry.details(of: file).downloads.total == 11)
            #expect(try registry.serial(of: .default) == serial)
            _ = try registry.delete([.file(file.id, in: .default)])
            try registry.recordDownloads([DownloadKey(file): 5, DownloadKey(other): 1])
            #expect(try registry.downloads(of: [file, other]).mapValues(\.total) == [file.id: 0, other.id: 2])
        }
    }
}
