internal import ContentStore
internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Files come in: as they are, and by a ticket.

extension BuildkiteDialect {
    /// What the part with the file is called.
    private static let fileField = "file"
    /// What it was called in the API of 2024-03.
    private static let legacyField = "package[package_file]"

    private var uploadLimit: Int64 { services.limits.uploadBytes(of: .buildkite) }

    func publish(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, access) = try await gate.registry(
            context.registryText, needing: .writePackages, as: .writer, request, context)
        try Self.check(access)
        let links = try links(context)
        let package = try await services.uploads.receive(
            request, fileFields: [Self.fileField], limitBytes: uploadLimit
        ) { received in
            let file: FileEntry
            switch (received.file, received.form.value("package_url")) {
            case (let upload?, nil):
                file = try publish(upload.filename, upload.blob, to: path, access, caller, context)
            case (nil, let url?): file = try publish(staged: url, to: path, access, caller, context, links)
            case (nil, nil): throw BuildkiteProblem.invalidField("file", "File can't be blank")
            case (_?, _?): throw BuildkiteProblem.invalidField("package_url", "File and package_url exclude each other")
            }
            return try description(of: file, links)
        }
        return try JSONAnswer.of(.ok, package)
    }

    func publishLegacy(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, access) = try await gate.registry(
            context.registryText, at: .legacy, needing: .writePackages, as: .writer, request, context)
        try Self.check(access)
        try await services.uploads.receive(
            request, fileFields: [Self.legacyField], limitBytes: uploadLimit
        ) { received in
            guard let upload = received.file else {
                throw BuildkiteProblem.invalidField("package_file", "can't be blank")
            }
            _ = try publish(upload.filename, upload.blob, to: path, access, caller, context)
        }
        return try JSONAnswer.of(.created, [String: String]())
    }

    /// Nobody is to send a large file to where it cannot stay.
    private static func check(_ access: Access) throws(RegistryError) {
        if let kind = access.kind, kind != .source { throw .refused(.noUploads(kind)) }
    }

    /// Publishes what the archive says it is: nothing else names it.  Blocks.
    /// - Parameter access: what the caller might do before the file came in, which may have taken its time.
    private func publish(
        _ filename: String, _ blob: SealedBlob, to path: RegistryPath, _ access: Access, _ caller: Caller,
        _ context: ServerContext
    ) throws -> FileEntry {
        // The registry may be another one by now, or the caller's role gone.
        guard try gate.access(of: caller, to: path, as: .writer).registryID == access.registryID else {
            throw BuildkiteProblem.noRegistry
        }
        context.facts.setDigest(blob.digests.sha256.hex)
        var claims = UploadClaims(filename: filename)
        claims.uploader = caller.userName
        let registry = services.registry
        var policy = try registry.registry(at: path, isCounting: false).policy
        // Without a look into the file there would be neither a name nor a version.
        if policy.mode == .off { policy.mode = .require }
        // The documentation's own example is a filename as sdists have it no more.
        policy.profile = .legacy
        var options = UploadOptions()
        options.sameBytes = .conflict
        options.inspection = policy
        return try registry.publish(blob, claims, to: path, by: actor(caller, context), options: options).entry
    }

    // MARK: - By a ticket

    private struct UploadRequestAnswer: Encodable {
        struct Form: Encodable {
            let fileInput = "file"
            let method = "POST"
            let url: String
            let data: [String: String]

            private enum CodingKeys: String, CodingKey {
                case method, url, data
                case fileInput = "file_input"
            }
        }

        let uri: String
        let form: Form
    }

    func requestUpload(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, _, access) = try await gate.registry(
            context.registryText, needing: .writePackages, as: .writer, request, context)
        try Self.check(access)
        guard let registryID = access.registryID else { throw BuildkiteProblem.noRegistry }
        let ticket = UploadTicket.issue(
            registryID: registryID, limitBytes: uploadLimit, now: services.registry.options.now())
        let text = ticket.signed(with: staged.key)
        let url = try links(context).upload(text)
        let form = UploadRequestAnswer.Form(
            url: url, data: ["key": "\(StagedAddress.folder)/\(ticket.id)/${filename}", "policy": text])
        return try JSONAnswer.of(
            .ok, UploadRequestAnswer(uri: "\(url)/\(StagedAddress.folder)/\(ticket.id)", form: form))
    }

    func stageUpload(_ request: Request, _ context: ServerContext) async throws -> Response {
        let now = services.registry.options.now()
        guard let ticket = UploadTicket(context.parameters["ticket"], key: staged.key, now: now) else {
            throw BuildkiteProblem.badTicket
        }
        let received = try await services.uploads.receive(
            request, fileFields: [Self.fileField], limitBytes: min(ticket.limitBytes, uploadLimit)
        ) { $0 }
        guard let upload = received.file else { throw BuildkiteProblem.invalidField("file", "File can't be blank") }
        switch staged.add(upload.filename, upload.blob, ticket, now: services.registry.options.now()) {
        case .added: return try JSONAnswer.of(.created, [String: String]())
        case .used: throw BuildkiteProblem.badTicket
        case .full: throw ServerBusy(retryAfterSeconds: 30)
        }
    }

    /// Publishes the staged file that an address of ours names; nothing is ever fetched.  Blocks.
    private func publish(
        staged url: String, to path: RegistryPath, _ access: Access, _ caller: Caller, _ context: ServerContext,
        _ links: BuildkiteLinks
    ) throws -> FileEntry {
        let now = services.registry.options.now()
        let unknown = BuildkiteProblem.invalidField("package_url", "package_url names no file that was uploaded")
        // The ticket has done its work when the file is there: from then on the file's own time counts.
        guard let address = StagedAddress(url, below: links),
            let ticket = UploadTicket(address.ticket, key: staged.key, now: now - UploadTicket.lifetime),
            ticket.id == address.id, ticket.registryID == access.registryID,
            let file = staged.take(ticket, filename: address.filename, now: now)
        else { throw unknown }
        do {
            return try publish(file.filename, file.blob, to: path, access, caller, context)
        } catch {
            // What the file itself is refused for would be the same the next time.
            if (error as? RegistryError)?.exitCode != 1 { staged.putBack(file) }
            throw error
        }
    }
}
