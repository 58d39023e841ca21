import RegistryCore
import Testing

@Suite("A registry's path")
struct RegistryPathTests {
    @Test("is two slugs", arguments: ["default/packages", "my_great_org/my-python-packages", "a/b", "0/1"])
    func valid(text: String) throws {
        #expect(try RegistryPath(text).description == text)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "/", "a", "a/", "/b", "a/b/c", "A/b", "a/B", "a b/c", "a/b_c", "-a/b", "a-/b", "a--b/c", "ä/b", "a/.",
            "../b", "a/\u{0}", "a/" + String(repeating: "b", count: 101),
        ])
    func invalid(text: String) {
        #expect(throws: RegistryError.self) { try RegistryPath(text) }
    }
}
