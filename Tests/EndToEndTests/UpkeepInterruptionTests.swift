import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Interrupted upkeep")
struct UpkeepInterruptionTests {
    /// Several of the batches in which gc and backup work.
    private static let count = 1200

    /// Runs `body` with a store of so many blobs.
    private static func withBlobs(_ count: Int, _ body: (Workplace) throws -> Void) throws {
        try Workplace.with { workplace in
            try workplace.addWheels(count)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--quiet", "--inspect", "off")
            try body(workplace)
        }
    }

    /// Sends the signal in the middle of the work: the process is let run for moments, and looked at while it
    /// stands still, so that however slow the looking is, the work does not end meanwhile.
    private static func interrupt(
        _ process: RunningProcess, by signal: Int32, when isBegun: () -> Bool
    ) throws -> Regadmin.Outcome {
        let isInTime = process.waitUntil { process in
            // Where it has ended, `isBegun` alone says so.
            _ = process.halt()
            if isBegun() { return true }
            process.send(SIGCONT)
            return false
        }
        #expect(isInTime)
        process.send(signal)
        process.send(SIGCONT)
        return try process.wait()
    }

    /// Leaves a file its size and takes its bytes.
    private static func zero(_ path: String) throws {
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        #expect(truncate(path, 0) == 0 && truncate(path, off_t(size)) == 0)
    }

    /// 0 where there is no store yet.
    private static func blobCount(_ store: FilePath) -> Int { (try? Workplace.blobNames(of: store).count) ?? 0 }

    @Test("of gc ends with 4, keeps the store in order, and the next run goes on", arguments: [SIGINT, SIGTERM])
    func gc(signal: Int32) throws {
        try Self.withBlobs(Self.count) { workplace in
            let regadmin = workplace.regadmin
            try regadmin.expect(0, "registry", "delete", "default/packages", "--force")
            let process = try regadmin.start(["gc", "--json"])
            let outcome = try Self.interrupt(process, by: signal) { Self.blobCount(workplace.store) < Self.count }
            #expect(outcome.status == 4, "\(outcome)")
            #expect(outcome.errors.contains("stopping cleanly; interrupt once more to end at once"))
            #expect(outcome.errors.contains("stopped early; 'regadmin gc' goes on where it stopped"))
            let summary = try #require(try outcome.events("summary").first)
            #expect(summary["is_stopped_early"] as? Bool == true)
            let left = Self.blobCount(workplace.store)
            #expect((1..<Self.count).contains(left))
            try regadmin.expect(0, "verify", "all")
            let plan = try regadmin.expect(0, "gc", "--dry-run")
            #expect(plan.output.contains("would free    \(left) objects"), "\(plan.output)")
            try regadmin.expect(0, "gc")
            #expect(Self.blobCount(workplace.store) == 0)
            try regadmin.expect(0, "verify", "all")
        }
    }

