import Testing

@testable import PythonPackaging

@Suite("What an index asks of metadata")
struct IndexRulesTests {
    private func problems(_ lines: String, _ profile: MetadataProfile = .strict) throws -> [MetadataProblem] {
        try CoreMetadata(parsing: Array("Metadata-Version: 2.1\nName: a\nVersion: 1\n\(lines)\n".utf8))
            .problems(profile: profile)
    }

    @Test(
        "keeps a new upload out",
        arguments: [
            ("Classifier: Programing Language :: Python", .unknownClassifier("Programing Language :: Python")),
            ("Classifier: nonsense", .unknownClassifier("nonsense")),
            ("Classifier: programming language :: Python", .unknownClassifier("programming language :: Python")),
            ("Classifier: Natural Language :: Ukranian", .withdrawnClassifier("Natural Language :: Ukranian")),
            ("Home-page: lark.example", .address(.homePage, "lark.example")),
            ("Home-page: javascript:alert(1)", .address(.homePage, "javascript:alert(1)")),
            ("Download-URL: ftp://example.org/x", .address(.downloadURL, "ftp://example.org/x")),
            ("Project-URL: Source, https://", .address(.projectURL, "https://")),
            ("Project-URL: Source, http://:80/", .address(.projectURL, "http://:80/")),
            ("Project-URL: Source, https://example.org/a b", .address(.projectURL, "https://example.org/a b")),
            ("Project-URL: Source, https://example.org/ü", .address(.projectURL, "https://example.org/ü")),
            ("Project-URL: Source, https://example.org/<b>", .address(.projectURL, "https://example.org/<b>")),
            ("Project-URL: , https://example.org", .linkLabel("")),
            ("Project-URL: https://example.org", .linkLabel("")),
            (
                "Project-URL: \(String(repeating: "ä", count: 33)), https://example.org",
                .linkLabel(String(repeating: "ä", count: 33))
            ),
            ("Author-email: nobody", .mailAddress(.authorEmail, "nobody")),
            ("Author-email: Ada <ada at example.org>", .mailAddress(.authorEmail, "Ada <ada at example.org>")),
            ("Maintainer-email: @example.org", .mailAddress(.maintainerEmail, "@example.org")),
            ("Maintainer-email: Ada <ada@>", .mailAddress(.maintainerEmail, "Ada <ada@>")),
        ] as [(String, MetadataProblem.Kind)])
    func refused(lines: String, kind: MetadataProblem.Kind) throws {
        #expect(try problems(lines).map(\.kind) == [kind])
        #expect(try problems(lines).map(\.severity) == [.error])
        // Of files that exist already it asks nothing of the kind.
        #expect(try problems(lines, .legacy).isEmpty)
    }

    @Test(
        "is told where it is for public indexes only, or where the list may be older than the file",
        arguments: [
            ("Classifier: Private :: Do Not Upload", .privateClassifier("Private :: Do Not Upload")),
            ("Classifier: Framework :: Lark :: 7", .unlistedClassifier("Framework :: Lark :: 7")),
            (
                "Requires-Dist: nest @ https://example.org/nest.whl",
                .directReference(
                    .requiresDist, "nest @ https://example.org/nest.whl")
            ),
            (
                "Provides-Dist: nest @ https://example.org/nest.whl",
                .directReference(
                    .providesDist, "nest @ https://example.org/nest.whl")
            ),
        ] as [(String, MetadataProblem.Kind)])
    func told(lines: String, kind: MetadataProblem.Kind) throws {
        #expect(try problems(lines).map(\.kind) == [kind])
        #expect(try problems(lines).map(\.severity) == [.warning])
        #expect(try problems(lines, .legacy).isEmpty)
    }

    @Test("tells of a local version")
    func localVersion() throws {
        let read = try CoreMetadata(parsing: Array("Metadata-Version: 2.1\nName: a\nVersion: 1+cu118\n".utf8))
        #expect(
            read.problems(profile: .strict) == [MetadataProblem(kind: .localVersion("1+cu118"), severity: .warning)])
        #expect(read.problems(profile: .legacy).isEmpty)
    }

    @Test(
        "lets the usual pass",
        arguments: [
            "Classifier: Programming Language :: Python :: 3\nClassifier: Development Status :: 5 - Production/Stable",
            "Classifier: Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.4\nClassifier: Typing :: Typed",
            "Home-page: https://example.org", "Home-page: HTTP://example.org:8080/a?b=c#d%20e",
            "Project-URL: Source, https://user@[::1]/lark,tools",
            "Project-URL: \(String(repeating: "ä", count: 32)), https://example.org",
            "Author-email: ada@example.org", "Author-email: Ada <ada@corp.local>, nobody",
            "Author-email: \"Lovelace, Ada\" <ada@example.org>", "Maintainer-email: a+b@example.org, c@example.org",
            "Requires-Dist: nest>=1; extra == 'x'", "Home-page: UNKNOWN\nAuthor-email: UNKNOWN",
        ])
    func passes(lines: String) throws { #expect(try problems(lines).isEmpty) }
}
