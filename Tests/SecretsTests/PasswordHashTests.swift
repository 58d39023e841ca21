@testable import Secrets
import Testing

@Suite("Password hashes")
struct PasswordHashTests {
    @Test("are those of RFC 7914, section 12")
    func vectors() throws {
        #expect(
            hexadecimal(PasswordHash.derive([], [], try #require(.init(logN: 4, r: 1, p: 1)), count: 64))
                == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")
        #expect(
            hexadecimal(
                PasswordHash.derive(
                    Array("pleaseletmein".utf8), Array("SodiumChloride".utf8),
                    try #require(.init(logN: 14, r: 8, p: 1)), count: 64))
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
    }

    @Test("know their password and no other, also after they were stored")
    func matching() throws {
        let hash = PasswordHash(of: "correct horse", cost: .least)
        let stored = try #require(PasswordHash(encoded: hash.encoded))
        #expect(stored == hash)
        #expect(stored.matches("correct horse"))
        for wrong in ["", "correct hors", "correct horse ", "Correct horse"] { #expect(!stored.matches(wrong)) }
    }

    @Test("have a salt of their own")
    func salts() {
        #expect(PasswordHash(of: "same", cost: .least) != PasswordHash(of: "same", cost: .least))
    }

    @Test("cost what the standard says unless told otherwise")
    func standard() throws {
        #expect(PasswordHash(of: "x").cost == .standard)
        #expect(PasswordHash.Cost.standard.memoryBytes >= 32 << 20)
    }

    @Test(
        "are refused with costs out of bounds",
        arguments: [(3, 8, 1), (21, 8, 1), (15, 0, 1), (15, 17, 1), (15, 8, 5), (20, 16, 1)])
    func bounds(logN: UInt8, r: UInt8, p: UInt8) {
        #expect(PasswordHash.Cost(logN: logN, r: r, p: p) == nil)
        var bytes = PasswordHash(of: "x", cost: .least).encoded
        bytes.replaceSubrange(1...3, with: [logN, r, p])
        #expect(PasswordHash(encoded: bytes) == nil)
    }

    @Test("are refused where bytes are missing, too many, or of another version")
    func damaged() {
        let bytes = PasswordHash(of: "x", cost: .least).encoded
        for count in 0..<bytes.count { #expect(PasswordHash(encoded: Array(bytes.prefix(count))) == nil) }
        #expect(PasswordHash(encoded: bytes + [0]) == nil)
        #expect(PasswordHash(encoded: [2] + bytes.dropFirst()) == nil)
    }
}
