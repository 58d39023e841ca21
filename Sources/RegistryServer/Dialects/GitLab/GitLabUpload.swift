internal import ContentStore
internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import PythonPackaging
internal import RegistryCore

// Files come in, by the form that twine sends.

extension GitLabDialect {
    func upload(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.changing(request, context) { $0.canPublish }
        let limit = services.limits.uploadBytes(of: .gitlab)
        let (registry, actor) = (services.registry, actor(passage.caller, context))
        try await services.uploads.receive(request, fileFields: ["content"], limitBytes: limit) { received in
            let (file, claims) = try Self.checked(received, by: passage.caller)
            context.facts.setDigest(file.blob.digests.sha256.hex)
            var options = UploadOptions()
            options.sameBytes = .conflict
            options.limitBytes = limit
            _ = try registry.publish(file.blob, claims, to: passage.path, by: actor, options: options)
        }
        return try JSONAnswer.of(.created, ["message": "201 Created"])
    }

    private static let requiresPythonLimit = 255

    /// The file and what the form says of it, checked in GitLab's order: fields that must be there, their form, name and
    /// version.
    private static func checked(
        _ received: ReceivedUpload, by caller: Caller
    ) throws -> (ReceivedUpload.File, UploadClaims) {
        let form = received.form
        var missing: [String] = []
        if received.file == nil { missing.append("content") }
        for field in [LegacyField.name, .version] where form.value(field) == nil { missing.append(field.rawValue) }
        guard missing.isEmpty, let file = received.file else { throw GitLabProblem.missing(missing) }
        // PEP 440's permissive grammar, in any case, with nothing around it.
        guard let version = form.value(.version), PackageVersion(version) != nil,
            version.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw GitLabProblem.validation("Version is invalid") }
        guard (form.value(.requiresPython) ?? "").utf8.count <= requiresPythonLimit else {
            throw GitLabProblem.validation(
                "Requires python is too long (maximum is \(requiresPythonLimit) characters)")
        }
        do throws(LegacyUploadError) {
            let upload = try LegacyUpload(received)
            let claims = try upload.claims(uploader: caller.userName)
            return (file, claims)
        } catch {
            if case .malformedDigest(let field) = error { throw GitLabProblem.invalid(field.rawValue) }
            throw error
        }
    }
}
