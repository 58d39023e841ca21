internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import PythonPackaging
internal import RegistryCore
internal import SimpleIndex
internal import Upstream

/// The indexes elsewhere that upstream registries stand for, as the server asks them: only for names that
/// `NameResolution.external` gives to them.  By way of the upstream cache: pages at most as old as their registry allows,
/// files fetched when they are asked for first.
struct UpstreamIndexes: Sendable {
    let cache: UpstreamCache
    let files: FileResponses

    /// The serial of a project's page, where that is at hand and as fresh as the registry's settings want; nil where it
    /// has to be asked for.  Does not wait: it is called where requests are handled.
    func freshSerial(of project: ProjectName, in upstream: RegistryMember) -> UInt64? {
        guard let source = try? cache.source(at: upstream.path) else { return nil }
        return cache.pages.freshSerial(of: project, in: source)
    }

    /// What an upstream registry offers of a project; nil where its index has no such project.
    /// - Throws: `HTTPProblem` where the index cannot be asked and nothing it said before may stand for it, and no other
    ///   index is asked then.
    func offer(
        of project: ProjectName, in upstream: RegistryMember
    ) async throws -> (project: UpstreamProject, cacheStatus: String)? {
        guard let source = try cache.source(at: upstream.path) else { return nil }
        do throws(UpstreamError) {
            let view = try await cache.pages.view(of: project, in: source)
            return view.project.map { ($0, view.cacheStatus) }
        } catch {
            throw error.problem
        }
    }

    /// Answers with a file, or with what lies beside it, that an upstream registry offers and has not yet fetched.
    /// - Returns: nil where its index has no such file.
    /// - Throws: `HTTPProblem`: 403 with the reason for a file that is held back; where the index cannot be asked.
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
        case .untrusted: "untrusted"
        case .timedOut: "timed-out"
        case .status(let code): "status-\(code)"
        default: "unusable"
        }
    }
}

/// Which file of an upstream registry a client wants.
struct UpstreamFileRequest: Sendable, Equatable {
    /// The distribution's filename, without what the part adds to it.
    let filename: String
    /// What of it.
    let part: FilePart
    /// The projects that it may be of, best first: more than one where an old sdist's name does not say where the
    /// project's ends.  The upstream registry may be asked for these names and for no others.
    let projects: [ProjectName]
    /// What stands in the URL (`UpstreamFile.key`); nil where the URL has the version instead.
    let key: ContentDigest?
}
