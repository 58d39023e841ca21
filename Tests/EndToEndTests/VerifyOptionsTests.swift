import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("verify with a budget")
struct VerifyOptionsTests {
    /// Runs `body` with so many blobs of 100 KB and a bit.
    private static func withBlobs(_ count: Int, _ body: (Workplace) throws -> Void) throws {
        try Workplace.with { workplace in
            try workplace.addWheels(count, paddingBytes: 100_000)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--quiet")
            try body(workplace)
        }
    }

    private static func flip(_ path: FilePath) throws {
        chmod(path.string, 0o644)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path.string))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path.string), options: [])
    }

    /// The number that the summary has.
    private static func sum(_ name: String, _ outcome: Regadmin.Outcome) throws -> Int {
        try #require(try outcome.events("checksums-summary").first?[name] as? Int)
    }

    @Test("of bytes stops, and goes on with the rest until it has come round")
    func bytes() throws {
        try Self.withBlobs(40) { workplace in
            // Every blob that is read is one that is found.
            for file in try workplace.blobFiles() { try Self.flip(file) }
            var found: Set<String> = []
            var runs = 0
            while found.count < 40 {
                // With more threads the last ones read may be of the next round.
                let outcome = try workplace.regadmin.expect(
                    4, "verify", "--json", "--max-bytes", "1MB", "--jobs", "1")
                let new = Set(try outcome.events("finding").compactMap { $0["digest"] as? String })
                #expect(found.isDisjoint(with: new))
                #expect(try Self.sum("bytes", outcome) >= 1_000_000)
                found.formUnion(new)
                runs += 1
                if new.isEmpty { break }
            }
            #expect(found.count == 40)
            #expect(runs > 1)
        }
    }

    @Test("of time stops")
    func duration() throws {
        try Self.withBlobs(40) { workplace in
            let outcome = try workplace.regadmin.expect(4, "verify", "--json", "--max-duration", "0s")
            #expect(try Self.sum("blobs", outcome) < 40)
            #expect(outcome.errors.contains("goes on with what was verified least recently"))
            let rest = try workplace.regadmin.expect(0, "verify", "--json", "--max-duration", "10m")
            #expect(try Self.sum("blobs", rest) == 40)
        }
    }

    @Test("of age leaves out what was hashed lately")
    func age() throws {
        try Self.withBlobs(5) { workplace in
            let lately = try workplace.regadmin.expect(0, "verify", "--json", "--max-age", "1h")
            #expect(try Self.sum("blobs", lately) == 0)
            let all = try workplace.regadmin.expect(0, "verify", "--json", "--max-age", "0s")
            #expect(try Self.sum("blobs", all) == 5)
        }
    }

    @Test("of a rate takes as long as that")
    func rate() throws {
        try Self.withBlobs(10) { workplace in
            let begun = ContinuousClock.now
            let outcome = try workplace.regadmin.expect(0, "verify", "--json", "--rate", "500KB")
            let bytes = try Self.sum("bytes", outcome)
            #expect(bytes > 1_000_000)
            // All but the last pieces have waited.
            #expect(ContinuousClock.now - begun > .seconds(1))
        }
    }

    @Test("of a sample reads about that share")
    func sample() throws {
        try Workplace.with { workplace in
            try workplace.addWheels(400)
            try workplace.regadmin.expect(0, "ingest", workplace.source.string, "--quiet")
            let outcome = try workplace.regadmin.expect(0, "verify", "--json", "--sample", "50")
            // Ten times the standard deviation.
            #expect((100...300).contains(try Self.sum("blobs", outcome)))
            try workplace.regadmin.expect(2, "verify", "--sample", "0")
        }
    }

    @Test("of nothing looks at sizes only")
    func quick() throws {
        try Self.withBlobs(3) { workplace in
            let files = try workplace.blobFiles()
            try Self.flip(files[0])
            let clean = try workplace.regadmin.expect(0, "verify", "--json", "--quick")
            #expect(try Self.sum("blobs", clean) == 3)
            #expect(try Self.sum("bytes", clean) == 0)
            truncate(files[1].string, 10)
            let found = try workplace.regadmin.expect(1, "verify", "--json", "--quick")
            #expect(try found.events("finding").count == 1)
            #expect(try workplace.regadmin.expect(1, "verify", "--json").events("finding").count == 2)
        }
    }

    @Test("that is interrupted has noted what it has read", arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) throws {
        try Self.withBlobs(30) { workplace in
            for file in try workplace.blobFiles() { try Self.flip(file) }
            let process = try workplace.regadmin.start(["verify", "--json", "--rate", "400KB"])
            #expect(process.waitUntil { $0.output.contains(#""event":"finding""#) })
            process.send(signal)
            let outcome = try process.wait()
            #expect(outcome.status == 4, "\(outcome)")
            let found = try outcome.events("finding").count
            #expect((1..<30).contains(found))
            let rest = try workplace.regadmin.expect(1, "verify", "--json", "--max-bytes", "100MB")
            #expect(try Self.sum("blobs", rest) == 30)
            #expect(try rest.events("finding").count == 30)
        }
    }
}
