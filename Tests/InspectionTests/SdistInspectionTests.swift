import Archives
import FixtureBuilders
import Inspection
import PythonPackaging
import Testing

@Suite("Inspecting an sdist")
struct SdistInspectionTests {
    private static let good = SdistBuilder("demo", version: "1.0").file("src/demo/__init__.py", "x = 1\n")

    private static func with(_ entry: TarBuilder.Entry) -> SdistBuilder { good.tar { $0.append(entry) } }

    private static func raw(_ filename: String, _ bytes: [UInt8]) -> BuiltDistribution {
        BuiltDistribution(filename: filename, bytes: bytes)
    }

    static let archives: [Faulty] = [
        Faulty("no bytes", "archive-truncated", raw(good.filename, [])),
        Faulty(
            "half the bytes", "archive-truncated", raw(good.filename, Array(good.bytes.prefix(good.bytes.count / 2)))),
        Faulty("a zip archive", "archive-format", raw(good.filename, good.zip.bytes)),
        Faulty("a bomb", "archive-limit", raw(good.filename, bomb)),
        Faulty(
            "200,001 members", "archive-limit",
            raw(
                good.filename,
                TarBuilder([TarBuilder.Entry](repeating: .init("demo-1.0/a"), count: 200_001)).gzipped(.stored))),
        Faulty("a path out of the archive", "member-traversal", with(.init("demo-1.0/../../evil", "1"))),
        Faulty("an absolute path", "member-absolute", with(.init("/etc/evil", "1"))),
        Faulty("a backslash", "member-backslash", fineForLegacy: true, with(.init("demo-1.0/a\\b", "1"))),
        Faulty("a path out of the archive on Windows", "member-traversal", with(.init("demo-1.0/..\\..\\evil", "1"))),
        Faulty("a name that is not UTF-8", "member-not-utf8", with(.init(rawName: Array("demo-1.0/".utf8) + [0xFF]))),
        Faulty("a control character", "member-control-character", with(.init("demo-1.0/a\u{1B}b", ""))),
        Faulty("a link out of the archive", "member-link-outside", with(.symlink("demo-1.0/link", to: "../../etc"))),
        Faulty(
            "a link to its own top folder's parent", "member-link-outside", with(.symlink("demo-1.0/link", to: ".."))),
        Faulty("an absolute link", "member-link-outside", with(.symlink("demo-1.0/link", to: "/etc/passwd"))),
        Faulty("a link on detours", "member-link-outside", with(.symlink("demo-1.0/link", to: "src/../../x"))),
        Faulty("a hard link out of the archive", "member-link-outside", with(.hardLink("demo-1.0/link", to: "../x"))),
        Faulty("a hard link to another folder", "member-link-outside", with(.hardLink("demo-1.0/link", to: "other/x"))),
        Faulty(
            "a member below a link", "member-below-file",
            good.tar {
                $0.append(.symlink("demo-1.0/link", to: "src"))
                $0.append(.init("demo-1.0/link/x", "1"))
            }),
        Faulty(
            "an extended header that says nothing", "member-odd-header",
            good.tar {
                var header = TarBuilder.Entry("PaxHeaders/0", "nonsense\n")
                header.type = UInt8(ascii: "x")
                $0.append(header)
                $0.append(.init("demo-1.0/odd", "1"))
            }),
        Faulty("a character device", "member-special", with(.special("demo-1.0/null", type: "3"))),
        Faulty("a block device", "member-special", with(.special("demo-1.0/disk", type: "4"))),
        Faulty("a pipe", "member-special", with(.special("demo-1.0/pipe", type: "6"))),
        Faulty("a member twice", "member-duplicate", fineForLegacy: true, with(.init("demo-1.0/pyproject.toml", "1"))),
        Faulty(
            "a file with holes", "member-sparse", fineForLegacy: true, with(.sparse("demo-1.0/holes", size: 100_000))),
        Faulty(
            "a file with more holes than a store has room", "archive-limit", with(.sparse("demo-1.0/h", size: 1 << 62))),
        Faulty(
            "a file of holes, many times the archive's size", "archive-limit",
            with(.sparse("demo-1.0/h", size: 100 << 20))),
        Faulty("an encrypted zip", "zip-encrypted", good.format(.zip).zip { $0.entries[1].isEncrypted = true }),
    ]

