import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("Upkeep of a store in use")
struct UpkeepShareTests {
    /// Linux's number of the class whose threads run where nothing else wants the processor.
    private static let background = 5

    @Test("gives way to everything else, but for who holds the writer lock; not in the foreground")
    func share() throws {
        try Workplace.with { workplace in
            try workplace.addWheels(3, paddingBytes: 200_000)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string)
            for isForeground in [false, true] {
                // Slow enough to be looked at.
                let options = ["verify", "checksums", "--rate", "1KB"] + (isForeground ? ["--foreground"] : [])
                let process = try workplace.regadmin.start(options)
                #expect(
                    process.waitUntil { process in
                        let classes = Self.classes(of: process.id)
                        return isForeground
                            ? classes.count > 1 && classes.allSatisfy { $0 == 0 }
                            : classes.contains(Self.background) && classes.contains(0)
                    })
                process.send(SIGINT)
                #expect(try process.wait(20).status == 4, "it is not stopped while it waits for the rate")
            }
        }
    }

    /// The scheduling class of each thread: field 41 of `stat`, proc(5).
    private static func classes(of process: pid_t) -> [Int] {
        let tasks = "/proc/\(process)/task"
        return ((try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []).compactMap { task in
            guard let stat = try? String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8),
                let fields = stat.range(of: ") ", options: .backwards)
            else { return nil }
            // The third field follows the name's parenthesis.
            return stat[fields.upperBound...].split(separator: " ").dropFirst(38).first.flatMap { Int($0) }
        }
    }
}
