import Archives
import FixtureBuilders
import Foundation
import Inspection
import PythonPackaging
import SystemPackage
import TestSupport
import Testing

@Suite("Mutated distributions")
struct MutationTests {
    /// The same sequence in every run (splitmix64).
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    private static func mutated(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &dice) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<8, using: &dice) {
            case 0...3: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 4: bytes[at] = UInt8.random(in: 0...255, using: &dice)
            case 5: bytes.removeSubrange(at..<min(bytes.count, at + 7))
            case 6: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
            default: bytes.removeSubrange(max(at, bytes.count - 600)...)
            }
        }
        return bytes
    }

    /// Contents are changed before they are packed, so that the mutations reach what is behind checksums.
    private static func wheel(_ dice: inout Dice) -> BuiltDistribution {
        let good = WheelBuilder("demo", version: "1.0").compression(.stored)
            .infoFile("entry_points.txt", "[console_scripts]\ndemo = demo:main\n").requires("other>=1; extra == 'x'")
        var archive = good.archive
        if Bool.random(using: &dice) {
            return BuiltDistribution(filename: good.filename, bytes: mutated(archive.bytes, &dice))
        }
        for index in archive.entries.indices {
            let name = String(decoding: archive.entries[index].name, as: UTF8.self)
            archive.entries[index] = .init(name, bytes: mutated(archive.entries[index].packed, &dice))
        }
        return BuiltDistribution(filename: good.filename, bytes: archive.bytes)
    }

    private static func sdist(_ dice: inout Dice) -> BuiltDistribution {
        let good = SdistBuilder("demo", version: "1.0")
            .tar {
                $0.append(.symlink("demo-1.0/link", to: "pyproject.toml"))
                $0.append(.init("demo-1.0/" + String(repeating: "long/", count: 30) + "ü", "text"))
            }
        let bytes =
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: mutated(good.bytes, &dice)
            default: GzipBuilder.wrap(mutated(good.tar.bytes, &dice), .stored)
            }
        return BuiltDistribution(filename: good.filename, bytes: bytes)
    }

    @Test("become reports, whatever they are", arguments: [true, false])
    func becomeReports(isWheel: Bool) throws {
        var dice = Dice(state: isWheel ? 1 : 2)
        var rejected = 0
        for _ in 0..<400 {
            let distribution = isWheel ? Self.wheel(&dice) : Self.sdist(&dice)
            for profile in InspectionProfile.allCases {
                let report = try inspect(distribution, InspectionPolicy(profile: profile, depth: .contents))
                if report.isRejected { rejected += 1 }
                // An accepted distribution is listed and, but for old sdists, says who it is.
                if !report.isRejected {
                    #expect(report.listing != nil)
                    if isWheel { #expect(report.metadata?.name == report.filename.project) }
                }
            }
            _ = try inspect(distribution, InspectionPolicy(mode: .warn))
        }
        #expect((1..<800).contains(rejected))
    }

    /// pip unpacks with CPython's tarfile, so what is accepted must look the same to it.
    @Test("are listed by tarfile as they are here if accepted")
    func agreeWithTarfile() throws {
        var dice = Dice(state: 3)
        var accepted = 0
        try withTemporaryDirectory { folder in
            var expected = ""
            for number in 0..<1000 {
                let sdist = Self.sdist(&dice)
                let report = try inspect(sdist, InspectionPolicy())
                guard !report.isRejected, let listing = report.listing else { continue }
                accepted += 1
                try Data(sdist.bytes).write(to: URL(fileURLWithPath: folder.appending("\(number).tar.gz").string))
                expected += "\(number).tar.gz\n"
                for member in listing.members {
                    let path = member.path.last == UInt8(ascii: "/") ? Array(member.path.dropLast()) : member.path
                    expected += " " + path.map { String($0, radix: 16) }.joined(separator: ".")
                    expected += " \(member.kind) \(member.kind == .file ? member.size ?? -1 : 0)\n"
                }
            }
            try Data(expected.utf8).write(to: URL(fileURLWithPath: folder.appending("expected").string))
            try Data(Self.script.utf8).write(to: URL(fileURLWithPath: folder.appending("list.py").string))
            let shell = try Process.run(
                URL(fileURLWithPath: "/bin/sh"),
                arguments: ["-c", "cd \(folder) && python3 list.py > listed && diff expected listed >&2"])
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0)
        }
        #expect(accepted > 50)
    }

    private static let script = """
        import tarfile

        kinds = {b"0": "file", b"\\0": "file", b"5": "directory", b"2": "symlink", b"1": "hardLink"}
        for name in [line.strip() for line in open("expected") if line[0] != " "]:
            print(name)
            with tarfile.open(name, "r:gz") as archive:
                for member in archive:
                    raw = member.name.rstrip("/").encode("utf-8", "surrogateescape")
                    kind = kinds.get(member.type, "other")
                    print("", ".".join("%x" % byte for byte in raw), kind, member.size if kind == "file" else 0)

        """
}
