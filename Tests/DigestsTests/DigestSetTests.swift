import Digests
import Testing

@Suite("A digest set")
struct DigestSetTests {
    private let encoded = TestBytes.make(count: DigestSet.encodedByteCount, seed: 5)

    @Test("encodes as its digests one after another")
    func encoding() throws {
        let set = try #require(decode(encoded))
        #expect(DigestAlgorithm.allCases.flatMap { set[$0].bytes } == encoded)
        #expect(set.md5 == set[.md5] && set.sha1 == set[.sha1] && set.sha512 == set[.sha512])
        #expect(set.sha256.bytes == set[.sha256].bytes && set.blake2b256 == set[.blake2b256])
        var output: [UInt8] = [9]
        set.append(to: &output)
        #expect(output == [9] + encoded)
    }

    @Test("is refused with any other count of bytes", arguments: [0, 163, 165])
    func wrongCount(count: Int) {
        #expect(decode([UInt8](repeating: 0, count: count)) == nil)
    }

    @Test("differs in the digest that holds the differing byte")
    func firstDifference() throws {
        let set = try #require(decode(encoded))
        #expect(set.firstDifference(from: set) == nil)
        var position = 0
        for algorithm in DigestAlgorithm.allCases {
            for _ in 0..<algorithm.byteCount {
                var bytes = encoded
                bytes[position] ^= 1
                let other = try #require(decode(bytes))
                #expect(set.firstDifference(from: other) == algorithm)
                #expect(set != other)
                position += 1
            }
        }
    }

    @Test("takes no memory of its own")
    func size() {
        #expect(MemoryLayout<DigestSet>.size == 164)
    }

    // Outside of `#require` and `#expect`, which cannot take spans.
    private func decode(_ bytes: [UInt8]) -> DigestSet? {
        DigestSet(encoded: bytes.span)
    }
}
