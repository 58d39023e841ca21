import ContentStore
import Digests
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

@Suite("An upload")
struct PublishTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").header("Summary", "A demo").build()
    private static let other = WheelBuilder("demo", version: "1.0").header("Summary", "Other").build()

    @Test("is stored, listed and found, with what the archive says of it")
    func stored() throws {
        try withRegistries { test in
            let published = try test.upload(Self.wheel) { $0.uploader = "alice" }
            #expect(published.outcome == .stored)
            #expect(published.warnings.isEmpty)
            let file = published.entry
            #expect(file.project == "demo" && file.version == "1.0" && file.versionText == "1.0")
            #expect(file.summary == "A demo" && file.uploader == "alice" && file.kind == .wheel)
            let view = try #require(try test.registry.project("Demo", in: .default))
            #expect(view.files == [file])
            #expect(view.versions == ["1.0"] && view.status == .active && view.display == "demo")
            #expect(try test.registry.serial(of: .default) == view.serial)
            #expect(try test.registry.projectNames(in: .default).projects.map(\.normalized) == ["demo"])
            #expect(try test.registry.file(id: file.id, in: .default) == file)
            #expect(try test.registry.file(number: file.number, in: .default) == file)
            let metadata = try #require(try test.registry.metadata(of: file))
            #expect(String(decoding: metadata, as: UTF8.self).contains("Summary: A demo"))
            #expect(ContentDigest(hashing: metadata) == file.coreMetadataDigest)
            #expect(try test.registry.audit().first?.subject == "default/packages/\(file.filename)")
        }
    }

    @Test("of a large file goes through a file on disk")
    func large() throws {
        try withRegistries { test in
            let padding = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
            let wheel = WheelBuilder("large", version: "1").file("large/data.bin", padding).compression(.stored).build()
            let published = try test.upload(wheel)
            #expect(published.entry.size == Int64(wheel.bytes.count))
            #expect(try test.upload(wheel).outcome == .present)
        }
    }

    @Test("takes name and version from the archive, where the name of an sdist can be read in two ways")
    func archiveDecides() throws {
        try withRegistries { test in
            var legacy = UploadOptions()
            legacy.inspection = InspectionPolicySetting(mode: .require, profile: .legacy)
            let plain = SdistBuilder("my-python-package", version: "0.9.7b1").spelled("my-python-package").build()
            #expect(try test.upload(plain, options: legacy).entry.normalizedProject == "my-python-package")
            let tool = SdistBuilder("tool-2", version: "5").spelled("tool-2").build()
            let file = try test.upload(tool, options: legacy).entry
            #expect(file.filename == "tool-2-5.tar.gz")
            #expect(file.normalizedProject == "tool-2" && file.version == "5")
            #expect(try test.upload(tool, options: legacy).outcome == .present)
            #expect(try test.upload(tool, options: legacy) { $0.name = "tool_2" }.outcome == .present)
        }
    }

    @Test("keeps the version as it was written, and knows it by PEP 440")
    func versionText() throws {
        try withRegistries { test in
            let file = try test.upload(Self.wheel) { $0.version = "v1.0" }.entry
            #expect(file.version == "1.0" && file.versionText == "v1.0")
            #expect(try test.registry.file(id: file.id, in: .default)?.versionText == "v1.0")
        }
    }

    @Test("of the same bytes again is present, or a conflict where a dialect says so")
    func again() throws {
        try withRegistries { test in
            let first = try test.upload(Self.wheel)
            let serial = try test.registry.serial(of: .default)
            let second = try test.upload(Self.wheel)
            #expect(second.outcome == .present && second.entry == first.entry)
            #expect(try test.registry.serial(of: .default) == serial)
            var options = UploadOptions()
            options.sameBytes = .conflict
            let digest = first.entry.digests.sha256
            #expect(
                test.refusal(Self.wheel, options: options) == .filenameTaken(existing: digest, isSameBytes: true))
            #expect(test.refusal(Self.other) == .filenameTaken(existing: digest, isSameBytes: false))
            #expect(try test.files().count == 1)
        }
    }

    @Test("heals bytes that are damaged, also where they would be a conflict")
    func heals() throws {
        try withRegistries { test in
            let file = try test.upload(Self.wheel).entry
            try test.damage(file)
            #expect(try test.registry.verify().damaged == 1)
            var options = UploadOptions()
            options.sameBytes = .conflict
            let healed = try test.upload(Self.wheel, options: options)
            #expect(healed.outcome == .healed && healed.entry.id == file.id)
            // Under another path the bytes are damaged too, and the file is new.
            try test.damage(healed.entry)
            #expect(try test.registry.verify().damaged == 1)
            let path = try RegistryPath("acme/other")
            try test.registry.createRegistry(path)
            let elsewhere = try test.upload(Self.wheel, to: path)
            #expect(elsewhere.outcome == .healed)
            #expect(try test.registry.file(id: elsewhere.entry.id, in: path) == elsewhere.entry)
            #expect(try test.registry.projectNames(in: path).projects.count == 1)
        }
    }

    @Test("is refused where a digest is not that of its bytes", arguments: DigestAlgorithm.allCases)
    func digests(algorithm: DigestAlgorithm) throws {
        try withRegistries { test in
            let right = try test.sealed(Self.wheel.bytes).digests[algorithm]
            let wrong = try #require(Digest(algorithm, bytes: right.bytes.map { $0 ^ 1 }))
            #expect(test.refusal(Self.wheel) { $0.digests = [right, wrong] } == .digestMismatch(algorithm))
            #expect(test.refusal(Self.wheel) { $0.digests = [right] } == nil)
            var replay = UploadOptions()
            replay.comparesDigests = false
            #expect(test.refusal(Self.wheel, options: replay) { $0.digests = [wrong] } == nil)
        }
    }

    @Test("is refused where the form contradicts the file")
    func contradictions() throws {
        try withRegistries { test in
            func refusal(_ change: (inout UploadClaims) -> Void) -> UploadRefusal? {
                test.refusal(Self.wheel, change)
            }
            #expect(refusal { $0.name = "other" } == .contradiction(.name, claimed: "other", found: "demo"))
            #expect(refusal { $0.version = "1.1" } == .contradiction(.version, claimed: "1.1", found: "1.0"))
            #expect(refusal { $0.kind = .sdist } == .contradiction(.kind, claimed: "sdist", found: "wheel"))
            #expect(refusal { $0.name = "-demo" } == .invalidName("-demo"))
            #expect(refusal { $0.name = String(repeating: "x", count: 300) } != nil)
            #expect(refusal { $0.version = "1.0-SNAPSHOT.x" } == .invalidVersion("1.0-SNAPSHOT.x"))
            #expect(refusal { $0.version = String(repeating: "1", count: 300) } != nil)
            let blobs = try test.registry.statistics().store.counters.blobs
            #expect(blobs == 0)
            #expect(
                refusal {
                    $0.name = "DEMO"
                    $0.version = "1.0.0"
                    $0.kind = .wheel
                    $0.requiresPython = ">=99"
                } == nil)
            #expect(try test.files().first?.requiresPython == nil)
        }
    }

    @Test("takes an empty field, or one that says UNKNOWN, for none", arguments: ["", "UNKNOWN"])
    func absent(text: String) throws {
        try withRegistries { test in
            let published = try test.upload(Self.wheel) {
                $0.name = text
                $0.version = text
            }
            #expect(published.entry.project == "demo")
        }
    }

    @Test("is refused by the registry's policy, or taken with warnings")
    func policy() throws {
        try withRegistries { test in
            let wrong = WheelBuilder("wrong", version: "1.0").metadata(version: "1.1").build()
            guard case .inspection(let rule, _, _)? = test.refusal(wrong) else {
                Issue.record("it was not refused")
                return
            }
            #expect(rule == "metadata-version")
            var changes = RegistryChanges()
            changes.policy = InspectionPolicySetting(mode: .warn, profile: .strict)
            try test.registry.updateRegistry(.default, changes)
            let published = try test.upload(wrong)
            #expect(published.warnings.map(\.rule) == ["metadata-version"])
            #expect(published.entry.version == "1.0" && published.entry.inspectionWarnings == 1)
            // Metadata of another version is not this file's.
            #expect(published.entry.metadataDigest == nil)
            #expect(try test.registry.metadata(of: published.entry) == nil)
        }
    }

    @Test("is refused where it is larger than the limit")
    func tooLarge() throws {
        try withRegistries { test in
            var options = UploadOptions()
            options.limitBytes = 100
            #expect(test.refusal(Self.wheel, options: options) == .tooLarge(limitBytes: 100))
            #expect(throws: RegistryError.refused(.tooLarge(limitBytes: 10))) {
                try test.registry.stageUpload(expectedSize: 11, limitBytes: 10)
            }
        }
    }

    @Test("to a registry that is not there, is not stored")
    func noRegistry() throws {
        try withRegistries { test in
            let path = try RegistryPath("acme/nothing")
            #expect(throws: RegistryError.noSuchRegistry(path)) { try test.upload(Self.wheel, to: path) }
        }
    }

    @Test(
        "is refused where its filename is unsafe or no distribution's",
        arguments: [
            ("", FilenameError.empty), ("..", .dots), ("../demo-1.0-py3-none-any.whl", .pathSeparator),
            ("a\\demo-1.0-py3-none-any.whl", .pathSeparator), ("demo-1.0\u{0}-py3-none-any.whl", .controlCharacter),
            ("démo-1.0-py3-none-any.whl", .notASCII), ("demo-1.0.exe", .unknownSuffix),
            (String(repeating: "a", count: 300) + "-1.0.tar.gz", .tooLong(bytes: 311)),
        ])
    func filenames(name: String, problem: FilenameError) throws {
        try withRegistries { test in
            var changed = Self.wheel
            changed.filename = name
            let refusal = test.refusal(changed)
            #expect(refusal == .invalidFilename(problem))
        }
    }
}

/// A registry with `default/packages`, whose index is checked against itself afterwards.
func withRegistries(_ body: (TestRegistry) throws -> Void) throws {
    try withRegistry { test in
        try test.registry.createRegistry(.default)
        try body(test)
        var findings: [String] = []
        let report = try test.registry.verifyIndex { findings.append("\($0.files) \($0.finding.detail)") }
        #expect(report.damaged == 0, "\(findings)")
    }
}
