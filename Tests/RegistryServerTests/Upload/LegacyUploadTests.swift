import ContentStore
import Digests
import RegistryCore
import RegistryServer
import Testing

@Suite("A legacy upload form")
struct LegacyUploadTests {
    private func upload(
        _ fields: [(LegacyField, String)], filename: String = "demo-1.0.tar.gz", queryAction: String? = nil
    ) throws -> LegacyUpload {
        var stream = DigestStream()
        let file = ReceivedUpload.File(
            field: "content", filename: filename, blob: SealedBlob(bytes: [], digests: stream.finalize().digests))
        let form = UploadForm(fields: fields.map { UploadForm.Field($0.0.rawValue, $0.1) })
        return try LegacyUpload(ReceivedUpload(form: form, file: file), queryAction: queryAction)
    }

    @Test("says what to do in the form or in the query")
    func action() throws {
        try upload([(.action, "file_upload")]).requireFileUpload()
        try upload([], queryAction: "file_upload").requireFileUpload()
        try upload([(.action, "file_upload")], queryAction: "submit").requireFileUpload()
        #expect(throws: LegacyUploadError.missing(.action)) { try upload([]).requireFileUpload() }
        #expect(throws: LegacyUploadError.unknownAction("doap")) { try upload([(.action, "doap")]).requireFileUpload() }
        for action in ["submit", "submit_pkg_info", "doc_upload"] {
            #expect(throws: LegacyUploadError.retiredAction(action)) {
                try upload([(.action, action)]).requireFileUpload()
            }
        }
    }

    @Test("has protocol 1")
    func protocolVersion() throws {
        try upload([(.protocolVersion, "1")]).requireKnownProtocol()
        try upload([]).requireKnownProtocol()
        #expect(throws: LegacyUploadError.unknownProtocol("2")) {
            try upload([(.protocolVersion, "2")]).requireKnownProtocol()
        }
    }

    @Test("says what kind of file it is")
    func kind() throws {
        #expect(try upload([(.fileType, "sdist")]).kind() == .sdist)
        #expect(try upload([(.fileType, "bdist_wheel")]).kind() == .wheel)
        #expect(try upload([]).kind() == nil)
        #expect(throws: LegacyUploadError.unknownFileType("bdist_egg")) {
            try upload([(.fileType, "bdist_egg")]).kind()
        }
    }

    @Test("has a Python version that fits the kind")
    func pythonVersion() throws {
        // flit sends none for sdists.
        for fields: [(LegacyField, String)] in [
            [(.fileType, "sdist")], [(.fileType, "sdist"), (.pythonVersion, "source")],
            [(.fileType, "bdist_wheel"), (.pythonVersion, "py3")], [],
        ] { try upload(fields).requireFittingPythonVersion() }
        #expect(throws: LegacyUploadError.pythonVersion("py3", .sdist)) {
            try upload([(.fileType, "sdist"), (.pythonVersion, "py3")]).requireFittingPythonVersion()
        }
        #expect(throws: LegacyUploadError.pythonVersion(nil, .wheel)) {
            try upload([(.fileType, "bdist_wheel")]).requireFittingPythonVersion()
        }
    }

    @Test("gives digests in any case, and no malformed ones")
    func digests() throws {
        let sha256 = String(repeating: "aB", count: 32)
        let upload = try upload([(.sha256Digest, sha256), (.md5Digest, String(repeating: "0", count: 32))])
        #expect(
            try upload.digests().map(\.tagged) == [
                "md5:" + String(repeating: "0", count: 32), "sha256:" + sha256.lowercased(),
            ])
        try upload.requireDigest()
        #expect(throws: LegacyUploadError.missingDigest) { try self.upload([(.md5Digest, "UNKNOWN")]).requireDigest() }
        for wrong in ["1", sha256.dropLast() + "g", sha256 + "00", " " + sha256] {
            #expect(throws: LegacyUploadError.malformedDigest(.blake2Digest)) {
                try self.upload([(.blake2Digest, String(wrong))]).digests()
            }
        }
    }

    @Test("may carry attestations, which must look like some")
    func attestations() throws {
        let one = """
            {"version": 1, "verification_material": {"certificate": "YQ==", "transparency_entries": [{}]}, \
            "envelope": {"statement": "YQ==", "signature": "YQ=="}}
            """
        #expect(try upload([(.attestations, "[\(one)]")]).attestations() == Array("[\(one)]".utf8))
        #expect(try upload([]).attestations() == nil)
        for wrong in [
            "[]", "{}", "[{}]", one, "[\(one)", "[\(one.replacing("\"version\": 1", with: "\"version\": 2"))]", "null",
            String(repeating: "[", count: 100_000), "[\(one)]" + String(repeating: " ", count: 200_000),
        ] {
            #expect(throws: LegacyUploadError.malformedAttestations) {
                try upload([(.attestations, wrong)]).attestations()
            }
        }
    }

    @Test("becomes claims for the registry")
    func claims() throws {
        let upload = try upload(
            [
                (.name, "Demo"), (.version, "1.0"), (.fileType, "sdist"), (.summary, "UNKNOWN"), (.requiresPython, ""),
                (.md5Digest, String(repeating: "0", count: 32)),
            ])
        let claims = try upload.claims(uploader: "alice")
        #expect(claims.filename == "demo-1.0.tar.gz")
        #expect(claims.name == "Demo")
        #expect(claims.version == "1.0")
        #expect(claims.kind == .sdist)
        #expect(claims.summary == nil)
        #expect(claims.requiresPython == nil)
        #expect(claims.digests.count == 1)
        #expect(claims.uploader == "alice")
        #expect(throws: LegacyUploadError.missing(.metadataVersion)) { try upload.require(.name, .metadataVersion) }
        #expect(throws: LegacyUploadError.missingFile) {
            try LegacyUpload(ReceivedUpload(form: UploadForm(), file: nil))
        }
    }
}
