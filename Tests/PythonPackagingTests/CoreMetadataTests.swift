import PythonPackaging
import Testing

private func metadata(_ text: String) throws -> CoreMetadata { try CoreMetadata(parsing: Array(text.utf8)) }

private let head = "Metadata-Version: 2.1\nName: lark.tools\nVersion: 1.0\n"

@Suite("Core metadata")
struct CoreMetadataTests {
    @Test("gives its fields as values")
    func fields() throws {
        let read = try metadata(
            """
            Metadata-Version: 2.5
            Name: Lark.Tools
            Version: 1.0.post2
            Summary: Songs for larks
            Home-page: UNKNOWN
            Author: Ada
            AUTHOR-EMAIL: ada@example.org
            Maintainer:
            Keywords: birds, morning songs ,
            License-Expression: MIT OR (Apache-2.0 WITH LLVM-exception)
            License-File: LICENSE
            License-File: licenses/other.txt
            Classifier: Programming Language :: Python :: 3
            Requires-Python: >=3.9,<4
            Requires-Dist: nest (>=1.0)
            Requires-Dist: feather[soft,Warm]==2.*; extra == "Down_y"
            Requires-Dist: nest<3; python_version < "3.12"
            Requires-Dist: no good
            Provides-Extra: down-y
            Project-URL: Source, https://example.org/lark,tools
            Project-URL: https://example.org
            Dynamic: Classifier
            Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM
            Import-Name: lark.tools
            X-Other: 1

            # Lark
            sings
            """)
        #expect(read.metadataVersion == MetadataVersion(2, 5))
        #expect(read.name.display == "Lark.Tools")
        #expect(read.version.canonical == "1.0.post2")
        #expect(read.summary == "Songs for larks")
        #expect(read.homePage == nil)
        #expect(read.author == "Ada")
        #expect(read.authorEmail == "ada@example.org")
        #expect(read.maintainer == nil)
        #expect(read.keywords == ["birds", "morning songs"])
        #expect(read.licenseExpression == "MIT OR (Apache-2.0 WITH LLVM-exception)")
        #expect(read.licenseFiles == ["LICENSE", "licenses/other.txt"])
        #expect(read.requiresPython == ">=3.9,<4")
        #expect(read.requiresPythonSpecifiers?.canonical == "<4,>=3.9")
        #expect(read.requiresDist.count == 4)
        #expect(read.requirements.map(\.name.normalized) == ["nest", "feather", "nest"])
        #expect(read.requirements.map(\.isOptional) == [false, true, false])
        #expect(read.dependencyCount == 2)
        #expect(read.requirementCount == 3)
        #expect(read.providesExtra == ["down-y"])
        #expect(read.projectURLs.map(\.label) == ["Source", ""])
        #expect(read.projectURLs.map(\.url) == ["https://example.org/lark,tools", "https://example.org"])
        #expect(read.dynamic == ["classifier"])
        #expect(read.descriptionContentType == "text/markdown; charset=UTF-8; variant=GFM")
        #expect(read.importNames == ["lark.tools"])
        #expect(read.unknownFields == ["x-other"])
        #expect(read.description == "# Lark\nsings")
        #expect(
            read.problems(profile: .strict).map(\.kind) == [
                .requirement("no good", .trailingText(offset: 3)), .linkLabel(""),
            ])
        #expect(read.problems(profile: .strict).map(\.severity) == [.error, .error])
        #expect(read.problems(profile: .legacy).map(\.severity) == [.warning])
    }

    @Test("is read with any line end", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        let text = ["Metadata-Version: 1.2", "Name: a", "Version: 1", "Summary: one", "\ttwo", "", "body", "more"]
        let read = try metadata(text.joined(separator: end))
        #expect(read.summary == "one two")
        #expect(read.description == "body\(end)more")
        #expect(read.problems(profile: .strict).map(\.kind) == [.summaryHasLineBreak])
    }

    @Test("puts continuation lines to the header before them")
    func continuation() throws {
        let read = try metadata(
            "   lost\n\(head)Requires-Dist: nest;\n  extra ==\n  'x'\n: nameless\n  lost too\nRequires-Dist: b\n")
        #expect(read.requiresDist == ["nest; extra == 'x'", "b"])
        #expect(read.requirements.map(\.extrasNamed) == [[try #require(ProjectName("x"))], []])
    }

    @Test("ends its headers before a line that is none")
    func strayLine() throws {
        let read = try metadata("\(head)this is no header\nSummary: not read\n")
        #expect(read.summary == nil)
        #expect(read.description == "this is no header\nSummary: not read\n")
    }

    @Test(
        "takes an old description out of its header",
        arguments: ["       |", "        "])
    func headerDescription(indentation: String) throws {
        let read = try metadata("\(head)Description: Lark\n\(indentation)\n\(indentation)  sings\n\tloudly\n")
        #expect(read.description == "Lark\n\n  sings\nloudly")
    }

    @Test("prefers the description of the body")
    func twoDescriptions() throws {
        let read = try metadata("\(head)Description: header\n\nbody")
        #expect(read.description == "body")
        #expect(read.problems(profile: .strict).map(\.kind) == [.twoDescriptions])
        #expect(try metadata("\(head)Description: header\n\n").description == "header")
        #expect(try metadata("\(head)Description: UNKNOWN\n\nUNKNOWN\n").description == nil)
    }

    @Test("repairs bytes that are no UTF-8 and says so")
    func invalidUTF8() throws {
        let bytes = Array("\(head)Author: J".utf8) + [0xF6] + Array("rg\n\nb".utf8) + [0xFF]
        let read = try CoreMetadata(parsing: bytes)
        #expect(read.author == "J\u{FFFD}rg")
        #expect(read.description == "b\u{FFFD}")
        #expect(read.repairedFields == [.author, .description])
        #expect(read.problems(profile: .strict).map(\.kind) == [.invalidUTF8(.description), .invalidUTF8(.author)])
    }

    @Test(
        "is refused without its three fields exactly once",
        arguments: [
            ("", .missing(.metadataVersion)), ("\n\(head)", .missing(.metadataVersion)),
            ("Metadata-Version: 2.1\nVersion: 1\n", .missing(.name)),
            ("Metadata-Version: 2.1\nName:\nVersion: 1\n", .missing(.name)),
            ("Metadata-Version: 2.1\nName: a\n", .missing(.version)), ("\(head)name: b\n", .repeated(.name)),
            ("\(head)Version: 1.0\n", .repeated(.version)),
            ("Metadata-Version: 3.0\nName: a\nVersion: 1\n", .metadataVersion("3.0")),
            ("Metadata-Version: two\nName: a\nVersion: 1\n", .metadataVersion("two")),
            ("Metadata-Version: 2.1\nName: -a\nVersion: 1\n", .name("-a")),
            ("Metadata-Version: 2.1\nName: a\nVersion: x\n", .version("x")),
            ("Metadata-Version: 2.1\nName: UNKNOWN\nVersion: x\n", .version("x")),
        ] as [(String, CoreMetadataError)])
    func refusal(text: String, reason: CoreMetadataError) {
        #expect(throws: reason) { try metadata(text) }
    }

    @Test("is bounded")
    func bounds() throws {
        let lines = String(repeating: "X: y\n", count: CoreMetadata.maximumHeaderLines - 3)
        #expect(try metadata(head + lines).unknownFields == ["x"])
        #expect(throws: CoreMetadataError.tooManyHeaderLines) { try metadata(head + lines + " z\n") }
        #expect(throws: CoreMetadataError.tooLarge(bytes: CoreMetadata.maximumBytes + 1)) {
            try CoreMetadata(parsing: [UInt8](repeating: 0x41, count: CoreMetadata.maximumBytes + 1))
        }
        let body = [UInt8](repeating: 0x0A, count: CoreMetadata.maximumBytes - head.utf8.count)
        #expect(try CoreMetadata(parsing: Array(head.utf8) + body).description == nil)
    }

    @Test(
        "says what PyPI refuses",
        arguments: [
            ("2.0", "", [.metadataVersion(MetadataVersion(2, 0))]),
            ("2.6", "", [.metadataVersion(MetadataVersion(2, 6))]),
            ("2.1", "License-File: a", [.fieldTooYoung(.licenseFile, introduced: MetadataVersion(2, 4))]),
            ("1.0", "Classifier: Typing :: Typed", [.fieldTooYoung(.classifier, introduced: MetadataVersion(1, 1))]),
            ("2.1", "Summary: a\nSummary: b", [.repeated(.summary)]),
            ("2.1", "Classifier: Topic :: Games/Entertainment\nClassifier: Typing :: Typed", []),
            ("2.1", "Summary: \(String(repeating: "ä", count: 512))", []),
            ("2.1", "Summary: \(String(repeating: "ä", count: 513))", [.summaryTooLong(characters: 513)]),
            ("2.1", "Requires-Python: 3.6", [.requiresPython("3.6")]),
            ("2.1", "Provides-Extra: a b", [.extraName("a b")]),
            ("2.2", "Dynamic: Name\nDynamic: summary\nDynamic: x", [.dynamicField("name"), .dynamicField("x")]),
            ("2.1", "Description-Content-Type: text/html", [.descriptionContentType("text/html")]),
            ("2.1", "Description-Content-Type: TEXT/X-RST; charset=utf-8", []),
            (
                "2.1", "Description-Content-Type: text/plain; charset=latin1",
                [.descriptionContentType("text/plain; charset=latin1")]
            ),
            (
                "2.1", "Description-Content-Type: text/markdown; variant=\"pandoc\"",
                [.descriptionContentType("text/markdown; variant=\"pandoc\"")]
            ),
            ("2.4", "License-Expression: MIT\nLicense: MIT", [.licenseBesideExpression]),
            ("2.4", "License-Expression: mit and (Apache-2.0+ or LicenseRef-Lark)", []),
            ("2.4", "License-Expression: MIT Apache-2.0", [.licenseExpression("MIT Apache-2.0")]),
            ("2.4", "License-Expression: (MIT", [.licenseExpression("(MIT")]),
            ("2.4", "License-Expression: MIT WITH", [.licenseExpression("MIT WITH")]),
            ("2.4", "License-Expression: MIT+ANDApache-2.0", [.licenseExpression("MIT+ANDApache-2.0")]),
            ("2.4", "License-Expression: LicenseRef-", [.licenseExpression("LicenseRef-")]),
            ("2.4", "License-Expression: Apache 2.0", [.licenseExpression("Apache 2.0")]),
            ("2.4", "License-Expression: MIT OR Apache-2", [.unknownLicense("apache-2")]),
            ("2.4", "License-Expression: MIT WITH Apache-2.0", [.unknownLicense("apache-2.0")]),
            ("2.4", "License-Expression: GPL-2.0-or-later with classpath-exception-2.0", []),
            (
                "2.4",
                "License-File: /a\nLicense-File: ../b\nLicense-File: c*\nLicense-File: d\\e\nLicense-File: C:f\nLicense-File: /\u{301}g",
                [
                    .licenseFile("/a"), .licenseFile("../b"), .licenseFile("c*"), .licenseFile("d\\e"),
                    .licenseFile("C:f"), .licenseFile("/\u{301}g"),
                ]
            ),
            ("2.5", "Import-Name: a.b ; private\nImport-Namespace: größe", []), ("2.5", "Import-Name:", []),
            (
                "2.5", "Import-Name: a.class\nImport-Name: 1a\nImport-Name: a; public",
                [.importName("a.class"), .importName("1a"), .importName("a; public")]
            ),
        ] as [(String, String, [MetadataProblem.Kind])])
    func problems(metadataVersion: String, lines: String, kinds: [MetadataProblem.Kind]) throws {
        let read = try metadata("Metadata-Version: \(metadataVersion)\nName: a\nVersion: 1\n\(lines)\n")
        #expect(read.problems(profile: .strict).map(\.kind) == kinds)
        #expect(read.problems(profile: .legacy).map(\.kind) == kinds)
        #expect(!read.problems(profile: .legacy).contains { $0.severity == .error })
    }

    @Test("has a License-File before its time pass in an upload")
    func earlyLicenseFile() throws {
        let problems = try metadata("\(head)License-File: LICENSE\nDynamic: Summary\n").problems(profile: .strict)
        #expect(
            problems.map(\.kind) == [
                .fieldTooYoung(.dynamic, introduced: MetadataVersion(2, 2)),
                .fieldTooYoung(.licenseFile, introduced: MetadataVersion(2, 4)),
            ])
        #expect(problems.map(\.severity) == [.error, .warning])
    }

    @Test("splits keywords at blanks only in old metadata")
    func keywords() throws {
        #expect(
            try metadata("Metadata-Version: 1.0\nName: a\nVersion: 1\nKeywords: dog  puppy\n").keywords == [
                "dog", "puppy",
            ])
        #expect(try metadata("\(head)Keywords: dog  puppy\n").keywords == ["dog  puppy"])
    }

    @Test("survives hostile nesting")
    func nesting() throws {
        let brackets = String(repeating: "(", count: 20_000)
        let read = try metadata(
            "Metadata-Version: 2.4\nName: a\nVersion: 1\nLicense-Expression: \(brackets)\nRequires-Dist: a;\(brackets)\n"
        )
        #expect(read.requirementCount == 0)
        #expect(read.problems(profile: .strict).count == 2)
    }
}
