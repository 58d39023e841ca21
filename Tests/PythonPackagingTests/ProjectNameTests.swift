import PythonPackaging
import Testing

@Suite("A project name")
struct ProjectNameTests {
    @Test(
        "is normalized after PEP 503",
        arguments: [
            ("Lark.Tools", "lark-tools", "lark_tools"), ("a", "a", "a"), ("A-_.b", "a-b", "a_b"),
            ("zope.interface", "zope-interface", "zope_interface"), ("0", "0", "0"), ("x--__..9", "x-9", "x_9"),
        ])
    func normalization(written: String, normalized: String, filenameForm: String) throws {
        let name = try #require(ProjectName(written))
        #expect(name.normalized == normalized)
        #expect(name.filenameForm == filenameForm)
        #expect(name.display == written)
        #expect(name == ProjectName(normalized))
        #expect(Set([name, try #require(ProjectName(normalized))]).count == 1)
    }

    @Test(
        "is refused",
        arguments: ["", "-a", "a-", ".a", "a.", "_", "a b", "a/b", "a\n", " a", "é", "aé", "a\u{0}", "ａ", "a+b", "ſ"])
    func refusal(text: String) {
        #expect(ProjectName(text) == nil)
    }

    @Test("orders by its normalized form")
    func order() throws {
        let names = try ["Zeta", "alpha_b", "Alpha-a"].map { try #require(ProjectName($0)) }
        #expect(names.sorted().map(\.display) == ["Alpha-a", "alpha_b", "Zeta"])
    }
}
