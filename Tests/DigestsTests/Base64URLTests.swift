import Digests
import Testing

@Suite("Base64url text")
struct Base64URLTests {
    @Test(
        "is what RFC 4648 gives, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test("uses the two URL-safe characters")
    func alphabet() {
        #expect(Base64URL.encode([0xFB, 0xFF, 0xBF]) == "-_-_")
        #expect(Base64URL.decode("-_-_") == [0xFB, 0xFF, 0xBF])
    }

    @Test("survives a round trip at every length up to 200")
    func roundTrip() {
        for count in 0...200 {
            let bytes = TestBytes.make(count: count, seed: UInt64(count))
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(
        "is refused when padded, foreign, of an impossible length or with bits left over",
        arguments: ["Zg==", "Zm8=", "+/+/", "Zg\n", " Zg", "A", "AAAAA", "Zh", "Zm9", "é"])
    func refusal(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
