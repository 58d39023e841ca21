internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import RegistryCore
internal import SimpleIndex
internal import Upstream

/// Files of indexes elsewhere that are not here yet, and a rule that also holds for those that are.
extension FileResponses {
    /// - Throws: `HTTPProblem`, 403, for a file that was fetched once and is too young by what is asked for now.
    func checkCooldown(of file: FileEntry) throws {
        guard let settings = try registry.registry(id: DownloadKey(file).registryID)?.upstream else { return }
        // Where nobody said when it was uploaded, it is as old as it has been here.
        let verdict = settings.cooldown(
            of: file.normalizedProject, uploadTime: file.uploaded, now: registry.options.now())
        guard verdict == .passed else {
            throw UpstreamError.coolingDown(filename: file.filename, verdict).problem
        }
    }

    /// What can be answered by a file's page alone: its header, and with that a condition or HEAD.
    /// - Returns: the answer, and whether a body is still to be added to it.
    func heading(
        of file: UpstreamFile, _ request: Request, _ context: ServerContext, _ options: Options
    ) -> (response: Response, isOpen: Bool) {
        let offered = file.offered
        let tag = offered.sha256.map { EntityTag($0) }
        if let sha256 = offered.sha256 { context.facts.setDigest(sha256) }
        var headers = Self.headers(tag, options)
        headers[.acceptRanges] = "bytes"
        if let time = offered.uploadTime { headers[.lastModified] = HTTPDate(milliseconds: time).text }
        if let tag {
            if let needed = request.headers[.ifMatch], !tag.matches(strong: needed) {
                return (Response(status: .preconditionFailed, headers: headers), false)
            }
            if request.headers[.ifNoneMatch].map({ tag.matches(weak: $0) }) ?? false {
                return (Response(status: .notModified, headers: headers), false)
            }
        }
        headers[.contentType] = options.contentType
        if options.isAttachment { headers[.contentDisposition] = ContentDisposition.attachment(offered.filename) }
        if request.method == .head, let size = offered.size {
            headers[.contentLength] = "\(size)"
            return (Response(status: .ok, headers: headers), false)
        }
        return (Response(status: .ok, headers: headers), true)
    }

    /// The file while it comes, or when it has come.
    /// - Parameter heading: as `heading(of:)` made it.
    func respond(
        _ fetch: FileFetch, _ heading: Response, _ request: Request, _ context: ServerContext, _ options: Options
    ) async throws(UpstreamError) -> Response {
        // A part could be whole before anybody knows whether the file is right.
        if request.method == .get, request.headers[.range] != nil {
            return try await respond(stored: try await fetch.stored(), request, context, options)
        }
        var response = heading
        switch try await fetch.started() {
        case .stored(let file): return try await respond(stored: file, request, context, options)
        case .growing(let size):
            if request.method == .head {
                response.headers[.contentLength] = size.map { "\($0)" }
                return response
            }
            let (downloads, metrics) = (downloads, metrics)
            let body = GrowingBody(
                fetch: fetch, size: size, channel: context.channel, progress: context.facts.beginStream()
            ) {
                metrics.countDownload()
                // It has no id before it is in the registry.
                Task { if let file = try? await fetch.stored() { downloads.count(file) } }
            }
            // The heading had no body, and says so.
            response.headers[.contentLength] = nil
            return Response(status: .ok, headers: response.headers, body: body.response)
        }
    }

    private func respond(
        stored file: FileEntry, _ request: Request, _ context: ServerContext, _ options: Options
    ) async throws(UpstreamError) -> Response {
        do {
            return try await respond(file, request, context, options: options)
        } catch {
            throw .storage("\(error)")
        }
    }
}