    static let contents: [Faulty] = [
        Faulty("two top folders", "sdist-top-folder", with(.init("other/file", ""))),
        Faulty("a file beside the top folder", "sdist-top-folder", with(.init("file", ""))),
        Faulty("nothing in it", "sdist-top-folder", raw(good.filename, TarBuilder().gzipped())),
        Faulty("a top folder of another name", "sdist-top-folder-name", fineForLegacy: true, good.root("demo-1.1")),
        Faulty("no PKG-INFO", "sdist-pkg-info-missing", fineForLegacy: true, good.withoutPkgInfo()),
        Faulty("two PKG-INFO", "sdist-pkg-info-repeated", with(.init("demo-1.0/PKG-INFO", "Name: evil\n"))),
        Faulty(
            "PKG-INFO that is a link", "sdist-pkg-info-missing", fineForLegacy: true,
            good.withoutPkgInfo().tar { $0.append(.symlink("demo-1.0/PKG-INFO", to: "pyproject.toml")) }),
        Faulty("PKG-INFO of another version", "metadata-version", good.metadata(version: "1.1")),
        Faulty(
            "PKG-INFO of the release it is a post-release of", "metadata-version", fineForLegacy: true,
            SdistBuilder("demo", version: "1.0.post1").metadata(version: "1.0")),
        Faulty("PKG-INFO of another project", "metadata-name", good.metadata(name: "other")),
        Faulty("PKG-INFO that says nothing", "metadata-invalid", fineForLegacy: true, good.replacingPkgInfo("hello\n")),
        Faulty(
            "an old spelling", "filename-spelling", fineForLegacy: true,
            SdistBuilder("Demo", version: "1.0").spelled("Demo")),
        Faulty("a zip archive of old", "filename-spelling", fineForLegacy: true, good.format(.zip)),
    ]

    /// A hundred megabytes of zeros, in a hundred kilobytes.
    private static var bomb: [UInt8] {
        var entry = TarBuilder.Entry("demo-1.0/zeros")
        entry.claimedSize = 100 << 20
        var tar = TarBuilder([entry])
        tar.hasEnd = false
        var gzip = GzipBuilder()
        gzip.append(tar.bytes)
        gzip.appendRun(of: 0, count: 100 << 20 + 1024)
        return gzip.finish()
    }

    @Test("finds", arguments: archives + contents)
    func finds(faulty: Faulty) throws {
        for profile in InspectionProfile.allCases {
            let report = try inspect(faulty.distribution, InspectionPolicy(profile: profile))
            let finding = report.findings.first { $0.rule == faulty.rule }
            let isRejected = profile == .strict || !faulty.isFineForLegacy
            #expect(finding?.severity == (isRejected ? .error : .warning), "\(profile) \(report.findings)")
            #expect(report.isRejected == isRejected, "\(profile) \(report.findings)")
        }
    }

    static let right: [SdistBuilder] = [
        good, good.format(.tgz), good.format(.tar), good.format(.zip),
        good.tar { $0.append(.symlink("demo-1.0/src/link", to: "../pyproject.toml")) },
        good.tar { $0.append(.hardLink("demo-1.0/link", to: "demo-1.0/pyproject.toml")) },
        good.tar { $0.append(.init("demo-1.0/tests/PKG-INFO", "a decoy")) },
        good.tar { $0.append(.init("demo-1.0/" + String(repeating: "long/", count: 60) + "ü", "")) },
        good.tar { $0.globalPax = [("comment", Array("0123456789abcdef".utf8))] },
        good.tar { tar in
            for index in tar.entries.indices { tar.entries[index].pax = [("mtime", Array("1700000000.123".utf8))] }
        },
    ]

    @Test("accepts good ones", arguments: right.indices)
    func accepts(index: Int) throws {
        let sdist = Self.right[index]
        let report = try inspect(sdist.build(), InspectionPolicy(depth: .contents))
        // Only `.tar.gz` is a name for new files.
        let expected = sdist.filename.hasSuffix(".tar.gz") ? [] : ["filename-spelling"]
        #expect(report.findings.map(\.rule) == expected, "\(report.findings)")
        #expect(report.metadata?.name.normalized == "demo")
        if sdist.filename.hasSuffix(".tar.gz") {
            let strict = try inspect(sdist.build(), InspectionPolicy(profile: .strict))
            #expect(strict.findings.isEmpty, "\(strict.findings)")
        }
    }

    @Test("reads an old one's metadata from its egg-info")
    func eggInfo() throws {
        let sdist = Self.good.withoutPkgInfo()
            .file("demo.egg-info/PKG-INFO", "Metadata-Version: 1.1\nName: demo\nVersion: 1.0\n")
        let report = try inspect(sdist.build(), InspectionPolicy())
        #expect(!report.isRejected, "\(report.findings)")
        #expect(report.metadata?.version.text == "1.0")
    }

    @Test("reads an ambiguous filename as the metadata does")
    func ambiguous() throws {
        let sdist = SdistBuilder("tool-2", version: "5").spelled("tool-2").build()
        let report = try inspect(sdist, InspectionPolicy())
        #expect(!report.isRejected, "\(report.findings)")
        #expect(report.filename.project.normalized == "tool-2")
        #expect(report.filename.version.text == "5")
    }
}
