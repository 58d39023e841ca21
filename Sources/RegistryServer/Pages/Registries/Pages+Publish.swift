internal import ContentStore
internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// A file comes in by a form.

extension Pages {
    func addPublishing(to routes: inout RouteTable) {
        get(&routes, "\(Self.registry)/publish") { visit in try await visit.showPublishing() }
        post(&routes, "\(Self.registry)/publish") { visit in try await visit.publish() }
    }
}

extension PageVisit {
    /// The name of the form's part with the file.
    private static let fileField = "content"

    private func publishable() throws -> (path: RegistryPath, access: Access) {
        try registry("a writer's role") { $0.canPublish }
    }

    fileprivate func showPublishing(problem: String? = nil) async throws -> Response {
        let (path, access) = try publishable()
        let info = try await read { try $0.registry(at: path, isCounting: false) }
        guard info.kind == .source else { throw RegistryError.notASource(path, info.kind) }
        return page(
            PublishContent(
                title: "\(info.name): publish", head: RegistryHead(info, access, at: .other, links),
                action: links.registry(path, "publish"), limit: PageFormats.size(services.limits.uploadBytes),
                setup: links.registry(path, "setup"), problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func publish() async throws -> Response {
        // Before a byte of it is read.
        let (path, access) = try publishable()
        let limit = services.limits.uploadBytes
        let (registry, actor, user) = (services.registry, actor, caller.userName)
        let outcome = try await services.uploads.receive(
            request, fileFields: [Self.fileField], limitBytes: limit
        ) { received -> PublishOutcome in
            try check(received.form.value(FormToken.field) ?? "")
            guard let upload = received.file else { return .problem("Choose a file.") }
            // The registry may be another one by now, or the visitor's role gone.
            guard try publishable().access.registryID == access.registryID else { throw PageProblem.notFound }
            context.facts.setDigest(upload.blob.digests.sha256.hex)
            var claims = UploadClaims(filename: upload.filename)
            claims.uploader = user
            var options = UploadOptions()
            options.limitBytes = limit
            var policy = try registry.registry(at: path, isCounting: false).policy
            // Without a look into the file there would be neither a name nor a version.
            if policy.mode == .off { policy.mode = .require }
            options.inspection = policy
            do {
                return .file(try registry.publish(upload.blob, claims, to: path, by: actor, options: options).entry)
            } catch RegistryError.refused(let refusal) {
                return .problem("\(upload.filename) has not been published: \(refusal.description).")
            }
        }
        switch outcome {
        case .file(let file): return redirect(to: links.package(file.id, in: path), done: .published)
        case .problem(let problem): return try await showPublishing(problem: problem)
        }
    }

    private enum PublishOutcome: Sendable {
        case file(FileEntry)
        /// A sentence for who sees the form again.
        case problem(String)
    }
}
