import Testing

@testable import Archives

@Suite("The names of a zip archive")
struct ZipNameTreeTests {
    @Test("are found to clash one by one, also where they stand together in one folder")
    func belowFiles() {
        #expect(Self.clashes(["x", "x/a", "x/b", "x/s/a", "x/s/b"]) == ["x/a", "x/b", "x/s/a", "x/s/b"])
        #expect(Self.clashes(["f/a", "f/b", "f", "f/c"]) == ["f", "f/c"])
        #expect(Self.clashes(["f/g/a", "f/g", "f/g/b", "f/g/c"]) == ["f/g", "f/g/b", "f/g/c"])
        #expect(Self.clashes(["f/", "f/a", "f/g/", "f/g/a", "f/b", "f//c", "f/./d"]).isEmpty)
    }

    /// The names that the tree takes for a file and a folder at once.
    private static func clashes(_ names: [String]) -> [String] {
        var tree = ZipNameTree(capacity: names.count)
        var findings = ZipFindings()
        for name in names {
            let isTaken = tree.insert(
                Array(name.utf8), isDirectory: name.hasSuffix("/"), nodeLimit: 100, &findings)
            #expect(isTaken)
        }
        return findings.list.filter { $0.rule == .fileFolderClash }.compactMap(\.member)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
