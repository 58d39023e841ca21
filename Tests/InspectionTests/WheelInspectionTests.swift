import Archives
import FixtureBuilders
import Inspection
import PythonPackaging
import Testing

@Suite("Inspecting a wheel")
struct WheelInspectionTests {
    private static let good = WheelBuilder("demo", version: "1.0")
        .file("demo/__init__.py", "x = 1\n").file("demo/data.txt", "some data\n")
    private static let info = "demo-1.0.dist-info"

    static let archives: [Faulty] = [
        Faulty("no bytes", "zip-not-a-zip", BuiltDistribution(filename: good.filename, bytes: [])),
        Faulty(
            "half the bytes", "zip-truncated",
            BuiltDistribution(filename: good.filename, bytes: Array(good.bytes.prefix(good.bytes.count / 2)))),
        Faulty(
            "a tar archive", "zip-not-a-zip",
            BuiltDistribution(filename: good.filename, bytes: SdistBuilder("demo", version: "1.0").bytes)),
        Faulty("a huge claim", "zip-size-mismatch", good.archive { $0.entries[0].central.size = 0x7FFF_FFFF }),
        Faulty("a bomb", "zip-bomb", good.archive { $0.append(.bomb("zeros", count: 100 << 20)) }),
        Faulty("a path out of the archive", "zip-name-traversal", good.file("../../evil.py", "1")),
        Faulty("an absolute path", "zip-name-absolute", good.file("/etc/evil", "1")),
        Faulty("a member twice", "zip-duplicate-name", good.file("demo/data.txt", "other data\n")),
        Faulty(
            "headers that disagree", "zip-name-mismatch",
            good.archive { $0.entries[0].local.name = Array("demo/__init__.pz".utf8) }),
        Faulty("an encrypted member", "zip-encrypted", good.archive { $0.entries[1].isEncrypted = true }),
        Faulty(
            "a name that is not UTF-8", "zip-name-not-utf8", good.archive { $0.append(.init(rawName: [0x61, 0xFF])) }),
        Faulty("a link", "zip-symlink", fineForLegacy: true, linked(to: "data.txt")),
        Faulty("a device", "zip-special-file", good.archive { $0.entries[0].externalAttributes = 0o060666 << 16 }),
        Faulty(
            "a data descriptor", "zip-data-descriptor", fineForLegacy: true,
            good.archive { $0.entries[0].hasDescriptor = true }),
        Faulty(
            "200,001 members", "zip-too-many-members",
            good.archive { zip in
                zip.isZip64 = true
                for index in zip.entries.count...200_000 { zip.append(.init(rawName: Array("\(index)".utf8))) }
            }),
    ]

    static let contents: [Faulty] = [
        Faulty("no .dist-info", "wheel-dist-info-missing", good.distInfo("demo")),
        Faulty("two of them", "wheel-dist-info-repeated", good.file("other-1.0.dist-info/METADATA", "")),
        Faulty("that of another project", "wheel-dist-info-name", good.distInfo("other-1.0.dist-info")),
        Faulty(
            "that of another version", "wheel-dist-info-version", fineForLegacy: true,
            good.distInfo("demo-1.1.dist-info")),
        Faulty(
            "that of an equal version", "wheel-dist-info-spelling", fineForLegacy: true,
            good.distInfo("demo-1.0.0.dist-info")),
        Faulty("no METADATA", "wheel-file-missing", good.without("METADATA")),
        Faulty("no WHEEL", "wheel-file-missing", good.without("WHEEL")),
        Faulty("no RECORD", "wheel-file-missing", good.without("RECORD")),
        Faulty("METADATA of another version", "metadata-version", good.metadata(version: "1.1")),
        Faulty("METADATA of another project", "metadata-name", good.metadata(name: "other")),
        Faulty("METADATA without a name", "metadata-invalid", good.replacing("METADATA", "Metadata-Version: 2.1\n")),
        Faulty("a lying filename", "metadata-name", lying),
        Faulty("a bad field", "metadata-field", fineForLegacy: true, good.requires("not a requirement!")),
        Faulty("WHEEL of a later format", "wheel-version", good.replacing("WHEEL", "Wheel-Version: 2.0\n")),
        Faulty(
            "WHEEL without a version", "wheel-file-invalid", fineForLegacy: true, good.replacing("WHEEL", "Tag: x\n")),
        Faulty(
            "a missing licence", "license-file-missing", fineForLegacy: true,
            good.metadataVersion("2.4").header("License-File", "LICENSE")),
        Faulty(
            "a script in another folder", "wheel-entry-point-path",
            good.infoFile("entry_points.txt", "[console_scripts]\n../evil = demo:main\n")),
        Faulty(
            "entry points of no section", "wheel-entry-points", fineForLegacy: true,
            good.infoFile("entry_points.txt", "demo = demo:main\n")),
        Faulty(
            "an old spelling", "filename-spelling", fineForLegacy: true,
            WheelBuilder("Demo", version: "1").spelled("Demo")),
    ]

