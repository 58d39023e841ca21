import Testing

@testable import Archives

@Suite("An extract pattern")
struct ExtractPatternTests {
    @Test(
        "matches",
        arguments: [
            ("*.dist-info/METADATA", "demo-1.0.dist-info/METADATA"),
            ("*.dist-info/METADATA", "./demo.dist-info/METADATA"),
            ("*/PKG-INFO", "demo-1.0/PKG-INFO"), ("*/PKG-INFO", "/PKG-INFO"), ("*a*/x", "banana/x"), ("*", "setup.py"),
            ("a/*", "a/"), ("*/*.egg-info/*", "d/d.egg-info/requires.txt"), ("", ""),
        ])
    func matches(pattern: String, path: String) { #expect(ExtractPattern(pattern).matches(Array(path.utf8))) }

    @Test(
        "does not match",
        arguments: [
            ("*.dist-info/METADATA", "vendored/demo.dist-info/METADATA"),
            ("*.dist-info/METADATA", "demo.dist-info/METADATA2"),
            ("*/PKG-INFO", "demo/demo.egg-info/PKG-INFO"), ("*/PKG-INFO", "PKG-INFO"), ("*", "a/b"), ("a", ""),
            ("", "a"),
        ])
    func differs(pattern: String, path: String) { #expect(!ExtractPattern(pattern).matches(Array(path.utf8))) }
}
