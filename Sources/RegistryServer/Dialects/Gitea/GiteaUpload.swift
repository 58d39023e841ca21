internal import ContentStore
internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import PythonPackaging
internal import RegistryCore

// Files come in, by the form that twine sends.

extension GiteaDialect {
    func upload(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.writing(request, context)
        let limit = services.limits.uploadBytes(of: .gitea)
        let (registry, actor) = (services.registry, actor(passage.caller, context))
        try await services.uploads.receive(request, fileFields: ["content"], limitBytes: limit) { received in
            let (file, claims) = try Self.checked(received, by: passage.caller)
            context.facts.setDigest(file.blob.digests.sha256.hex)
            if !passage.exists { try Self.makeRegistry(passage.path, registry, by: actor) }
            var options = UploadOptions()
            options.sameBytes = .conflict
            options.ignoresCase = true
            options.limitBytes = limit
            _ = try registry.publish(file.blob, claims, to: passage.path, by: actor, options: options)
        }
        return Response(status: .created, headers: [.contentLength: "0"])
    }

    /// The file and what the form says of it, checked in the order in which Gitea checks it.
    private static func checked(
        _ received: ReceivedUpload, by caller: Caller
    ) throws -> (ReceivedUpload.File, UploadClaims) {
        let upload: LegacyUpload
        do throws(LegacyUploadError) { upload = try LegacyUpload(received) } catch { throw GiteaProblem.noContent }
        guard let text = upload.form.value(.sha256Digest),
            Digest(.sha256, hex: text) == upload.file.blob.digests[.sha256]
        else { throw GiteaProblem.hashMismatch }
        guard let name = upload.form.value(.name), let version = upload.form.value(.version),
            isValid(version: version), ProjectName(String(name.map { $0 == "." || $0 == "_" ? "-" : $0 })) != nil
        else { throw GiteaProblem.invalidNameOrVersion }
        return (upload.file, try upload.claims(uploader: caller.userName))
    }

    /// PEP 440's permissive grammar in small letters, and nothing around it.
    static func isValid(version text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            && PackageVersion(text) != nil
    }

    /// Every owner of Gitea's has a registry; here the first upload makes it.
    private static func makeRegistry(_ path: RegistryPath, _ registry: Registry, by actor: Actor) throws {
        do throws(RegistryError) {
            try registry.createRegistry(path, by: actor)
        } catch .registryExists {
            // Another upload was quicker.
        }
    }
}