    static let records: [Faulty] = [
        Faulty("RECORD that is no table", "record-invalid", good.replacing("RECORD", "demo/__init__.py\n")),
        Faulty("RECORD with a quote that does not end", "record-invalid", good.replacing("RECORD", "\"demo,,\n")),
        Faulty("a file not in RECORD", "record-unlisted-member", fineForLegacy: true, good.record { $0.remove(at: 0) }),
        Faulty(
            "a file only in RECORD", "record-missing-file", fineForLegacy: true,
            good.record { $0.append("demo/none.py,,") }),
        Faulty("a file twice in RECORD", "record-duplicate", fineForLegacy: true, good.record { $0.append($0[0]) }),
        Faulty("another size in RECORD", "record-size", good.record { $0[0] += "0" }),
        Faulty(
            "no hash in RECORD", "record-hash-missing", fineForLegacy: true,
            good.record { $0[0] = "demo/__init__.py,,6" }),
        Faulty(
            "a weak hash in RECORD", "record-hash-weak",
            good.record { $0[0] = "demo/__init__.py,md5=1B2M2Y8AsgTpgAmY7PhCfg,6" }),
        Faulty(
            "a hash in RECORD that is none", "record-invalid",
            good.record { $0[0] = "demo/__init__.py,sha256=abc,6" }),
    ]

    private static func linked(to target: String) -> WheelBuilder {
        good.file("demo/link", target).archive { zip in
            for index in zip.entries.indices where zip.entries[index].name == Array("demo/link".utf8) {
                zip.entries[index] = .symlink("demo/link", to: target)
            }
        }
    }

    private static var lying: BuiltDistribution {
        var wheel = good.build()
        wheel.filename = "other-1.0-py3-none-any.whl"
        return wheel
    }

    @Test("finds", arguments: archives + contents + records)
    func finds(faulty: Faulty) throws {
        for profile in InspectionProfile.allCases {
            let report = try inspect(faulty.distribution, InspectionPolicy(profile: profile))
            let finding = report.findings.first { $0.rule == faulty.rule }
            let isRejected = profile == .strict || !faulty.isFineForLegacy
            #expect(finding?.severity == (isRejected ? .error : .warning), "\(profile) \(report.findings)")
            #expect(report.isRejected == isRejected, "\(profile) \(report.findings)")
        }
    }

    @Test("refuses a link out of the archive", arguments: ["../../etc/passwd", "/etc/passwd", "x/../../../y"])
    func linkOutside(target: String) throws {
        let legacy = try inspect(Self.linked(to: target).build(), InspectionPolicy())
        #expect(legacy.refusals.map(\.rule) == ["member-link-outside"])
        let strict = try inspect(Self.linked(to: target).build(), InspectionPolicy(profile: .strict))
        #expect(strict.refusals.map(\.rule) == ["zip-symlink"])
    }

    @Test("finds wrong contents where they are read")
    func wrongContents() throws {
        let wrongHash = Self.good.record { lines in
            lines[0] = "demo/__init__.py,\(FixtureDigest.recordHash([1])),6"
        }.build()
        let wrongChecksum = Self.good.archive { $0.entries[1].checksum ^= 1 }.build()
        for (wheel, rule) in [(wrongHash, "record-hash"), (wrongChecksum, "archive-damaged")] {
            let full = try inspect(wheel, InspectionPolicy(depth: .contents))
            #expect(full.refusals.map(\.rule) == [rule])
            let quick = try inspect(wheel, InspectionPolicy())
            #expect(!quick.isRejected)
        }
    }

    @Test(
        "compares every hash that RECORD may have",
        arguments: [
            // Computed with Python's hashlib.
            "sha384=2Ce4lYIFgerCBE9pWgSgz-9mHzfuOwRgpljykGGUIg6xgKQz2N-zpYv47plg8Bkn",
            "sha3_256=wdBTyQKHi0yihfUFib-Njwl_aSft5ScxsgKb0jl6edQ",
            "blake2b=6nIqZvf64bwOv6c58SiBpH2uN97sDHXad4i0Hn6V6DP1E57HiR7MDi-K722gwHGCHEf2bnUdzLAdCquaWyKnaQ",
            "blake2s=sJIhExibS6ns3sKoO85UIxey5nBNnAmY8eAr7dtDIuc",
        ])
    func recordHashes(hash: String) throws {
        let policy = InspectionPolicy(profile: .strict, depth: .contents)
        let right = try inspect(Self.good.record { $0[0] = "demo/__init__.py,\(hash),6" }.build(), policy)
        #expect(right.findings.isEmpty, "\(right.findings)")
        let other = WheelBuilder("demo", version: "1.0").file("demo/__init__.py", "x = 2\n")
            .record { $0[0] = "demo/__init__.py,\(hash),6" }
        let wrong = try inspect(other.build(), policy)
        #expect(wrong.refusals.map(\.rule) == ["record-hash"])
    }

