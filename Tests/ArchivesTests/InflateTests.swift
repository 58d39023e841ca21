import CInflate
import Foundation
import Testing

@testable import Archives

/// Installers inflate with zlib, so what is taken must be what zlib takes, and come out the same.
@Suite("Inflating")
struct InflateTests {
    /// Writes cases: raw streams of every strategy and level, whole, cut, and with bits changed, mostly near the
    /// beginning, where the codes are; and what zlib makes of each.
    private static let generator = """
        import random, struct, sys, zlib
        dice = random.Random(int(sys.argv[1]))
        def plain():
            kind = dice.randrange(6)
            size = dice.choice([0, 1, 5, 100, 3000, 70000, 400000])
            if kind == 0: return dice.randbytes(size)
            if kind == 1: return bytes(dice.choice(b"ab") for _ in range(min(size, 20000)))
            if kind == 2: return bytes([dice.randrange(256)]) * size
            if kind == 3: return dice.randbytes(dice.randrange(1, 300)) * (size // 150)
            if kind == 4: return b" ".join(dice.choice([b"import", b"return", b"self", b"x%d" % dice.randrange(99)])
                                           for _ in range(size // 6))
            return b"".join(bytes([dice.randrange(min(255, 1 + i % 256))]) for i in range(min(size, 20000)))
        def case(data):
            decoder = zlib.decompressobj(-15)
            try:
                out = decoder.decompress(data) + decoder.flush()
                good = decoder.eof
            except zlib.error:
                good = False
            if not good: out = b""
            rest = len(decoder.unused_data) if good else 0
            sys.stdout.buffer.write(struct.pack("<IBIQI", len(data), good, zlib.crc32(out), len(out), rest) + data)
        for _ in range(int(sys.argv[2])):
            coder = zlib.compressobj(dice.randrange(0, 10), zlib.DEFLATED, -15, dice.randrange(1, 10),
                                     dice.choice([zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY,
                                                  zlib.Z_RLE, zlib.Z_FIXED]))
            data = coder.compress(plain())
            if dice.randrange(3) == 0: data += coder.flush(dice.choice([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH]))
            data += coder.compress(plain()) + coder.flush()
            case(data)
            case(data + dice.randbytes(dice.randrange(1, 12)))
            case(data[:dice.randrange(len(data) + 1)])
            for _ in range(6):
                changed = bytearray(data)
                for _ in range(dice.randrange(1, 3)):
                    reach = len(changed) if dice.randrange(3) == 0 else min(len(changed), 80)
                    changed[dice.randrange(reach)] ^= 1 << dice.randrange(8)
                case(bytes(changed))
            case(dice.randbytes(dice.randrange(1, 400)))
        """

    private struct Case {
        let input: [UInt8]
        let isGood: Bool
        let checksum: UInt32
        let count: Int
        let unused: Int
    }

    private static func cases(seed: Int, rounds: Int) throws -> [Case] {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", generator, "\(seed)", "\(rounds)"]
        let output = Pipe()
        python.standardOutput = output
        try python.run()
        let bytes = [UInt8](try output.fileHandleForReading.readToEnd() ?? Data())
        python.waitUntilExit()
        var all: [Case] = []
        var at = 0
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) }
        }
        while at + 21 <= bytes.count {
            let length = number(at, 4)
            all.append(
                Case(
                    input: Array(bytes[at + 21..<at + 21 + length]), isGood: bytes[at + 4] == 1,
                    checksum: UInt32(number(at + 5, 4)), count: number(at + 9, 8), unused: number(at + 17, 4)))
            at += 21 + length
        }
        return all
    }

    /// What comes out of a stream that is handed over in pieces; nil where it is refused or has no end.
    private static func inflate(
        _ input: [UInt8], by decoder: OpaquePointer, piece: () -> Int
    ) -> (count: Int, checksum: UInt32, unused: Int)? {
        cinflate_reset(decoder)
        var checksum = GzipChecksum()
        var count = 0
        var at = 0
        return input.withUnsafeBufferPointer { input in
            while true {
                let size = min(piece(), input.count - at)
                // A copy of its own, so that reading beyond it is reading beyond an allocation.
                let room = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, size))
                defer { room.deallocate() }
                for index in 0..<size { room[index] = input[at + index] }
                var next: UnsafePointer<UInt8>? = UnsafePointer(room)
                var left = size
                while true {
                    var output: UnsafePointer<UInt8>?
                    var outputCount = 0
                    let status = cinflate_run(decoder, &next, &left, &output, &outputCount)
                    if status == CINFLATE_OUTPUT {
                        checksum.update(UnsafeRawBufferPointer(start: output, count: outputCount))
                        count += outputCount
                        continue
                    }
                    at += size - left
                    if status == CINFLATE_BROKEN { return nil }
                    if status == CINFLATE_END {
                        var bytes = [UInt8](repeating: 0, count: 8)
                        return (count, checksum.value, input.count - at + cinflate_take_unused(decoder, &bytes))
                    }
                    break
                }
                if at == input.count { return nil }
            }
        }
    }

    @Test("takes what zlib takes, and nothing else, however the input is cut", arguments: [1, 2])
    func agreesWithZlib(seed: Int) throws {
        let decoder = try #require(cinflate_new())
        defer { cinflate_free(decoder) }
        let rounds = ProcessInfo.processInfo.environment["REGADMIN_LONG"] == "1" ? 3000 : 60
        let cases = try Self.cases(seed: seed, rounds: rounds)
        #expect(cases.count == rounds * 10)
        #expect(cases.contains { !$0.isGood } && cases.contains { $0.isGood && $0.count > 300_000 })
        var random = SystemRandomNumberGenerator()
        let pieces: [() -> Int] = [
            { .max }, { 1 }, { Int.random(in: 1...50, using: &random) }, { Int.random(in: 1...5000, using: &random) },
        ]
        for (number, one) in cases.enumerated() {
            // Byte by byte takes long where there are many.
            let ways = one.input.count > 20_000 ? [0, 3] : [0, 1, 2, 3]
            for way in ways {
                let found = Self.inflate(one.input, by: decoder, piece: pieces[way])
                let isSame =
                    one.isGood
                    ? found?.count == one.count && found?.checksum == one.checksum && found?.unused == one.unused
                    : found == nil
                #expect(isSame, "case \(number) of seed \(seed), way \(way)")
            }
        }
    }
}
