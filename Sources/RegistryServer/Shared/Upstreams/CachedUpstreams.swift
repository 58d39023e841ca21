internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import PythonPackaging
internal import RegistryCore
internal import SimpleIndex
internal import Upstream

/// The indexes elsewhere by way of the upstream cache: pages at most as old as their registry allows, files fetched when
/// they are asked for first.
struct CachedUpstreams: UpstreamIndexes {
    let cache: UpstreamCache
    let files: FileResponses

    func freshSerial(of project: ProjectName, in upstream: RegistryMember) -> UInt64? {
        guard let source = try? cache.source(at: upstream.path) else { return nil }
        return cache.pages.freshSerial(of: project, in: source)
    }

    func listing(of project: ProjectName, in upstream: RegistryMember) async throws -> UpstreamListing? {
        guard let source = try cache.source(at: upstream.path) else { return nil }
        let view: UpstreamView
        do throws(UpstreamError) {
            view = try await cache.pages.view(of: project, in: source)
        } catch {
            throw error.problem
        }
        guard let found = view.project else { return nil }
        var listing = UpstreamListing(
            serial: found.serial, display: found.name, status: found.status, statusReason: found.statusReason,
            files: found.offeredFiles.map(Self.listed))
        listing.fields[.cacheStatus] = view.cacheStatus
        return listing
    }

    private static func listed(_ file: UpstreamFile) -> UpstreamListing.File {
        let offered = file.offered
        var listed = UpstreamListing.File(
            filename: offered.filename, version: offered.version, key: file.key,
            sha256: offered.sha256 == nil ? nil : file.key)
        listed.requiresPython = offered.requiresPython
        listed.size = offered.size
        listed.uploadTime = offered.uploadTime
        listed.yanked = offered.yanked
        // Without its digest nobody could tell whether it is right, and everything that is installed hangs on it.
        if case .sha256(let hex) = offered.coreMetadata { listed.coreMetadata = ContentDigest(hex: hex) }
        listed.hasProvenance = offered.provenanceURL != nil
        return listed
    }

    func respond(
        with wanted: UpstreamFileRequest, in upstream: RegistryMember, _ request: Request, _ context: ServerContext,
        options: FileResponses.Options
    ) async throws -> Response? {
        guard let source = try cache.source(at: upstream.path) else { return nil }
        do throws(UpstreamError) {
            for project in wanted.projects {
                guard let file = try await cache.files.find(wanted.filename, wanted.key, of: project, in: source) else {
                    continue
                }
                return try await respond(file, wanted.part, project, source, request, context, options)
            }
            return nil
        } catch {
            context.facts.setNote("upstream: \(error)")
            throw error.problem
        }
    }
}

extension CachedUpstreams {
    private func respond(
        _ file: UpstreamFile, _ part: FilePart, _ project: ProjectName, _ source: UpstreamSource,
        _ request: Request, _ context: ServerContext, _ options: FileResponses.Options
    ) async throws(UpstreamError) -> Response? {
        switch part {
        case .file:
            try UpstreamFiles.check(file)
            let answer = files.heading(of: file, request, context, options)
            guard answer.isOpen else { return answer.response }
            let fetch = try cache.files.fetch(file, of: project, in: source)
            return try await files.respond(fetch, answer.response, request, context, options)
        case .metadata:
            guard let metadata = try await cache.documents.metadata(of: file, in: source) else { return nil }
            return files.respond(bytes: metadata.bytes, digest: metadata.digest, options)
        case .provenance:
            guard let bytes = try await cache.documents.provenance(of: file, in: source) else { return nil }
            return files.respond(provenance: bytes, request, options)
        }
    }
}

extension UpstreamView {
    /// How old the page is and why it is shown all the same, for `Cache-Status` (RFC 9211).
    fileprivate var cacheStatus: String {
        let left = freshSeconds - ageSeconds
        guard let staleBecause else { return "regadmin; hit; ttl=\(left)" }
        return "regadmin; hit; ttl=\(left); detail=\(staleBecause.word)"
    }
}

extension HTTPField.Name {
    /// What caches say of an answer (RFC 9211).
    static let cacheStatus = HTTPField.Name(validated: "Cache-Status")
}

extension UpstreamError {
    /// What the client is told.
    var problem: HTTPProblem {
        switch self {
        case .coolingDown, .noDigest: HTTPProblem(.forbidden, description)
        case .timedOut: HTTPProblem(.gatewayTimeout, description)
        case .busy, .stopped: HTTPProblem(.serviceUnavailable, description, headers: [.retryAfter: "2"])
        case .storage: HTTPProblem(.internalServerError)
        case .unreachable: HTTPProblem(.badGateway, "the upstream cannot be reached")
        default: HTTPProblem(.badGateway, description)
        }
    }

    /// One word for a header.
    fileprivate var word: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timed-out"
        case .status(let code): "status-\(code)"
        default: "unusable"
        }
    }
}
