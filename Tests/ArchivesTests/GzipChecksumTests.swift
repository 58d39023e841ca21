import FixtureBuilders
import Testing

@testable import Archives

@Suite("The gzip checksum")
struct GzipChecksumTests {
    @Test("of the digits is the one in every table")
    func digits() {
        #expect(checksum(Array("123456789".utf8), by: 9) == 0xcbf4_3926)
        #expect(checksum([], by: 1) == 0)
    }

    @Test("does not depend on how the bytes are cut", arguments: [1, 3, 7, 8, 9, 64, 1000])
    func pieces(size: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 131) }
        #expect(checksum(bytes, by: size) == checksum(bytes, by: 1))
    }

    @Test("of every length is the fixture builder's, which goes byte by byte")
    func lengths() {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<700).map { _ in UInt8.random(in: 0...255, using: &random) }
        for count in bytes.indices {
            let piece = Array(bytes[..<count])
            #expect(checksum(piece, by: max(1, count)) == CRC32.of(piece))
            #expect(checksum(piece, by: 100) == CRC32.of(piece))
        }
    }

    private func checksum(_ bytes: [UInt8], by size: Int) -> UInt32 {
        var checksum = GzipChecksum()
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count, by: size) {
                checksum.update(UnsafeRawBufferPointer(rebasing: all[start..<min(start + size, all.count)]))
            }
        }
        return checksum.value
    }
}
