import ContentStore
import Digests
import FixtureBuilders
import PythonPackaging
import RegistryCore
import Testing

/// As other systems' own tests upload: a few bytes, under names that say nothing.
@Suite("Where the policy is off, an upload")
struct BelievedUploadTests {
    private func stub(_ filename: String, _ text: String = "test") -> BuiltDistribution {
        BuiltDistribution(filename: filename, bytes: Array(text.utf8))
    }

    private func withRegistry(_ body: (TestRegistry) throws -> Void) throws {
        try withRegistries { test in
            var changes = RegistryChanges()
            changes.policy = InspectionPolicySetting(mode: .off)
            try test.registry.updateRegistry(.default, changes)
            try body(test)
        }
    }

    @Test("is believed: any safe filename, name and version from the form")
    func believed() throws {
        try withRegistry { test in
            let published = try test.upload(stub("test.whl")) {
                $0.name = "Test_Package"
                $0.version = "1!1.0.1+r1234"
                $0.requiresPython = ">=3.9"
                $0.summary = "A test"
            }
            let file = published.entry
            #expect(file.filename == "test.whl" && file.kind == .wheel)
            #expect(file.normalizedProject == "test-package" && file.project == "Test_Package")
            #expect(file.version == "1!1.0.1+r1234" && file.requiresPython == ">=3.9" && file.summary == "A test")
            #expect(file.metadataDigest == nil && file.coreMetadataDigest == nil)
            try test.upload(stub("package.whl", "another")) {
                $0.name = "test-package"
                $0.version = "2.0"
            }
            #expect(try test.registry.project("test.package", in: .default)?.files.count == 2)
            #expect(try test.registry.file(id: file.id, in: .default) == file)
            #expect(try test.registry.files(named: "test.whl", of: "test-package", in: .default) == [file])
            #expect(try test.registry.find("default/packages/test.whl").map(\.file) == [file])
            #expect(try test.registry.details(of: file).archiveFiles == nil)
            #expect(throws: RegistryError.self) { try test.registry.contents(of: file) }
            let twin = try test.registry.file(
                "test.whl", with: file.digests.sha256, inFirstOf: [RegistryPath("a/b"), .default])
            #expect(twin == file)
            #expect(try test.registry.delete([.file(file.id, in: .default)]).deleted.count == 1)
            #expect(try test.registry.file(id: file.id, in: .default) == nil)
        }
    }

    @Test("can use one filename for two versions, and not twice for one")
    func sameFilename() throws {
        try withRegistry { test in
            for version in ["1.0", "2.0"] {
                try test.upload(stub("package.whl", version)) {
                    $0.name = "demo"
                    $0.version = version
                }
            }
            #expect(try test.registry.files(named: "package.whl", of: "demo", in: .default).count == 2)
            #expect(try test.registry.releases(of: "demo", in: .default).map(\.version) == ["1.0", "2.0"])
            let again: (inout UploadClaims) -> Void = {
                $0.name = "demo"
                $0.version = "v1.0"
            }
            guard case .filenameTaken(_, false)? = test.refusal(stub("package.whl", "other"), again) else {
                Issue.record("it was taken twice")
                return
            }
        }
    }

    @Test("goes by the form also where its filename says something else")
    func otherName() throws {
        try withRegistry { test in
            let file = try test.upload(stub("demo-1.0.tar.gz")) {
                $0.name = "other"
                $0.version = "3"
            }
            .entry
            #expect(file.normalizedProject == "other" && file.version == "3" && file.kind == .sdist)
            let own = try test.upload(stub("demo-1.0.tar.gz")).entry
            #expect(own.normalizedProject == "demo" && own.version == "1.0")
            #expect(try test.registry.find("default/packages/demo-1.0.tar.gz").map(\.file) == [own])
        }
    }

    @Test("needs a name and a version from somewhere, and a filename that can be kept")
    func missing() throws {
        try withRegistry { test in
            #expect(test.refusal(stub("test.whl")) == .missing(.name))
            #expect(test.refusal(stub("test.whl")) { $0.name = "demo" } == .missing(.version))
            let named: (inout UploadClaims) -> Void = {
                $0.name = "demo"
                $0.version = "1"
            }
            #expect(test.refusal(stub("a/b.whl"), named) == .invalidFilename(.pathSeparator))
            #expect(test.refusal(stub(".."), named) == .invalidFilename(.dots))
            #expect(test.refusal(stub("test.whl"), named) == nil)
        }
    }

    @Test("with a filename that says nothing passes with a warning where the policy is to warn")
    func warns() throws {
        try withRegistry { test in
            var changes = RegistryChanges()
            changes.policy = InspectionPolicySetting(mode: .warn)
            try test.registry.updateRegistry(.default, changes)
            let published = try test.upload(stub("test.whl")) {
                $0.name = "demo"
                $0.version = "1"
            }
            #expect(published.warnings.map(\.rule) == ["filename"])
            #expect(published.entry.inspectionWarnings == 1)
        }
    }
}
