@testable import Secrets
import Testing

@Suite("Secret tokens")
struct SecretTokenTests {
    @Test("can be told from anything else, and read back")
    func form() throws {
        let token = SecretToken.random(kind: "p")
        #expect(token.text.hasPrefix("rga_p_"))
        #expect(token.text.utf8.count == SecretToken.byteCount)
        #expect(SecretToken(token.text) == token)
        #expect(
            token.text.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isLetter
                    || Character(Unicode.Scalar($0)).isNumber
            })
    }

    @Test("are all different")
    func different() {
        #expect(Set((0..<500).map { _ in SecretToken.random(kind: "d").text }).count == 500)
    }

    @Test("are refused with any one character changed, left out or added")
    func mistyped() {
        let text = Array(SecretToken.random(kind: "r").text)
        for place in text.indices {
            var changed = text
            changed[place] = text[place] == "a" ? "b" : "a"
            #expect(SecretToken(String(changed)) == nil, "\(place)")
            var short = text
            short.remove(at: place)
            #expect(SecretToken(String(short)) == nil)
        }
        #expect(SecretToken(String(text) + "a") == nil)
        #expect(SecretToken(String(text) + "\n") == nil)
    }

    @Test(
        "are refused where they are none",
        arguments: ["", "rga_", "rga_p_", "hunter2", "rga_p_" + String(repeating: "é", count: 19)])
    func nonsense(text: String) {
        #expect(SecretToken(text) == nil)
    }

    @Test("carry the CRC-32 that everybody computes")
    func checksum() {
        #expect(SecretToken.crc32("123456789".utf8) == 0xcbf4_3926)
    }

    @Test("are kept as their SHA-256 only")
    func hash() throws {
        let hash = SecretHash(of: "abc")
        #expect(hexadecimal(hash.bytes) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hash.key == Array(hash.bytes.prefix(16)))
        #expect(SecretHash(stored: hash.bytes) == hash)
        #expect(SecretHash(stored: hash.key) == nil)
        #expect(SecretHash(of: "abd") != hash)
    }
}
