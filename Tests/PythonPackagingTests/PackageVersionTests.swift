import PythonPackaging
import Testing

@Suite("A version")
struct PackageVersionTests {
    @Test(
        "has the normal form of PEP 440",
        arguments: [
            ("1.0", "1.0"), ("v1.0", "1.0"), ("V1.0", "1.0"), (" 1.0\n", "1.0"), ("0!1.0", "1.0"),
            ("01!002.0", "1!2.0"),
            ("1.0alpha", "1.0a0"), ("1.0-BETA.2", "1.0b2"), ("1.0c1", "1.0rc1"), ("1.0pre", "1.0rc0"),
            ("1.0_preview_007", "1.0rc7"), ("1.0-1", "1.0.post1"), ("1.0rev", "1.0.post0"), ("1.0.r4", "1.0.post4"),
            ("1.0post-3", "1.0.post3"), ("1.0DEV", "1.0.dev0"),
            ("1.0a1.post2.dev3+Ab_1-X.007", "1.0a1.post2.dev3+ab.1.x.7"),
            ("1.0.0", "1.0.0"), ("1.0a.", "1.0a0"), ("1.0a--1", "1.0a0.post1"),
            ("99999999999999999999999999999999.1", "99999999999999999999999999999999.1"),
            ("1.018446744073709551616", "1.18446744073709551616"),
        ])
    func normalForm(written: String, canonical: String) throws {
        let version = try #require(PackageVersion(written))
        #expect(version.canonical == canonical)
        let again = try #require(PackageVersion(canonical))
        #expect(again.canonical == canonical)
        #expect(again == version)
        #expect(again.sortKey == version.sortKey)
    }

    @Test(
        "is refused",
        arguments: [
            "", "1.", "1..0", "1.0.dev.a1", "1.0-", "1.0+", "+1", "1.0.*", "2004d", "dog", "1.0 2", "\u{661}.0",
            "\u{FF11}.0", "1.0\u{0}", "1\n.0", "1!", "!1", "1!2!3", "1.0+a..b", "1.0+é", "1.0+a-", "vv1", "v",
            "1.0alph",
            "1.0-1-2", "1.0.dev1.post1", "-1", "\u{A0}1.0",
        ])
    func refusal(text: String) {
        #expect(PackageVersion(text) == nil)
    }

    /// standards: the check values, and what PEP 440 lists besides.
    static let ascending = [
        "0.dev0", "0", "0.0.1", "1.0.dev1", "1.0a1.dev1", "1.0a1", "1.0a1.post1.dev1", "1.0a1.post1", "1.0b1", "1.0rc1",
        "1.0rc2", "1.0", "1.0+abc", "1.0+abc.5", "1.0+abc.7", "1.0+abd", "1.0+5", "1.0+5.a", "1.0+5.0", "1.0+10",
        "1.0.post1.dev1", "1.0.post1", "1.0.post2", "1.0.1", "1.1.dev1", "1.1", "1.10", "2", "999",
        "18446744073709551615", "18446744073709551616", "99999999999999999999", "100000000000000000000", "1!0.1",
    ]

    @Test("orders as the standard says, and its sort key with it")
    func order() throws {
        let versions = try Self.ascending.map { try #require(PackageVersion($0)) }
        for (leftIndex, left) in versions.enumerated() {
            for (rightIndex, right) in versions.enumerated() {
                #expect((left < right) == (leftIndex < rightIndex), "\(left) and \(right)")
                #expect((left == right) == (leftIndex == rightIndex), "\(left) and \(right)")
                #expect(
                    left.sortKey.lexicographicallyPrecedes(right.sortKey) == (leftIndex < rightIndex),
                    "keys of \(left) and \(right)")
            }
        }
    }

    @Test(
        "is the same version in other spellings",
        arguments: [
            ("1.0", "1.0.0"), ("1", "v1.0"), ("0", "0.0.0"), ("1.0a1", "1.0-ALPHA-1"), ("1.0+a.1", "1.0+A_01"),
            ("1.0c1", "1.0.0.rc1"),
        ])
    func equality(left: String, right: String) throws {
        let left = try #require(PackageVersion(left))
        let right = try #require(PackageVersion(right))
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left.sortKey == right.sortKey)
    }

    @Test("tells its parts")
    func parts() throws {
        let version = try #require(PackageVersion("2!1.0.0b3.post4.dev5+ubuntu-6"))
        #expect(version.epoch == 2)
        #expect(version.release == [1, 0, 0])
        #expect(version.preRelease?.phase == .beta)
        #expect(version.preRelease?.number == 3)
        #expect(version.postNumber == 4)
        #expect(version.devNumber == 5)
        #expect(version.local == "ubuntu.6")
        #expect(version.isPreRelease && version.isPostRelease && version.isDevRelease)
        let plain = try #require(PackageVersion("1.0+1"))
        #expect(!plain.isPreRelease && !plain.isPostRelease && !plain.isDevRelease)
    }
}
