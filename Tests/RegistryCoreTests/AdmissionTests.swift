import ContentStore
import Digests
import FixtureBuilders
import Foundation
import RegistryCore
import Testing

@Suite("A registry's rules for what comes in")
struct AdmissionTests {
    private static func wheel(_ version: String, _ summary: String = "A demo") -> BuiltDistribution {
        WheelBuilder("demo", version: version).header("Summary", summary).build()
    }

    @Test("keep files out of projects that are closed", arguments: ProjectStatus.allCases)
    func status(status: ProjectStatus) throws {
        try withRegistries { test in
            try test.upload(Self.wheel("1"))
            try test.registry.setProjectStatus(status, reason: "because", of: "Demo", in: .default)
            let isOpen = status == .active || status == .deprecated
            #expect(test.refusal(Self.wheel("2")) == (isOpen ? nil : .projectClosed(status)))
            // What is there is there.
            #expect(try test.upload(Self.wheel("1")).outcome == .present)
            let view = try #require(try test.registry.project("demo", in: .default))
            #expect(view.status == status && view.statusReason == "because")
            #expect(view.offeredFiles.isEmpty == (status == .quarantined))
            try test.add(Self.wheel("3"))
            var dry = IngestOptions()
            dry.isDryRun = true
            #expect(try test.ingest(options: dry).report.refused == (isOpen ? 0 : 1))
            let ingested = try test.ingest()
            #expect(ingested.refusal("demo-3-py3-none-any.whl")?.rule == (isOpen ? nil : "project-closed"))
        }
    }

    @Test("keep a status when the last file goes, and forget it with the status")
    func statusStays() throws {
        try withRegistries { test in
            let file = try test.upload(Self.wheel("1")).entry
            try test.registry.setProjectStatus(.quarantined, of: "demo", in: .default)
            _ = try test.registry.delete([.file(file.id, in: .default)])
            #expect(try test.registry.project("demo", in: .default)?.files.isEmpty == true)
            #expect(test.refusal(Self.wheel("1")) == .projectClosed(.quarantined))
            let serial = try test.registry.serial(of: .default)
            try test.registry.setProjectStatus(.active, of: "demo", in: .default)
            #expect(try test.registry.serial(of: .default) == serial + 1)
            #expect(try test.registry.project("demo", in: .default) == nil)
            #expect(throws: RegistryError.noSuchFile("default/packages/demo")) {
                try test.registry.setProjectStatus(.archived, of: "demo", in: .default)
            }
            #expect(test.refusal(Self.wheel("1")) == nil)
        }
    }

    @Test("let filenames of deleted files come back, unless they are reserved")
    func reserved() throws {
        try withRegistries { test in
            func deleteAll() throws { _ = try test.registry.delete([.registry(.default)]) }
            try test.upload(Self.wheel("1"))
            try deleteAll()
            #expect(try test.upload(Self.wheel("1", "Other")).outcome == .stored)
            var changes = RegistryChanges()
            changes.reservesFilenames = true
            #expect(try test.registry.updateRegistry(.default, changes).reservesFilenames)
            try deleteAll()
            #expect(test.refusal(Self.wheel("1")) == .filenameReserved)
            #expect(test.refusal(Self.wheel("1", "Other")) == .filenameReserved)
            #expect(test.refusal(Self.wheel("2")) == nil)
            try test.registry.deleteRegistry(.default, force: true)
            try test.registry.createRegistry(.default)
            #expect(test.refusal(Self.wheel("1")) == nil)
        }
    }

    @Test("tell filenames apart by case only where a dialect does")
    func cases() throws {
        try withRegistries { test in
            var off = UploadOptions()
            off.inspection = InspectionPolicySetting(mode: .off)
            let named: (inout UploadClaims) -> Void = {
                $0.name = "demo"
                $0.version = "1"
            }
            let upper = BuiltDistribution(filename: "Test.whl", bytes: [1])
            let digest = try test.upload(upper, options: off, named).entry.digests.sha256
            var folding = off
            folding.ignoresCase = true
            let lower = BuiltDistribution(filename: "test.whl", bytes: [2])
            #expect(
                test.refusal(lower, options: folding, named)
                    == .filenameTaken(existing: digest, isSameBytes: false))
            let same = BuiltDistribution(filename: "test.whl", bytes: [1])
            #expect(
                test.refusal(same, options: folding, named) == .filenameTaken(existing: digest, isSameBytes: true))
            #expect(test.refusal(lower, options: off, named) == nil)
        }
    }

    // MARK: - Attestations

    private static func attestation(_ name: String, _ digest: String, type: String = "t", version: Int = 1) -> String {
        let statement = """
            {"_type":"x","subject":[{"name":"\(name)","digest":{"sha256":"\(digest)"}}],"predicateType":"\(type)"}
            """
        return """
            {"version":\(version),"verification_material":{"certificate":"AAAA","transparency_entries":[{"a":[1]}]},\
            "envelope":{"statement":"\(Data(statement.utf8).base64EncodedString())","signature":"AAAA"}}
            """
    }

    @Test("keep attestations that are of this file")
    func attestations() throws {
        try withRegistries { test in
            let wheel = Self.wheel("1")
            let hex = try test.sealed(wheel.bytes).digests.sha256.hex
            let text = Array(
                "[\(Self.attestation(wheel.filename, hex)), \(Self.attestation(wheel.filename, hex, type: "u"))]".utf8)
            let file = try test.upload(wheel) { $0.attestations = text }.entry
            #expect(file.hasAttestations)
            #expect(try test.registry.attestations(of: file) == text)
            let plain = try test.upload(Self.wheel("2")).entry
            #expect(!plain.hasAttestations)
            #expect(try test.registry.attestations(of: plain) == nil)
            try test.registry.createRegistry(RegistryPath("acme/copies"))
            let copy = try test.registry.copy(file, to: RegistryPath("acme/copies"))
            #expect(try test.registry.attestations(of: copy) == text)
            _ = try test.registry.delete([.file(file.id, in: .default)])
            #expect(try test.registry.attestations(of: file) == nil)
        }
    }

    @Test("refuse attestations that are not")
    func wrongAttestations() throws {
        try withRegistries { test in
            let wheel = Self.wheel("1")
            let hex = try test.sealed(wheel.bytes).digests.sha256.hex
            let right = Self.attestation(wheel.filename, hex)
            let texts = [
                "", "{}", "[]", "null", "[1]", "[\(right)", "[\(right),\(right)]", "\u{FEFF}[\(right)]",
                "[\(Self.attestation("other.whl", hex))]",
                "[\(Self.attestation(wheel.filename, String(hex.reversed())))]",
                "[\(Self.attestation(wheel.filename, hex, version: 2))]",
                String(repeating: "[", count: 100_000), "[" + String(repeating: " ", count: 200_000) + right + "]",
            ]
            for text in texts {
                guard case .attestations? = test.refusal(wheel, { $0.attestations = Array(text.utf8) }) else {
                    Issue.record("taken: \(text.prefix(80))")
                    continue
                }
            }
            guard
                case .attestations? = test.refusal(
                    wheel, { $0.attestations = "[\(right)]".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] } })
            else {
                Issue.record("taken: UTF-16")
                return
            }
            #expect(try test.files().isEmpty)
        }
    }
}
