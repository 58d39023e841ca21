import ContentStore
import Digests
import FixtureBuilders
import Foundation
import PythonPackaging
import Testing

@testable import RegistryCore

@Suite("The catalogue")
struct CatalogueTests {
    private static func wheel(_ name: String, _ version: String) -> BuiltDistribution {
        WheelBuilder(name, version: version).build()
    }

    // MARK: - Core metadata

    @Test("promises the metadata of wheels, and of sdists that no build can change", arguments: [true, false])
    func coreMetadata(isIngest: Bool) throws {
        try withRegistries { test in
            let files: [(BuiltDistribution, isPromised: Bool)] = [
                (WheelBuilder("a", version: "1").build(), true),
                (SdistBuilder("b", version: "1").metadataVersion("2.1").build(), false),
                (SdistBuilder("c", version: "1").metadataVersion("2.2").build(), true),
                (SdistBuilder("d", version: "1").metadataVersion("2.2").header("Dynamic", "License").build(), false),
                (SdistBuilder("e", version: "1").metadataVersion("2.3").header("Summary", "S").build(), true),
            ]
            for (file, _) in files { if isIngest { try test.add(file) } else { try test.upload(file) } }
            if isIngest { #expect(try test.ingest().report.stored == files.count) }
            for (file, isPromised) in files {
                let entry = try #require(try test.files().first { $0.filename == file.filename })
                #expect((entry.coreMetadataDigest != nil) == isPromised, "\(file.filename)")
                let metadata = try #require(try test.registry.metadata(of: entry))
                #expect(ContentDigest(hashing: metadata) == entry.metadataDigest)
                // Derived again where it is gone.
                try test.registry.store.write { (change) throws(StoreError) in
                    try change.putListing([9], of: entry.digests.sha256)
                }
                #expect(try test.registry.metadata(of: entry) == metadata)
            }
        }
    }

    // MARK: - Newest first

    @Test("is paged through from either end, newest first", arguments: [1, 2, 3, 7, 20])
    func pages(limit: Int) throws {
        try withRegistries { test in
            var newest: [String] = []
            for number in 0..<7 {
                newest.insert(
                    try test.upload(Self.wheel(["one", "two"][number % 2], "\(number)")).entry.filename, at: 0)
            }
            let other = try RegistryPath("acme/other")
            try test.registry.createRegistry(other)
            try test.upload(Self.wheel("else", "1"), to: other)
            for (filter, expected) in [
                (nil, newest), (.named("Two"), newest.filter { $0.hasPrefix("two") }),
                (.containing("O"), newest), (.containing("tw"), newest.filter { $0.hasPrefix("two") }),
                (.named("three"), []), (.named("one\0"), []),
            ] as [(ProjectFilter?, [String])] {
                func page(_ cursor: FileCursor) throws -> FilePage {
                    try test.registry.newestFiles(in: .default, from: cursor, limit: limit, of: filter)
                }
                var forward: [String] = []
                var found = try page(.newest)
                #expect(!found.hasNewer)
                while true {
                    forward += found.files.map(\.filename)
                    #expect(found.hasOlder == (forward.count < expected.count))
                    guard found.hasOlder, let last = found.files.last else { break }
                    found = try page(.after(last.id))
                    #expect(found.hasNewer)
                }
                #expect(forward == expected)
                var backward = found.files.map(\.filename)
                while found.hasNewer, let first = found.files.first {
                    found = try page(.before(first.id))
                    #expect(found.hasOlder)
                    backward = found.files.map(\.filename) + backward
                }
                #expect(backward == expected)
            }
        }
    }

    @Test("goes on at a cursor whose file was deleted")
    func deletedCursor() throws {
        try withRegistries { test in
            let files = try (0..<5).map { try test.upload(Self.wheel("demo", "\($0)")).entry }
            _ = try test.registry.delete([.file(files[2].id, in: .default)])
            let older = try test.registry.newestFiles(in: .default, from: .after(files[2].id))
            #expect(older.files.map(\.id) == [files[1].id, files[0].id])
            #expect(older.hasNewer && !older.hasOlder)
            let newer = try test.registry.newestFiles(in: .default, from: .before(files[2].id))
            #expect(newer.files.map(\.id) == [files[4].id, files[3].id])
            #expect(!newer.hasNewer && newer.hasOlder)
        }
    }

    // MARK: - Releases

    @Test("groups files into releases as each system does")
    func releases() throws {
        try withRegistries { test in
            var off = UploadOptions()
            off.inspection = InspectionPolicySetting(mode: .off)
            for (position, version) in ["1.0", "1.0.0", "V1.0", "v1.0", "2.0"].enumerated() {
                try test.upload(BuiltDistribution(filename: "f\(position).whl", bytes: [UInt8(position)]), options: off)
                {
                    $0.name = "demo"
                    $0.version = version
                    $0.summary = "number \(position)"
                }
            }
            func counts(_ identity: VersionIdentity) throws -> [Int] {
                try test.registry.releases(of: "Demo", in: .default, identity: identity).map(\.files.count).sorted()
            }
            #expect(try counts(.pep440) == [1, 4])
            #expect(try counts(.lowercased) == [1, 1, 1, 2])
            #expect(try counts(.exact) == [1, 1, 1, 1, 1])
            let release = try #require(try test.registry.release(of: "demo", version: "1", in: .default))
            #expect(release.oldest.summary == "number 0" && release.newest.summary == "number 3")
            #expect(release.number == release.oldest.number)
            #expect(try test.registry.release(number: release.number, in: .default) == release)
            #expect(try test.registry.release(number: release.newest.number, in: .default) == nil)
            #expect(try test.registry.release(number: 12, in: .default) == nil)
            #expect(try test.registry.release(of: "demo", version: "1", in: .default, identity: .exact) == nil)
            #expect(try test.registry.release(of: "demo", version: "dog", in: .default) == nil)
            #expect(
                try test.registry.release(of: "demo", version: "v1.0", in: .default, identity: .lowercased)?.files.count
                    == 2)
            let selections = release.files.map { FileSelection.file($0.id, in: .default) }
            #expect(try test.registry.yank(selections, reason: "broken") == 4)
            #expect(try test.registry.delete(selections).deleted.count == 4)
            #expect(try test.registry.releases(of: "demo", in: .default).map(\.version) == ["2.0"])
        }
    }

