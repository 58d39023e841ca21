import FixtureBuilders
import Foundation
import SystemPackage
import Testing

/// Debian's `qemu-user`.
private enum Emulator {
    static let path = ["/usr/bin/qemu-x86_64", "/usr/local/bin/qemu-x86_64"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Runs a command on a processor of 2008, whose instructions end before AVX.
    static func run(
        _ arguments: [String], in workplace: Workplace, engine: String = "auto"
    ) throws -> Regadmin.Outcome {
        let emulator = try #require(path)
        return try RunningProcess(
            [emulator, "-cpu", "Nehalem", Regadmin.executable] + arguments,
            environment: [
                "REGADMIN_STORE": workplace.store.string, "SWIFT_BACKTRACE": "enable=no", "REGADMIN_DIGESTS": engine,
            ]
        ).wait(900)
    }
}

@Suite("On a processor without AVX", .serialized, .enabled(if: Emulator.path != nil, "qemu-user is missing"))
struct EmulatorTests {

    @Test("digests are the same, by OpenSSL, whatever engine is asked for", arguments: ["auto", "lanes", "stitched"])
    func digests(engine: String) throws {
        try Workplace.with { workplace in
            var paths: [String] = []
            // Empty, around a block's ends, in groups, and one that is a large file to every engine.
            for size in [0, 1, 55, 56, 63, 64, 111, 112, 127, 128, 129, 4097, 70_001, 300_001] {
                let path = workplace.source.appending("\(size)").string
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ $0 >> 7) }
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                paths.append(path)
            }
            let here = try workplace.regadmin.run(["digest"] + paths)
            let there = try Emulator.run(["digest"] + paths, in: workplace, engine: engine)
            #expect(there.status == 0, "\(there.errors)")
            #expect(there.output == here.output)
            #expect(there.output.split(separator: "\n").count == 5 * paths.count)
        }
    }

    @Test("the doctor says that OpenSSL computes them, and a store is filled and verified")
    func store() throws {
        try Workplace.with { workplace in
            for file in FixtureDistributions.all { try workplace.add(file) }
            let ingest = try Emulator.run(["ingest", workplace.source.string, "--quiet"], in: workplace)
            #expect(ingest.status == 0, "\(ingest)")
            let doctor = try Emulator.run(["doctor"], in: workplace)
            #expect(doctor.output.contains("one file: OpenSSL; many files: one by one"), "\(doctor)")
            #expect(try Emulator.run(["verify", "all"], in: workplace).status == 0)
            // With the engines of this processor, too.
            try workplace.regadmin.expect(0, "verify", "all")
        }
    }
}
