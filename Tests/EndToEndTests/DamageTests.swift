import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Damage")
struct DamageTests {
    /// What can happen to a blob's file.
    enum Harm: String, CaseIterable {
        case flipped, truncated, grown, deleted, directory

        func befall(_ path: FilePath) throws {
            switch self {
            case .flipped:
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path.string))
                bytes[bytes.count / 2] ^= 0x10
                try overwrite(path, bytes)
            case .truncated: try overwrite(path, Data(contentsOf: URL(fileURLWithPath: path.string)).dropLast(7))
            case .grown: try overwrite(path, Data(contentsOf: URL(fileURLWithPath: path.string)) + [0])
            case .deleted: try FileManager.default.removeItem(atPath: path.string)
            case .directory:
                try FileManager.default.removeItem(atPath: path.string)
                try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
            }
        }

        private func overwrite(_ path: FilePath, _ bytes: Data) throws {
            chmod(path.string, 0o644)
            try bytes.write(to: URL(fileURLWithPath: path.string), options: [])
            chmod(path.string, 0o444)
        }
    }

    private static let victim = "fixture_orbit-2.1.0rc1.tar.gz"

    @Test("of one blob is named with its packages, and nothing else is", arguments: Harm.allCases, [false, true])
    func blob(harm: Harm, healsByIngest: Bool) throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            // The same bytes in a second registry: both names are concerned.
            try regadmin.expect(0, "ingest", workplace.source.appending(Self.victim).string, "--into", "other/place")
            let listed = try regadmin.expect(0, "list", "--json", "default/packages/\(Self.victim)")
            let digests = try #require(try listed.events("file").first?["digests"] as? [String: String])
            let digest = try #require(digests["sha256"])
            try harm.befall(try #require(try workplace.blobFile(digest)))

            let found = try regadmin.expect(1, "verify", "--json")
            let findings = try found.events("finding")
            #expect(findings.count == 1)
            #expect(findings.first?["digest"] as? String == "sha256:\(digest)")
            #expect(
                findings.first?["files"] as? [String] == [
                    "default/packages/\(Self.victim)", "other/place/\(Self.victim)",
                ])
            #expect(try regadmin.expect(1, "verify", "all").output.contains("default/packages/\(Self.victim)"))
            try regadmin.expect(1, "cat", "default/packages/\(Self.victim)", "absent")

            if healsByIngest {
                let healed = try regadmin.expect(0, "ingest", workplace.source.string, "--json")
                #expect(try healed.events("healed").count == 1)
            } else {
                let healed = try regadmin.expect(0, "verify", "--repair-from", workplace.source.string, "--json")
                #expect(try healed.events("healed").count == 1)
            }
            try regadmin.expect(0, "verify", "all")
            let target = workplace.root.appending("out")
            try FileManager.default.createDirectory(atPath: target.string, withIntermediateDirectories: false)
            try regadmin.expect(0, "export", "other/place", "--to", target.string)
        }
    }

    @Test("is kept in quarantine when that is asked for")
    func quarantine() throws {
        try Workplace.withFixtures { workplace in
            try Harm.flipped.befall(try workplace.blobFiles()[0])
            try workplace.regadmin.expect(1, "verify", "--quarantine")
            let kept = try FileManager.default.contentsOfDirectory(
                atPath: workplace.store.appending("quarantine").string)
            let object = try #require(kept.first { !$0.hasSuffix(".reason") })
            #expect(kept.contains("\(object).reason"))
            try workplace.regadmin.expect(0, "verify", "--repair-from", workplace.source.string)
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    /// What can happen to the index.
    enum IndexHarm: String, CaseIterable {
        case truncated, zeroed, empty, deleted
    }

    @Test("of the index is said clearly, and its copy brings it back", arguments: IndexHarm.allCases)
    func index(harm: IndexHarm) throws {
        try Workplace.withFixtures { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "gc")
            let data = workplace.store.appending("index/data.mdb").string
            switch harm {
            case .truncated: truncate(data, 5000)
            case .empty: truncate(data, 0)
            case .deleted: try FileManager.default.removeItem(atPath: data)
            case .zeroed:
                let size = try FileManager.default.attributesOfItem(atPath: data)[.size] as? Int ?? 0
                try Data(count: size).write(to: URL(fileURLWithPath: data))
            }
            for words in [["list"], ["verify", "index"], ["ingest", workplace.source.string], ["gc"]] {
                let outcome = try regadmin.run(words)
                #expect(outcome.status == 3, "\(words): \(outcome)")
                #expect(outcome.errors.contains("the index is damaged"), "\(outcome.errors)")
                #expect(outcome.errors.contains("restore --index"))
            }
            #expect(try regadmin.run("doctor").status == 3)
            try regadmin.expect(0, "restore", "--index")
            try regadmin.expect(0, "verify", "all")
            #expect(try regadmin.expect(0, "list").output.split(separator: "\n").count == 6)
        }
    }
}
