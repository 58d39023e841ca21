import FixtureBuilders
import Testing

@Suite("Fixture builders write")
struct FixtureBuildersTests {
    @Test("SHA-256 as FIPS 180-4 gives it")
    func sha256() {
        // The RECORD form of the digests of "" and of 1,000 times "a".
        #expect(FixtureDigest.recordHash([]) == "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")
        #expect(
            FixtureDigest.recordHash([UInt8](repeating: 97, count: 1000))
                == "sha256=Qe3s5C1j6Nm_UVqbppMuHCDLyfWl0TRkWttdsblzfqM")
    }

    @Test("a CRC-32 over a run that equals the one over its bytes", arguments: [0, 1, 2, 255, 100_000])
    func checksumOfRun(count: Int) {
        var run = CRC32()
        run.update([1, 2, 3])
        run.update(repeating: 7, count: count)
        var plain = CRC32()
        plain.update([1, 2, 3] + [UInt8](repeating: 7, count: count))
        #expect(run.value == plain.value)
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test("a run of a gigabyte in little more than a megabyte")
    func runIsSmall() {
        #expect(DeflateEncoder.run(of: 0, count: 1 << 30).count < 1_100_000)
    }
}
