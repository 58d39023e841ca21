import FixtureBuilders
import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("An interrupted ingest")
struct InterruptionTests {
    @Test("ends with 4 and is done by the next run", arguments: [SIGINT, SIGTERM])
    func stop(signal: Int32) throws {
        try Workplace.with { workplace in
            let names = try workplace.addWheels(150, paddingBytes: 200_000)
            let process = try workplace.regadmin.start(["ingest", workplace.source.string, "--json", "--jobs", "1"])
            #expect(process.waitUntil { $0.output.contains(#""event":"stored""#) })
            process.send(signal)
            let outcome = try process.wait()
            #expect(outcome.status == 4, "\(outcome)")
            #expect(outcome.errors.contains("the same command does the rest"))
            let stored = try outcome.events("stored").compactMap { $0["filename"] as? String }
            #expect(!stored.isEmpty && stored.count < names.count)
            let summary = try #require(try outcome.events("summary").first)
            #expect(summary["is_stopped_early"] as? Bool == true)
            #expect(summary["stored"] as? Int == stored.count)
            try workplace.regadmin.expect(0, "verify", "all")

            let rest = try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--json")
            let finished = try #require(try rest.events("summary").first)
            #expect(finished["stored"] as? Int == names.count - stored.count)
            #expect(finished["present"] as? Int == stored.count)
        }
    }

    @Test("ends at once when it is interrupted twice")
    func twice() throws {
        try Workplace.with { workplace in
            try workplace.addWheels(150, paddingBytes: 200_000)
            let process = try workplace.regadmin.start(["ingest", workplace.source.string, "--jobs", "1"])
            #expect(process.waitUntil { $0.output.contains("stored") })
            process.send(SIGINT)
            #expect(process.waitUntil { $0.errors.contains("interrupt once more") })
            process.send(SIGINT)
            let outcome = try process.wait(10)
            // Should the first have been quick, there was nothing to end.
            #expect(outcome.signal == SIGINT || outcome.status == 4)
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }

    @Test("has an end without noise when nobody reads its output")
    func brokenPipe() throws {
        try Workplace.withFixtures { workplace in
            let process = try RunningProcess(
                ["/bin/sh", "-c", "trap '' PIPE; \"$0\" list | true; echo $?", Regadmin.executable],
                environment: ["REGADMIN_STORE": workplace.store.string])
            let outcome = try process.wait()
            #expect(outcome.errors.isEmpty)
            #expect(outcome.output == "0\n")
        }
    }
}