    @Test(
        "refuses for new uploads what PyPI refuses, and lets it pass where it exists already",
        arguments: [
            "License-Expression: Apache 2.0", "License-Expression: Apache-2", "License-File: LICENSE",
            "Classifier: Programing Language :: Python", "Project-URL: , https://example.org",
            "Home-page: example.org", "Author-email: nobody",
        ])
    func newUploads(line: String) throws {
        let wheel = WheelBuilder("demo", version: "1").replacing(
            "METADATA", "Metadata-Version: 2.4\nName: demo\nVersion: 1\n\(line)\n"
        ).build()
        let strict = try inspect(wheel, InspectionPolicy(profile: .strict))
        #expect(strict.isRejected)
        let rule = line.hasPrefix("License-File") ? "license-file-missing" : "metadata-field"
        #expect(strict.refusals.map(\.rule) == [rule], "\(strict.findings)")
        #expect(try !inspect(wheel, InspectionPolicy(profile: .legacy)).isRejected)
    }

    @Test("accepts for new uploads what only a public index has reasons to refuse")
    func privateUploads() throws {
        let wheel = WheelBuilder("demo", version: "1").replacing(
            "METADATA",
            """
            Metadata-Version: 2.4
            Name: demo
            Version: 1
            Classifier: Private :: Do Not Upload
            Requires-Dist: other @ https://example.org/other.whl

            """
        ).build()
        let report = try inspect(wheel, InspectionPolicy(profile: .strict))
        #expect(!report.isRejected)
        #expect(report.findings.map(\.severity) == [.warning, .warning])
    }

    @Test("accepts good ones and returns what is in them")
    func acceptsGood() throws {
        let wheel = Self.good.requires("other>=1").build()
        let report = try inspect(wheel, InspectionPolicy(profile: .strict, depth: .contents))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(!report.isRejected)
        #expect(report.metadata?.requiresDist == ["other>=1"])
        #expect(report.listing?.fileCount == 5)
        #expect(report.encodedListing == report.listing?.encoded())
        #expect(report.metadataBytes.map { String(decoding: $0, as: UTF8.self) }?.contains("Name: demo\n") == true)
    }

    @Test("refuses nothing but where findings are required to be none")
    func modes() throws {
        let wheel = Self.good.metadata(version: "2.0").build()
        let warned = try inspect(wheel, InspectionPolicy(mode: .warn))
        #expect(!warned.isRejected)
        #expect(warned.findings.map(\.rule) == ["metadata-version"])
        let unchecked = try inspect(wheel, InspectionPolicy(mode: .off))
        #expect(!unchecked.isRejected)
        #expect(unchecked.findings.isEmpty)
        #expect(unchecked.listing == nil)
        #expect(warned.listing?.fileCount == 5)
    }

    @Test("shows names so that a terminal is safe")
    func printableNames() throws {
        let report = try inspect(Self.good.file("demo/\u{1B}[2J\u{202E}.py", "").build(), InspectionPolicy())
        let finding = try #require(report.findings.first { $0.rule == "zip-name-control-character" })
        #expect(finding.member == "demo/\\u{1B}[2J\\u{202E}.py" || finding.member == "demo/\\u{001B}[2J\\u{202E}.py")
    }

    @Test("quotes no more of a long field than can be read")
    func shortDetails() throws {
        let long = String(repeating: "x!", count: 100_000)
        let report = try inspect(Self.good.requires(long).build(), InspectionPolicy())
        let finding = try #require(report.findings.first { $0.rule == "metadata-field" })
        #expect(finding.detail.count < 600)
    }

    @Test("accepts the distributions in Fixtures", arguments: FixtureDistributions.all.map(\.filename))
    func acceptsFixtures(filename: String) throws {
        let distribution = try #require(FixtureDistributions.all.first { $0.filename == filename })
        let report = try inspect(distribution, InspectionPolicy(depth: .contents))
        #expect(!report.isRejected, "\(report.findings)")
        #expect(report.metadata != nil)
        let strict = try inspect(distribution, InspectionPolicy(profile: .strict))
        #expect(strict.isRejected == filename.hasPrefix("Fixture"), "\(strict.findings)")
    }
}