    @Test("answers what releases there are, in any order, page by page")
    func query() throws {
        try withRegistries { test in
            let other = try RegistryPath("acme/other")
            try test.registry.createRegistry(other)
            for (name, version) in [("beta", "1.10"), ("alpha", "2"), ("beta", "1.9"), ("alpha-two", "1")] {
                try test.upload(Self.wheel(name, version))
            }
            try test.upload(SdistBuilder("beta", version: "1.9").build())
            try test.upload(Self.wheel("gamma", "7"), to: other)
            func names(
                in paths: [RegistryPath] = [.default], _ change: (inout ReleaseQuery) -> Void = { _ in }
            ) throws -> [String] {
                var query = ReleaseQuery()
                change(&query)
                return try test.registry.releases(in: paths, matching: query).releases.map {
                    "\($0.project) \($0.version)"
                }
            }
            #expect(try names() == ["alpha-two 1", "beta 1.9", "alpha 2", "beta 1.10"])
            #expect(try names { $0.isDescending = false } == ["beta 1.10", "alpha 2", "beta 1.9", "alpha-two 1"])
            #expect(
                try names {
                    $0.order = .project
                    $0.isDescending = false
                } == ["alpha 2", "alpha-two 1", "beta 1.10", "beta 1.9"])
            #expect(
                try names {
                    $0.order = .version
                    $0.isDescending = false
                } == ["alpha-two 1", "beta 1.9", "beta 1.10", "alpha 2"])
            #expect(try names { $0.projects = .containing("ALPHA") } == ["alpha-two 1", "alpha 2"])
            #expect(try names { $0.projects = .named("Alpha") } == ["alpha 2"])
            #expect(try names { $0.version = "1.9.0" } == ["beta 1.9"])
            #expect(try names { $0.version = "dog" } == [])
            #expect(try names(in: [other, .default]).count == 5)
            #expect(try names(in: [other, try RegistryPath("acme/gone")]) == ["gamma 7"])
            var query = ReleaseQuery()
            query.limit = 1
            for (offset, expected) in ["alpha-two", "beta", "alpha", "beta"].enumerated() {
                query.offset = offset
                let page = try test.registry.releases(in: [.default], matching: query)
                #expect(page.releases.map(\.normalizedProject) == [expected] && page.total == 4)
            }
            let beta = try #require(try test.registry.releases(in: [.default]).releases.first { $0.version == "1.9" })
            #expect(beta.files == 2)
            #expect(try test.registry.release(number: beta.number, in: .default)?.files.count == 2)
        }
    }

    // MARK: - Several registries

    @Test("takes a project from the first of several registries that has it, whole")
    func several() throws {
        try withRegistries { test in
            let other = try RegistryPath("acme/other")
            try test.registry.createRegistry(other)
            let first = try test.upload(Self.wheel("demo", "1")).entry
            let second = try test.upload(Self.wheel("demo", "2"), to: other).entry
            let only = try test.upload(Self.wheel("only", "1"), to: other).entry
            let gone = try RegistryPath("acme/gone")
            let paths = [gone, .default, other]
            #expect(try test.registry.project("demo", inFirstOf: paths)?.files == [first])
            #expect(try test.registry.project("demo", inFirstOf: [other, .default])?.files == [second])
            #expect(try test.registry.project("only", inFirstOf: paths)?.files == [only])
            #expect(try test.registry.project("none", inFirstOf: paths) == nil)
            let list = try test.registry.projectNames(inAllOf: paths)
            #expect(list.projects.map(\.normalized) == ["demo", "only"])
            #expect(list.serial == 3)
            #expect(
                try test.registry.file(only.filename, with: only.digests.sha256, inFirstOf: paths) == only)
            #expect(try test.registry.file(only.filename, with: first.digests.sha256, inFirstOf: paths) == nil)
            #expect(try test.registry.file("..", with: first.digests.sha256, inFirstOf: paths) == nil)
        }
    }

    @Test("lists each spelling of a version once, also of equal ones")
    func equalVersions() throws {
        try withRegistries { test in
            var off = UploadOptions()
            off.inspection = InspectionPolicySetting(mode: .off)
            for (name, version) in [("a", "1.0"), ("b", "1.0.0"), ("c", "1.0"), ("d", "0.9")] {
                try test.upload(BuiltDistribution(filename: "\(name).whl", bytes: Array(name.utf8)), options: off) {
                    $0.name = "demo"
                    $0.version = version
                }
            }
            #expect(try test.registry.project("demo", in: .default)?.versions == ["0.9", "1.0", "1.0.0"])
        }
    }

    @Test("shows a project with hundreds of files in order, once each")
    func large() throws {
        try withRegistries { test in
            var off = UploadOptions()
            off.inspection = InspectionPolicySetting(mode: .off)
            for number in 0..<300 {
                try test.upload(Self.wheel("demo", "\(number)"), options: off)
            }
            let view = try #require(try test.registry.project("demo", in: .default))
            #expect(view.versions == (0..<300).map(String.init))
            #expect(Set(view.files.map(\.number)).count == 300)
        }
    }

    // MARK: - Checks

    @Test("is found out by `verify index` where ids and files disagree")
    func verifyIndex() throws {
        try withRegistry { test in
            let id = try test.registry.createRegistry(.default).id
            let files = try (1...3).map { try test.upload(Self.wheel("demo", "\($0)")).entry }
            let stray = try #require(FileID("01a3185c-5000-7000-8000-000000000000"))
            try test.registry.store.write { (change) throws(StoreError) in
                try change.deleteRecord(RecordKey.file(files[0].id, in: id))
                try change.putRecord(FileName.payload(of: files[1].name), for: RecordKey.file(stray, in: id))
                try change.putRecord(DownloadCounts().encoded, for: RecordKey.downloads(of: stray, in: id))
                try change.deleteRecord(RecordKey.project("demo", in: id))
            }
            var details: [String: Int] = [:]
            let report = try test.registry.verifyIndex { details[$0.finding.detail, default: 0] += 1 }
            #expect(report.damaged == 6)
            #expect(
                details == [
                    "its id does not lead to it": 1, "its project has no record": 3,
                    "the record F of file \(stray) is of no file": 1,
                    "the record D of file \(stray) is of no file": 1,
                ])
        }
    }
}

