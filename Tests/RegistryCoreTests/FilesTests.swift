import ContentStore
import Archives
import Digests
import FixtureBuilders
import Foundation
import PythonPackaging
import RegistryCore
import SystemPackage
import Testing

@Suite("Files")
struct FilesTests {
    private func withFiles(_ body: (TestRegistry) throws -> Void) throws {
        try withRegistry { test in
            for version in ["1.10", "1.9", "2.0rc1", "1.9.post1"] {
                try test.add(WheelBuilder("demo", version: version).build())
            }
            try test.add(SdistBuilder("demo", version: "1.9").build())
            try test.add(WheelBuilder("another", version: "1").header("Summary", "Another").build())
            #expect(try test.ingest().report.stored == 6)
            try body(test)
        }
    }

    @Test("are listed by project, version and filename")
    func order() throws {
        try withFiles { test in
            #expect(
                try test.files().map(\.filename) == [
                    "another-1-py3-none-any.whl", "demo-1.9-py3-none-any.whl", "demo-1.9.tar.gz",
                    "demo-1.9.post1-py3-none-any.whl", "demo-1.10-py3-none-any.whl", "demo-2.0rc1-py3-none-any.whl",
                ])
            var demo = 0
            try test.registry.files(in: .default, project: "Demo") { _ in
                demo += 1
                return true
            }
            #expect(demo == 5)
        }
    }

    @Test("are all listed when there are more than a page")
    func pages() throws {
        try withRegistry { test in
            for number in 0..<620 {
                try test.add(
                    WheelBuilder("p\(number % 510)", version: "\(number)").compression(.stored).build())
            }
            #expect(try test.ingest().report.stored == 620)
            let files = try test.files()
            #expect(Set(files.map(\.id)).count == 620)
            #expect(files.count == 620)
            #expect(try test.registry.registry(at: .default).counts.projects == 510)
        }
    }

    @Test(
        "are found by what people write",
        arguments: [
            ("another", 1), ("another==1.0", 1), ("demo==1.9", 2), ("default/packages/demo==1.9", 2),
            ("demo-1.9.tar.gz", 1), ("default/packages/demo-1.9.tar.gz", 1), ("default/packages", 6),
        ])
    func find(reference: String, count: Int) throws {
        try withFiles { test in
            let found = try test.registry.find(reference)
            #expect(found.count == count)
        }
    }

    @Test("are found by each of their digests", arguments: DigestAlgorithm.allCases)
    func findByDigest(algorithm: DigestAlgorithm) throws {
        try withFiles { test in
            let file = try #require(try test.files().first)
            let found = try test.registry.find(file.digests[algorithm].tagged)
            #expect(found.map(\.file) == [file])
            #expect(found.first?.metadata?.summary == "Another")
            #expect(found.first?.installCommand() == "pip install another==1")
        }
    }

    @Test(
        "are not found by nonsense",
        arguments: ["", "nobody", "nobody==1", "demo==x", "demo-9.9.tar.gz", "sha1:00", "a/b/c/d", "x/y/demo", "!"])
    func nonsense(reference: String) throws {
        try withFiles { test in
            #expect(throws: RegistryError.self) { try test.registry.find(reference) }
        }
    }

    @Test("show what their archives hold, also when the listing has to be made anew")
    func contents() throws {
        try withFiles { test in
            let file = try #require(try test.files().first)
            let listing = try test.registry.contents(of: file)
            #expect(listing.members.compactMap(\.text).contains("another-1.dist-info/METADATA"))
            try test.registry.store.write { (change) throws(StoreError) in
                try change.putListing([0, 1, 2], of: file.digests.sha256)
            }
            #expect(try test.registry.contents(of: file) == listing)
            let stored = try test.registry.store.read { (snapshot) throws(StoreError) in
                try snapshot.listing(of: file.digests.sha256)
            }
            #expect(stored?.first == 1)
        }
    }

    @Test("stream one of their members")
    func stream() throws {
        try withFiles { test in
            let file = try #require(try test.files().first)
            var text: [UInt8] = []
            try test.registry.stream(member: "another-1.dist-info/METADATA", of: file) { run in
                for index in run.indices { text.append(run[index]) }
                return true
            }
            #expect(String(decoding: text, as: UTF8.self).contains("Summary: Another"))
            #expect(throws: RegistryError.noSuchMember("nothing")) {
                try test.registry.stream(member: "nothing", of: file) { _ in true }
            }
        }
    }

    @Test("are exported as they came in")
    func export() throws {
        try withFiles { test in
            var options = ExportOptions()
            options.writesSums = true
            let first = try test.registry.export([.registry(.default)], to: test.scratch, options: options)
            #expect(first.written.count == 6)
            let name = "demo-1.9.tar.gz"
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: test.scratch.appending(name).string))
                    == Data(contentsOf: URL(fileURLWithPath: test.sources.appending(name).string)))
            let sums = try String(contentsOfFile: test.scratch.appending("SHA256SUMS").string, encoding: .utf8)
            #expect(sums.split(separator: "\n").count == 6)
            let mode = try FileManager.default.attributesOfItem(atPath: test.scratch.appending(name).string)
            #expect(mode[.posixPermissions] as? Int == 0o644)
            #expect(try FileManager.default.contentsOfDirectory(atPath: test.scratch.string).count == 7)

            #expect(try test.registry.export([.registry(.default)], to: test.scratch).present == 6)
            try Data([1]).write(to: URL(fileURLWithPath: test.scratch.appending(name).string))
            let conflict = try test.registry.export([.registry(.default)], to: test.scratch)
            #expect(conflict.failed == 1)
            #expect(conflict.present == 5)
            #expect(try Data(contentsOf: URL(fileURLWithPath: test.scratch.appending(name).string)) == Data([1]))
        }
    }

    @Test("are not exported when their bytes are damaged")
    func exportDamaged() throws {
        try withRegistry(damaged: 1) { test in
            try test.add(WheelBuilder("demo", version: "1").build())
            _ = try test.ingest()
            try test.damage(try #require(try test.files().first))
            #expect(try test.registry.export([.registry(.default)], to: test.scratch).failed == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: test.scratch.string).isEmpty)
        }
    }
}
