import RegistryCore
import Testing

@Suite("Expected hashes")
struct ExpectedHashesTests {
    private static let sha256 = String(repeating: "ab", count: 32)

    @Test("are read wherever pip reads them")
    func reads() throws {
        let text = """
            # --hash=sha256:none
            demo==1.0 \\
                --hash=sha256:\(Self.sha256) \\
                --hash md5:\(String(repeating: "0", count: 32))   # a comment
            --index-url https://example.org/simple
            other @ https://example.org/other.whl --hash=sha384:00
            """
        let hashes = try ExpectedHashes(parsing: text)
        #expect(hashes.count == 2)
        #expect(hashes.ignoredAlgorithms == ["sha384"])
    }

    @Test(
        "are refused where they cannot be used",
        arguments: [
            "", "demo==1.0", "demo --hash=sha256:abc", "demo --hash=crc32:00", "demo --hash", "demo --hash=sha224:00",
        ])
    func refuses(text: String) {
        #expect(throws: RegistryError.self) { try ExpectedHashes(parsing: text) }
    }

    @Test("name the line that is wrong")
    func line() {
        #expect(throws: RegistryError.invalidHashes(line: 2, problem: "“sha256:0g” is not a digest")) {
            try ExpectedHashes(parsing: "demo==1.0 \\\n --hash=sha256:0g")
        }
    }
}
