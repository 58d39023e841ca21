import PythonPackaging
import Testing

@Suite("A distribution filename")
struct DistributionFilenameTests {
    @Test("gives the parts of a wheel")
    func wheelParts() throws {
        let filename = try DistributionFilename(
            "Lark_Tools-1!2.0+cpu-3_b-py2.py3-none-manylinux1_x86_64.manylinux2014_x86_64.whl")
        guard case .wheel(let wheel) = filename else {
            Issue.record("not read as a wheel")
            return
        }
        #expect(filename.isWheel)
        #expect(wheel.project == ProjectName("lark-tools"))
        #expect(wheel.version == PackageVersion("1!2.0+cpu"))
        #expect(wheel.buildTag?.number == 3)
        #expect(wheel.buildTag?.suffix == "_b")
        #expect(wheel.pythonTags == ["py2", "py3"])
        #expect(wheel.abiTags == ["none"])
        #expect(wheel.platformTags == ["manylinux1_x86_64", "manylinux2014_x86_64"])
        #expect(filename.strictProblems == [.nameSpelling(expected: "lark_tools")])
    }

    @Test("orders build tags by number, then text")
    func buildTags() throws {
        let names = [
            "a-1-py3-none-any.whl", "a-1-2-py3-none-any.whl", "a-1-2b-py3-none-any.whl", "a-1-10-py3-none-any.whl",
        ]
        let tags = try names.map { name throws -> WheelFilename.BuildTag? in
            guard case .wheel(let wheel) = try DistributionFilename(name) else { return nil }
            return wheel.buildTag
        }
        #expect(tags[0] == nil)
        let numbered = tags.compactMap { $0 }
        #expect(numbered == numbered.sorted())
        #expect(Set(numbered).count == 3)
    }

    @Test(
        "is read in the spellings of old files",
        arguments: [
            ("zope.interface-7.2-cp311-cp311-win_amd64.whl", "zope-interface", "7.2"),
            ("PyYAML-5.4.1-cp39-cp39-win32.whl", "pyyaml", "5.4.1"),
            ("shiboken2-5.15.2.1-5.15.2-cp35.cp36-abi3-manylinux1_x86_64.whl", "shiboken2", "5.15.2.1"),
            ("python-ldap-3.4.0.tar.gz", "python-ldap", "3.4.0"), ("azure-common-1.1.28.zip", "azure-common", "1.1.28"),
            ("Twisted-8.2.0.tar.bz2", "twisted", "8.2.0"), ("name-1.0-1.tar.gz", "name", "1.0.post1"),
            ("tool-2-1.0.tar.gz", "tool-2", "1.0"), ("a-1.0-beta-2.tgz", "a", "1.0b2"), ("a-1.tar", "a", "1"),
            ("a-1.tar.xz", "a", "1"), ("a.b-c_d-1.0.zip", "a-b-c-d", "1.0"),
        ])
    func oldSpellings(text: String, project: String, version: String) throws {
        let filename = try DistributionFilename(text)
        #expect(filename.project.normalized == project)
        #expect(filename.version == PackageVersion(version))
        #expect(filename.text == text)
        #expect(DistributionFilename.looksLikeDistribution(text))
    }