@Suite("A file's id")
struct FileIDTests {
    @Test("ascends, has a number below 2^53, and reads back what it writes")
    func ids() throws {
        // The time that all other tests have, too, whose ids these must ascend among.
        let now = SystemClock.now()
        let ids = (0..<5000).map { _ in FileID.random(at: now) }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 && $0.number < $1.number })
        for id in ids.prefix(100) {
            #expect(FileID("\(id)") == id && FileID("\(id)".uppercased()) == id && FileID(id.bytes) == id)
            #expect(id.number < 1 << 53)
            #expect(Array(id.bytes.prefix(8)) == FileID.prefix(ofNumber: id.number))
        }
        let late = try #require(FileID("01d1a94a-2000-7fff-8000-000000000000"))
        #expect(late.made == 2_000_000_000_000)
        #expect(late.number >> 12 == 2_000_000_000_000 - 1_577_836_800_000)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "0199a1d0-22aa-4f11-8b0c-5a6b7c8d9e0f", "0199a1d022aa7f118b0c5a6b7c8d9e0f",
            "0199a1d0-22aa-7f11-cb0c-5a6b7c8d9e0f", "0199a1d0-22aa-7f11-8b0c-5a6b7c8d9e0g",
            "0199a1d0-22aa-7f11-8b0c-5a6b7c8d9e0f ", "０199a1d0-22aa-7f11-8b0c-5a6b7c8d9e0f",
        ])
    func refused(text: String) {
        #expect(FileID(text) == nil)
    }
}
