import Digests
import Testing

@Suite("Hexadecimal text")
struct HexTests {
    @Test("survives a round trip with every byte value")
    func roundTrip() {
        let bytes = (0...255).map { UInt8($0) }
        let text = Hex.encode(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
        #expect(Hex.decode(text) == bytes)
        #expect(Hex.decode(text.uppercased()) == bytes)
        #expect(Hex.decode("") == [])
    }

    @Test(
        "is refused with an odd count, a prefix, a space or a foreign digit",
        arguments: ["0", "abc", "0x00", " 00", "00 ", "0g", "é0", "\u{FF10}\u{FF10}", "-1", "+1"])
    func refusal(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
