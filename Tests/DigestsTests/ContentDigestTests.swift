import Digests
import Testing

@Suite("A content digest")
struct ContentDigestTests {
    private static let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff"

    @Test("keeps its bytes and writes them in lower case")
    func roundTrip() throws {
        let digest = try #require(ContentDigest(hex: Self.hex))
        #expect(digest.bytes == Array(0...30) + [255])
        #expect(digest.hex == Self.hex && "\(digest)" == Self.hex)
        #expect(ContentDigest(digest.bytes) == digest)
        #expect(ContentDigest(hex: Self.hex.uppercased()) == digest)
        var bytes: [UInt8] = [7]
        digest.append(to: &bytes)
        #expect(bytes == [7] + digest.bytes)
    }

    @Test("is 32 bytes or nothing", arguments: [0, 31, 33, 64])
    func wrongCount(count: Int) {
        #expect(ContentDigest([UInt8](repeating: 1, count: count)) == nil)
        #expect(ContentDigest(hex: String(repeating: "01", count: count)) == nil)
    }

    @Test("is ordered as its bytes are")
    func order() throws {
        for position in 0..<32 {
            var low = [UInt8](repeating: 0x80, count: 32)
            var high = low
            low[position] = 0x7F
            high[position] = 0xFF
            if position < 31 { low[31] = 0xFF }
            let digests = try [low, high].map { try #require(ContentDigest($0)) }
            #expect(digests[0] < digests[1] && !(digests[1] < digests[0]))
        }
        let digest = try #require(ContentDigest(hex: Self.hex))
        #expect(!(digest < digest))
    }

    @Test("takes 32 bytes of memory")
    func size() {
        #expect(MemoryLayout<ContentDigest>.size == 32)
    }
}