    @Test("of an ambiguous sdist is settled by the known project")
    func ambiguity() throws {
        let text = "tool-2-5.tar.gz"
        guard case .sdist(let alone) = try DistributionFilename(text) else {
            Issue.record("not read as an sdist")
            return
        }
        #expect(alone.isAmbiguous)
        #expect(alone.project.normalized == "tool")
        #expect(alone.version.canonical == "2.post5")
        let known = try DistributionFilename(text, knownProject: ProjectName("Tool.2"))
        #expect(known.project.normalized == "tool-2")
        #expect(known.version.canonical == "5")
        let other = try #require(ProjectName("other"))
        #expect(throws: FilenameError.otherProject(expected: other)) {
            try DistributionFilename(text, knownProject: other)
        }
        #expect(throws: FilenameError.otherProject(expected: other)) {
            try DistributionFilename("a-1-py3-none-any.whl", knownProject: other)
        }
    }

    @Test(
        "is refused",
        arguments: [
            ("", FilenameError.empty), ("a-1.exe", .unknownSuffix), ("a-1.WHL", .unknownSuffix),
            ("a-1.egg", .unknownSuffix),
            ("é-1.tar.gz", .notASCII), ("a\n-1.tar.gz", .controlCharacter), ("a\u{7F}-1.tar.gz", .controlCharacter),
            ("../a-1.tar.gz", .pathSeparator), ("a\\b-1.tar.gz", .pathSeparator),
            ("a-1-py3-none.whl", .wheelParts(count: 4)),
            ("a-1-1-py3-none-any-x.whl", .wheelParts(count: 7)), ("a__b-1-py3-none-any.whl", .projectName("a__b")),
            ("-1-py3-none-any.whl", .projectName("")), ("a-x-py3-none-any.whl", .version("x")),
            ("a-1 -py3-none-any.whl", .version("1 ")), ("a-1-b1-py3-none-any.whl", .buildTag("b1")),
            ("a-1--py3-none-any.whl", .buildTag("")), ("a-1-py3--any.whl", .compatibilityTag("")),
            ("a-1-2-3-none-any.whl", .compatibilityTag("3")), ("a-1-py3.-none-any.whl", .compatibilityTag("py3.")),
            ("a-1-py3-none-<b>.whl", .compatibilityTag("<b>")),
            ("a.tar.gz", .version("a")), ("-1.0.tar.gz", .version("-1.0")), ("a-dog.zip", .version("a-dog")),
            (".whl", .wheelParts(count: 1)), (".zip", .version("")),
        ] as [(String, FilenameError)])
    func refusal(text: String, reason: FilenameError) {
        #expect(throws: reason) { try DistributionFilename(text) }
    }

    @Test("has at most 255 bytes")
    func length() throws {
        let most = String(repeating: "a", count: 255 - 9) + "-1.tar.gz"
        #expect(try DistributionFilename(most).version.canonical == "1")
        #expect(throws: FilenameError.tooLong(bytes: 256)) { try DistributionFilename("a" + most) }
    }

    @Test(
        "says what PyPI refuses in a new upload",
        arguments: [
            ("lark_tools-1.0.tar.gz", []), ("lark_tools-1.0-py3-none-any.whl", []),
            ("lark_tools-01.0-py3-none-any.whl", []),
            (
                "Lark-Tools-1.0-1.zip",
                [
                    .nameSpelling(expected: "lark_tools"), .versionSpelling(expected: "1.0.post1"), .sdistSuffix(.zip),
                ]
            ),
            ("a-1.02.tar.gz", [.versionSpelling(expected: "1.2")]),
            ("a-1-py3-none-linux_x86_64.whl", [.platformTag("linux_x86_64")]),
            ("a-1-py3-none-macosx_11_1_arm64.whl", [.platformTag("macosx_11_1_arm64")]),
            ("a-1-py3-none-macosx_10_9_x86_64.macosx_11_0_arm64.whl", []),
            ("a-1-py3-none-manylinux_2_17_aarch64.musllinux_1_2_x86_64.whl", []),
            ("a-1-py3-none-ios_13_0_arm64_iphoneos.whl", []), ("a-1-py3-none-android_21_arm64_v8a.whl", []),
            ("a-1-py3-none-macosx_16_0_arm64.whl", [.platformTag("macosx_16_0_arm64")]),
            ("a-1-py3-none-win_amd64.any.whl", []), ("a-1-py3-none-_.whl", [.platformTag("_")]),
        ] as [(String, [FilenameProblem])])
    func strictProblems(text: String, problems: [FilenameProblem]) throws {
        #expect(try DistributionFilename(text).strictProblems == problems)
    }

    @Test("is looked for by suffix when a directory is scanned")
    func scanning() {
        #expect(DistributionFilename.looksLikeDistribution("nonsense.whl"))
        #expect(!DistributionFilename.looksLikeDistribution("a-1.tar.gz.asc"))
        #expect(!DistributionFilename.looksLikeDistribution("README.md"))
    }
}
