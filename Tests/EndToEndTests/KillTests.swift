import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Processes killed at random", .serialized)
struct KillTests {
    /// Seconds each of these tests goes on; `REGADMIN_KILL_SECONDS` makes it longer.
    static let seconds = ProcessInfo.processInfo.environment["REGADMIN_KILL_SECONDS"].flatMap(Double.init) ?? 8

    @Test("lose nothing that was acknowledged")
    func ingest() throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            try workplace.addWheels(120, paddingBytes: 20_000)
            var acknowledged: Set<String> = []
            var kills = 0
            let end = ContinuousClock.now + .seconds(Self.seconds)
            while ContinuousClock.now < end {
                let ingest = try regadmin.start(["ingest", workplace.source.string, "--json"])
                let other = try regadmin.start(["verify", "--quick", "--json"])
                usleep(.random(in: 20_000...400_000))
                ingest.send(SIGKILL)
                let outcome = try ingest.wait()
                if outcome.signal == SIGKILL { kills += 1 }
                #expect(outcome.signal == SIGKILL || outcome.status == 0, "\(outcome)")
                // A line cut short was not acknowledged.
                let whole = outcome.output[..<(outcome.output.lastIndex(of: "\n") ?? outcome.output.startIndex)]
                for line in whole.split(separator: "\n") where line.contains(#""event":"stored""#) {
                    let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    acknowledged.insert(try #require(event?["filename"] as? String))
                }
                let beside = try other.wait()
                #expect(beside.status == 0 || (beside.status == 3 && acknowledged.isEmpty), "\(beside)")
                if FileManager.default.fileExists(atPath: workplace.store.appending("FORMAT").string) {
                    try regadmin.expect(0, "verify", "all")
                    let list = try regadmin.expect(0, "list", "--json")
                    let present = Set(try list.events("file").compactMap { $0["filename"] as? String })
                    #expect(acknowledged.isSubset(of: present))
                }
                // Begin anew from time to time.
                if acknowledged.count >= 120 {
                    try regadmin.expect(0, "registry", "delete", "default/packages", "--force")
                    try regadmin.expect(0, "gc")
                    acknowledged = []
                }
            }
            #expect(kills > 0)
            try regadmin.expect(0, "ingest", workplace.source.string)
            try regadmin.expect(0, "gc")
            try regadmin.expect(0, "verify", "all")
            #expect(try workplace.blobFiles().count == 120)
        }
    }

    @Test("leave a store that gc and verify can go on with", arguments: ["gc", "verify"])
    func upkeep(command: String) throws {
        try Workplace.with { workplace in
            let regadmin = workplace.regadmin
            let names = try workplace.addWheels(150, paddingBytes: 4000)
            try regadmin.expect(0, "ingest", workplace.source.string, "-q")
            let kept = Set(names.prefix(30))
            let doomed = names.dropFirst(30).joined(separator: "\n")
            let end = ContinuousClock.now + .seconds(Self.seconds / 2)
            while ContinuousClock.now < end {
                try regadmin.expect(0, "delete", "--from-file", "-", "--in", "default/packages", input: doomed)
                let process = try regadmin.start([command, "--json"])
                let other = try regadmin.start(["ingest", workplace.source.string, "-q"])
                usleep(.random(in: 5_000...120_000))
                process.send(SIGKILL)
                let outcome = try process.wait()
                #expect(outcome.signal == SIGKILL || outcome.status == 0, "\(outcome)")
                #expect(try other.wait().status == 0)
                try regadmin.expect(0, "verify", "all")
                let list = try regadmin.expect(0, "list", "--json")
                let present = Set(try list.events("file").compactMap { $0["filename"] as? String })
                #expect(kept.isSubset(of: present) && present.count == names.count)
            }
            try regadmin.expect(0, "gc")
            #expect(try workplace.blobFiles().count == names.count)
        }
    }
}
