import Testing

@testable import RegistryCore
@testable import RegistryServer

@Suite("An archive's tree")
struct ArchiveTreeTests {
    private func file(_ path: String, _ size: Int64? = 1) -> FileMember {
        FileMember(path: path, isDirectory: false, size: size)
    }

    private func names(_ tree: ArchiveTree, _ prefix: String = "") -> [String] {
        tree.entries(below: prefix, limit: .max >> 1).entries.map { $0.name + ($0.isDirectory ? "/" : "") }
    }

    @Test("has directories first, with what is below them counted, whatever the archive's order")
    func order() {
        let tree = ArchiveTree([
            file("b.txt", 5), file("a/z/deep.txt", 7), file("a-b", 1), file("a/x.txt", 2),
            FileMember(path: "empty", isDirectory: true, size: nil),
            FileMember(path: "a/", isDirectory: true, size: nil),
            FileMember(path: "link", isDirectory: nil, size: nil),
        ])
        #expect(names(tree) == ["a/", "empty/", "a-b", "b.txt", "link"])
        #expect(names(tree, "a/") == ["z/", "x.txt"])
        #expect(names(tree, "a/z/") == ["deep.txt"])
        #expect(names(tree, "empty/").isEmpty)
        #expect(names(tree, "nothing/").isEmpty)
        let directory = tree.entries(below: "", limit: 1).entries.first
        #expect(directory?.files == 2)
        #expect(directory?.bytes == 9)
        #expect(directory?.path == "a/")
        #expect(tree.files == 5)
        #expect(tree.bytes == 15)
        #expect(tree.members(below: "empty/") == 1)
        #expect(tree.size(of: "a/x.txt") == 2)
        for path in ["a", "a/", "link", "empty", "x", ""] { #expect(tree.size(of: path) == nil, "\(path)") }
        #expect(tree.entries(below: "", from: 3, limit: 1).entries.map(\.name) == ["b.txt"])
        #expect(tree.entries(below: "", from: 99, limit: 9).entries.isEmpty)
        #expect(tree.entries(below: "", from: -5, limit: -1).total == 5)
    }

    @Test("takes odd paths for names, and odd sizes for what they can be")
    func odd() {
        let tree = ArchiveTree([
            file("../up.txt"), file("/etc/passwd"), file("a//b"), file(""), file("c\u{fffd}"), file("x", .max),
            file("y", .max),
            file("z", -5), file("same"), file("same"),
        ])
        #expect(names(tree).contains("../"))
        #expect(names(tree, "../") == ["up.txt"])
        #expect(names(tree, "/") == ["etc/"])
        #expect(names(tree, "a/") == ["/"])
        #expect(names(tree, "a//") == ["b"])
        #expect(tree.bytes == .max)
        #expect(ArchiveTree([]).entries(below: "", limit: 10).total == 0)
    }

    @Test("of 200,000 members shows a directory without a look at all of them")
    func many() {
        let members = (0..<200_000).map { file("d\($0 / 1000)/f\($0).py", 10) }
        let tree = ArchiveTree(members)
        let clock = ContinuousClock()
        let took = clock.measure {
            for _ in 0..<50 {
                #expect(tree.entries(below: "", limit: 100).total == 200)
                #expect(tree.entries(below: "d7/", limit: 100).total == 1000)
            }
        }
        #expect(took < .seconds(20))
        #expect(tree.entries(below: "", limit: 1).entries.first?.files == 1000)
        #expect(tree.footprint < 32 << 20)
    }

    @Test("and its texts are text, whatever bytes they have")
    func texts() {
        #expect(MemberText(Array("a\nb".utf8), limit: 10).text == "a\nb")
        #expect(MemberText([0xef, 0xbb, 0xbf, 0x61], limit: 10).text == "a")
        #expect(MemberText([0x61, 0], limit: 10).text == nil)
        #expect(MemberText([0xff, 0xfe], limit: 10).text == nil)
        // Cut within a character, which is left out.
        for limit in 1...4 {
            let cut = MemberText(Array("aé€😀b".utf8), limit: limit)
            #expect(cut.isCut)
            #expect(cut.text == (limit < 3 ? "a" : "aé"))
        }
        #expect(MemberText([], limit: 3).text?.isEmpty ?? false)
    }
}
