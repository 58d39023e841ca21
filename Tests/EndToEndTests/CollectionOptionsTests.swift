import Foundation
import SystemPackage
import Testing

@Suite("gc with options")
struct CollectionOptionsTests {
    /// Runs `body` with a store of so many blobs, half of which have no name any more.
    private static func withGarbage(of count: Int, _ body: (Workplace) throws -> Void) throws {
        try Workplace.with { workplace in
            try workplace.addWheels(count)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--quiet")
            let half = (0..<count / 2).map { "demo\($0)==1.0" }.joined(separator: "\n")
            try workplace.regadmin.expect(0, "delete", "--from-file", "-", input: half)
            try body(workplace)
        }
    }

    /// The amount of this name in what was printed, objects and bytes.
    private static func amount(_ name: String, _ outcome: Regadmin.Outcome) throws -> [String: Int] {
        let event = try #require(try outcome.events().last)
        return try #require(event[name] as? [String: Int])
    }

    @Test("says on a dry run exactly what a run then frees")
    func dryRun() throws {
        try Self.withGarbage(of: 20) { workplace in
            let before = try workplace.blobFiles()
            let planned = try Self.amount("freed", workplace.regadmin.expect(0, "gc", "--dry-run", "--json"))
            #expect(planned["objects"] == 10)
            #expect(try workplace.blobFiles() == before)
            let freed = try Self.amount("removed", workplace.regadmin.expect(0, "gc", "--json"))
            #expect(freed == planned)
            #expect(try workplace.blobFiles().count == 10)
        }
    }

    @Test("keeps for --grace what was deleted lately, and says when it goes")
    func grace() throws {
        try Self.withGarbage(of: 8) { workplace in
            let kept = try workplace.regadmin.expect(0, "gc", "--grace", "7d")
            #expect(kept.output.contains("freed         0 objects"), "\(kept.output)")
            #expect(kept.output.contains("waiting       4 objects"), "\(kept.output)")
            #expect(try workplace.blobFiles().count == 8)
            try workplace.regadmin.expect(0, "gc", "--grace", "0s")
            #expect(try workplace.blobFiles().count == 4)
        }
    }

    @Test("stops when --max-duration is over, and the next run does the rest")
    func duration() throws {
        try Self.withGarbage(of: 8) { workplace in
            let hasty = try workplace.regadmin.expect(4, "gc", "--max-duration", "0s")
            #expect(hasty.errors.contains("'regadmin gc' goes on where it stopped"))
            try workplace.regadmin.expect(0, "gc", "--max-duration", "10m")
            #expect(try workplace.blobFiles().count == 4)
            // Nothing is left to be stopped at.
            try workplace.regadmin.expect(0, "gc", "--max-duration", "0s")
        }
    }
}