    @Test("of backup ends with 4, lets gc go on, and the next run copies the rest", arguments: [SIGINT, SIGTERM])
    func backup(signal: Int32) throws {
        try Self.withBlobs(Self.count) { workplace in
            let regadmin = workplace.regadmin
            let target = workplace.root.appending("copy")
            let process = try regadmin.start(["backup", target.string, "--json"])
            let outcome = try Self.interrupt(process, by: signal) { Self.blobCount(target) > 0 }
            #expect(outcome.status == 4, "\(outcome)")
            #expect(outcome.errors.contains("stopped early; 'regadmin backup' goes on where it stopped"))
            let copied = Self.blobCount(target)
            #expect((1..<Self.count).contains(copied))
            // As a power cut can leave a file that nobody had synced.
            let lost = try Workplace.blobNames(of: target)[0]
            try Self.zero("\(target)/blobs/\(lost)")
            // Until it is whole the copy is what it was: nothing.
            #expect(try regadmin.expect(0, "list", "--store", target.string).output.isEmpty)
            // No hold is left behind that would keep gc from its work.
            try regadmin.expect(0, "verify", "all")
            try regadmin.expect(0, "delete", "demo0==1.0")
            try regadmin.expect(0, "gc")
            #expect(Self.blobCount(workplace.store) == Self.count - 1)

            let rest = try regadmin.expect(0, "backup", target.string, "--json")
            let summary = try #require(try rest.events("summary").first)
            let present = try #require((summary["present"] as? [String: Any])?["objects"] as? Int)
            #expect((copied - 2...copied - 1).contains(present))
            try regadmin.expect(0, "verify", "all", "--store", target.string)
            #expect(Self.blobCount(target) == Self.count - 1)
            #expect(
                try regadmin.expect(0, "list", "--store", target.string).output == regadmin.expect(0, "list").output)
        }
    }

    @Test("of restore ends with 4, opens to nobody, and the next run does the rest", arguments: [SIGINT, SIGKILL])
    func restore(signal: Int32) throws {
        try Self.withBlobs(Self.count) { workplace in
            let regadmin = workplace.regadmin
            let (copy, second) = (workplace.root.appending("copy").string, workplace.root.appending("second"))
            try regadmin.expect(0, "backup", copy)
            let words = ["restore", copy, "--store", second.string, "--json"]
            let outcome = try Self.interrupt(try regadmin.start(words), by: signal) { Self.blobCount(second) > 0 }
            if signal == SIGKILL {
                #expect(outcome.signal == SIGKILL)
            } else {
                #expect(outcome.status == 4, "\(outcome)")
                #expect(outcome.errors.contains("stopped early; 'regadmin restore' goes on where it stopped"))
            }
            let copied = Self.blobCount(second)
            #expect((1..<Self.count).contains(copied))
            for words in [
                ["list"], ["verify", "all"], ["gc"], ["ingest", workplace.source.string], ["restore", "--index"],
            ] {
                let refused = try regadmin.run(words + ["--store", second.string])
                #expect(refused.status == 3, "\(words): \(refused)")
                #expect(refused.errors.contains("is not restored to its end\n  run 'regadmin restore' with the same"))
            }
            // As if it had been in the middle of that one; it may have been in the middle of another, too.
            let names = try Workplace.blobNames(of: second)
            #expect(truncate("\(second)/blobs/\(names[0])", 10) == 0)
            // As a power cut can leave a file that nobody had synced.
            try Self.zero("\(second)/blobs/\(names[1])")
            let whole = names.count {
                FileManager.default.contentsEqual(atPath: "\(second)/blobs/\($0)", andPath: "\(copy)/blobs/\($0)")
            }
            #expect(whole <= copied - 2)
            let rest = try regadmin.run(words)
            #expect(rest.status == 0, "\(rest)")
            let summary = try #require(try rest.events("summary").first)
            let present = try #require((summary["present"] as? [String: Any])?["objects"] as? Int)
            #expect(present == whole)
            try regadmin.expect(0, "verify", "all", "--store", second.string)
            #expect(
                try regadmin.expect(0, "list", "--store", second.string).output == regadmin.expect(0, "list").output)
            try regadmin.expect(0, "gc", "--full", "--store", second.string)
            #expect(Self.blobCount(second) == Self.count)
            // What is whole is not written over.
            #expect(try regadmin.run(words).status == 2)
        }
    }

    @Test("of restore --index ends with 4, and begins again")
    func restoreIndex() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            // The copy of the index is older than all the files.
            try regadmin.expect(0, "org", "create", "any")
            try regadmin.expect(0, "gc")
            try workplace.addWheels(600)
            try regadmin.expect(0, "ingest", workplace.source.string, "--quiet", "--inspect", "off")
            let index = workplace.store.appending("index").string
            let process = try regadmin.start(["restore", "--index", "--json"])
            let outcome = try Self.interrupt(process, by: SIGINT) {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: index)) ?? []
                return names.contains { $0.contains("damaged") } && names.contains("lock.mdb")
            }
            #expect(outcome.status == 4, "\(outcome)")
            #expect(outcome.errors.contains("stopped early; 'regadmin restore --index' begins again"))
            try regadmin.expect(0, "verify", "all")
            let again = try regadmin.expect(0, "restore", "--index", "--json")
            let summary = try #require(try again.events("summary").first)
            #expect((summary["adopted"] as? [String: Any])?["objects"] as? Int == 600)
            try regadmin.expect(0, "verify", "all")
            // The names come back without a byte written again.
            let ingest = try regadmin.expect(0, "ingest", workplace.source.string, "--json", "--inspect", "off")
            #expect(try ingest.events("stored").count == 600)
            try regadmin.expect(0, "gc", "--full")
            #expect(Self.blobCount(workplace.store) == 600)
        }
    }
}
