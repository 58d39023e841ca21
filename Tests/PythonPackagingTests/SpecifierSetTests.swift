import PythonPackaging
import Testing

@Suite("A set of version specifiers")
struct SpecifierSetTests {
    @Test(
        "holds for the versions PEP 440 says",
        arguments: [
            ("", "1.0a1", true), ("==1.0", "1.0.0", true), ("==1.0", "1.0+local", true), ("==1.0+a", "1.0+b", false),
            ("==1.0+a", "1.0", false), ("!=1.0", "1.0+local", false), ("==1.1.*", "1.1.post1", true),
            ("==1.1.*", "1.1a1", true), ("==1.1.*", "1.10", false), ("==1.0.*", "1", true), ("!=1.1.*", "1.1.5", false),
            ("==1!1.*", "1.1", false), ("~=2.2", "2.10", true), ("~=2.2", "3.0", false), ("~=2.2.0", "2.3", false),
            ("~=2.2.post3", "2.2.post2", false), ("~=2.2.post3", "2.9", true), ("<=1.0", "1.0+local", true),
            ("<=1.0", "1.0.post1", false), (">=1.0", "1.0rc1", false), ("<1.0", "1.0rc1", false),
            ("<1.0", "0.9.post1", true),
            ("<1.0rc2", "1.0rc1", true), (">1.0", "1.0.post1", false), (">1.0", "1.0+local", false),
            (">1.0.post1", "1.0.post2", true), (">1.0", "1.0.1", true), ("===1.0", "1.0.0", false),
            ("===1.0.DEV1", "1.0.dev1", true),
            (">=1.0,<2,!=1.5.*", "1.5.1", false), (">=1.0,<2,!=1.5.*", "1.6", true),
        ])
    func containment(specifiers: String, version: String, holds: Bool) throws {
        let set = try #require(SpecifierSet(specifiers))
        #expect(set.contains(try #require(PackageVersion(version))) == holds)
    }

    @Test("leaves pre-releases out when told")
    func preReleases() throws {
        let candidate = try #require(PackageVersion("2.0rc1"))
        for text in ["", ">=1.0", ">=2.0a1"] {
            let set = try #require(SpecifierSet(text))
            #expect(set.contains(candidate))
            #expect(!set.contains(candidate, prereleases: false))
        }
    }

    @Test(
        "has a canonical text",
        arguments: [
            (" >= 1.0 , <2,, < v02 ", "<2,>=1.0"), ("==1.0.*", "==1.0.*"), ("=== As-Is", "===As-Is"), (",", ""),
            ("~=1.0-alpha", "~=1.0a0"),
        ])
    func canonicalText(written: String, canonical: String) throws {
        let set = try #require(SpecifierSet(written))
        #expect(set.canonical == canonical)
        #expect(SpecifierSet(canonical)?.canonical == canonical)
    }

    @Test(
        "is refused",
        arguments: [
            "1.0", "=1.0", ">=", ">=1.0.*", "~=1", "~=1.0.*", ">1.0+a", "~=1.0+a", "==1.0a1.*", "==1.0+a.*",
            "== 1.0 .*",
            "=>1", "===", "=== a b", ">=1 <2", "==1.0.*.*", "<>1", ">=\u{301}1.0", ">\u{338}1.0", "==1.0.*\u{301}",
            "==1.0.\u{301}*",
        ])
    func refusal(text: String) {
        #expect(SpecifierSet(text) == nil)
    }
}
