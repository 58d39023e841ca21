import Digests
import Testing

@Suite("A tagged digest")
struct DigestTests {
    @Test("survives a round trip with every algorithm", arguments: DigestAlgorithm.allCases)
    func roundTrip(algorithm: DigestAlgorithm) throws {
        let bytes = TestBytes.make(count: algorithm.byteCount, seed: 1)
        let digest = try #require(Digest(algorithm, bytes: bytes))
        #expect(digest.tagged == "\(algorithm.name):\(Hex.encode(bytes))")
        #expect(Digest(tagged: digest.tagged) == digest)
        #expect(DigestAlgorithm(name: algorithm.name) == algorithm)
        #expect(Digest(algorithm, bytes: Array(bytes.dropLast())) == nil)
        #expect(Digest(algorithm, hex: digest.hex + "00") == nil)
    }

    @Test(
        "is refused with an unknown name, a missing part or the wrong length",
        arguments: [
            "", ":", "md5", "md5:", ":00", "md5:00", "MD5:00112233445566778899aabbccddeeff",
            "sha1:00112233445566778899aabbccddeeff", "md5: 0112233445566778899aabbccddeeff",
            "md5:00112233445566778899aabbccddeeff:", "crc32:00112233",
        ])
    func refusal(text: String) {
        #expect(Digest(tagged: text) == nil)
    }
}
