import PythonPackaging
import TestSupport
import Testing

@Suite("Hostile input")
struct HostileInputTests {
    /// Bytes that the grammars give a meaning, and some that they do not.
    private static let alphabet = Array("aA10.-_+!v*,;:()[]@=<>~'\" \t\r\n|/\\".utf8) + [0x00, 0x7F, 0xC3, 0xA4, 0xFF]

    @Test("is refused or read, but never more than that")
    func randomBytes() {
        var random = SeededGenerator(seed: 7)
        var readCount = 0
        for _ in 0..<10_000 {
            let length = Int.random(in: 0...24, using: &random)
            let bytes = (0..<length).map { _ in random.pick(Self.alphabet) }
            let text = String(decoding: bytes, as: UTF8.self)
            if let version = PackageVersion(text) {
                readCount += 1
                #expect(PackageVersion(version.canonical)?.sortKey == version.sortKey)
            }
            if let set = SpecifierSet(text) {
                readCount += 1
                #expect(SpecifierSet(set.canonical)?.canonical == set.canonical)
            }
            if let name = ProjectName(text) {
                readCount += 1
                #expect(ProjectName(name.filenameForm) == name)
            }
            if let requirement = try? Requirement(text) {
                readCount += 1
                #expect((try? Requirement(requirement.text)) == requirement)
            }
            for suffix in ["", ".tar.gz", "-py3-none-any.whl"] {
                guard let filename = try? DistributionFilename(text + suffix) else { continue }
                readCount += 1
                #expect((try? DistributionFilename(filename.text, knownProject: filename.project)) == filename)
            }
            let document = Array("Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Dist:".utf8) + bytes
            if let metadata = try? CoreMetadata(parsing: document) {
                readCount += 1
                #expect(metadata.requirementCount <= 1)
                #expect(metadata.problems(profile: .strict).count < 20)
            }
        }
        #expect(readCount > 10_000)
    }

    @Test("of great length is read in a time that grows with it")
    func length() throws {
        // Each of these would take minutes if any step looked back at what it has read.
        let digits = String(repeating: "9", count: 200_000)
        let long = try #require(PackageVersion("\(digits)\(String(repeating: ".1", count: 50_000))+\(digits)"))
        let longer = try #require(PackageVersion("\(digits)0"))
        #expect(long < longer)
        #expect(long.sortKey.lexicographicallyPrecedes(longer.sortKey))
        let dependencies = String(repeating: "Requires-Dist: a; extra == 'b'\n", count: 9_000)
        let folded = String(repeating: " c\n", count: 900)
        let head = "Metadata-Version: 2.1\nName: a\nVersion: 1\nSummary: b\n"
        let metadata = try CoreMetadata(parsing: Array((head + folded + dependencies).utf8))
        #expect(metadata.requirementCount == 9_000)
        #expect(metadata.dependencyCount == 1)
        #expect(ProjectName(String(repeating: "a-.", count: 100_000) + "a")?.normalized.utf8.count == 200_001)
    }
}
