internal import HTTPTypes
public import HummingbirdCore
internal import PythonPackaging
public import RegistryCore
internal import SimpleIndex
internal import Synchronization
internal import Upstream

/// The pages of the simple repository API, for all dialects: made once for each state of a registry, and kept.
///
/// A page that is there already costs a look at the registry's serial, on the thread that asks.  Others are made on
/// threads that may block, one at a time for each page however many ask for it.
public final class SimplePages: Sendable {
    private struct Flight: Hashable {
        let key: PageKey
        let serials: [UInt64]
    }

    private enum Found {
        case page(RenderedPage)
        case flight(Task<Landing?, any Error>)
    }

    /// A page, and what is said with it this time.
    private struct Landing: Sendable {
        let page: RenderedPage
        var fields = HTTPFields()
    }

    private struct State {
        var cache: RenderedPages
        var flights: [Flight: Task<Landing?, any Error>] = [:]
    }

    /// Registries whose serials are read where the request is handled; the serials of more, on a thread that may block.
    private static let inlineRegistries = 8

    private let registry: Registry
    private let blocking: BlockingWork
    private let upstreams: UpstreamIndexes
    private let state: Mutex<State>

    /// - Parameters:
    ///   - upstreams: who is asked for projects that are left to indexes elsewhere.
    ///   - cacheBytes: memory for finished pages.
    init(registry: Registry, blocking: BlockingWork, upstreams: UpstreamIndexes, cacheBytes: Int) {
        self.registry = registry
        self.blocking = blocking
        self.upstreams = upstreams
        state = Mutex(State(cache: RenderedPages(limit: cacheBytes)))
    }

    /// The answer with a project's page: 200, 304, 301 for another spelling where the edition wants that, 406.
    /// - Parameters:
    ///   - name: as the client wrote it, decoded.
    ///   - path: a registry whose files this client may see: the caller has looked.
    /// - Returns: nil where the registry has no such project: the dialect words it, with `marked`.
    /// - Throws: `RegistryError`, `ServerBusy`.
    public func project(
        _ name: String, in path: RegistryPath, as edition: SimpleEdition, _ request: Request
    ) async throws -> Response? {
        try await project(name, in: [path], as: edition, request)
    }

    /// The same over several registries: of files with one name, the first registry's is shown.
    /// - Parameter paths: those that this client may see; one that is not there any more is passed over, unless it is
    ///   the only one.
    public func project(
        _ name: String, in paths: [RegistryPath], as edition: SimpleEdition, _ request: Request
    ) async throws -> Response? {
        guard let project = ProjectName(name) else { return nil }
        if edition.redirectsOtherSpellings, project.normalized != name {
            let location = edition.links.url(ofProject: project.normalized)
            return marked(
                PlainAnswer.of(.movedPermanently, headers: [.location: location]), isPublic: edition.isPublic)
        }
        return try await page(.project(project.normalized), in: paths, as: edition, request)
    }

    /// The answer with the list of projects: 200, 304, 406.
    /// - Throws: `RegistryError`, `ServerBusy`.
    public func root(
        in path: RegistryPath, as edition: SimpleEdition, _ request: Request
    ) async throws -> Response {
        try await root(in: [path], as: edition, request)
    }

    /// The same over several registries.
    public func root(
        in paths: [RegistryPath], as edition: SimpleEdition, _ request: Request
    ) async throws -> Response {
        guard let response = try await page(.root, in: paths, as: edition, request) else {
            preconditionFailure("a list of projects is never absent")
        }
        return response
    }

    /// Adds what every answer on a page's URL says to one that a dialect words itself, such as its 404.
    public func marked(_ response: Response, isPublic: Bool) -> Response {
        var response = response
        for field in PageFields.common(isPublic: isPublic) { response.headers[field.name] = field.value }
        return response
    }

    /// Pages that are kept, and the memory they take.
    public var cached: (pages: Int, bytes: Int) { state.withLock { ($0.cache.count, $0.cache.bytes) } }

    private func page(
        _ page: PageKey.Page, in paths: [RegistryPath], as edition: SimpleEdition, _ request: Request
    ) async throws -> Response? {
        guard let representation = Self.representation(for: request) else {
            return marked(
                PlainAnswer.of(
                    .notAcceptable,
                    "there is \(SimpleRepresentation.allCases.map(\.mediaType).joined(separator: ", "))"),
                isPublic: edition.isPublic)
        }
        let shown = try await states(of: paths)
        if let path = paths.first, paths.count == 1, shown.isEmpty { throw RegistryError.noSuchRegistry(path) }
        let key = PageKey(
            page: page, registries: shown.map(\.state.registryID).joined(separator: "/"), edition: edition,
            representation: representation,
            coding: SimpleCoding.negotiated(acceptEncoding: request.headers[values: .acceptEncoding]))
        guard let landing = try await rendered(key, shown) else { return nil }
        let rendered = landing.page
        var response: Response
        if let known = request.headers[.ifNoneMatch], rendered.tag.matches(weak: known) {
            response = Response(status: .notModified, headers: rendered.unchangedHeaders)
            // The length would be that of the page (RFC 9110, section 8.6).
            response.headers[.contentLength] = nil
        } else {
            response = Response(
                status: .ok, headers: rendered.headers, body: ResponseBody(byteBuffer: rendered.body))
        }
        for field in landing.fields { response.headers.append(field) }
        return response
    }

    private static func representation(for request: Request) -> SimpleRepresentation? {
        let format = request.uri.query == nil ? nil : request.uri.queryParameters["format"].map(String.init)
        return SimpleRepresentation.negotiated(accept: request.headers[values: .accept], format: format)
    }

    /// The registries that are there, with their states.
    private func states(of paths: [RegistryPath]) async throws -> [PageSource] {
        let states =
            paths.count <= Self.inlineRegistries
            ? try registry.indexStates(of: paths)
            : try await blocking.run { [registry] in try registry.indexStates(of: paths) }
        return zip(paths, states).compactMap { path, state in state.map { PageSource(path: path, state: $0) } }
    }

    /// The page as it is at these states, or newer; nil where there is none.
    private func rendered(_ key: PageKey, _ sources: [PageSource]) async throws -> Landing? {
        let serials = sources.map(\.state.serial)
        let kept = state.withLock { $0.cache.page(for: key, serials: serials) }
        if let kept, isFresh(kept, for: key) { return Landing(page: kept) }
        let found = state.withLock { state -> Found in
            let flight = Flight(key: key, serials: serials)
            if let task = state.flights[flight] { return .flight(task) }
            // Somebody may have landed since.
            if kept == nil, let page = state.cache.page(for: key, serials: serials), page.origin == nil {
                return .page(page)
            }
            // Not a child of this request, whose client may go: others may wait for the page.
            let task = Task { try await self.fly(flight, sources) }
            state.flights[flight] = task
            return .flight(task)
        }
        return switch found {
        case .page(let page): Landing(page: page)
        case .flight(let task): try await task.value
        }
    }

    /// Whether a page that was made at the registries' serials may be shown without asking elsewhere.
    private func isFresh(_ page: RenderedPage, for key: PageKey) -> Bool {
        guard let origin = page.origin, case .project(let name) = key.page, let project = ProjectName(name) else {
            return true
        }
        return upstreams.freshSerial(of: project, in: origin.upstream) == origin.serial
    }

    private func fly(_ flight: Flight, _ sources: [PageSource]) async throws -> Landing? {
        let result: Result<Landing?, any Error>
        do {
            result = .success(try await page(flight, sources))
        } catch {
            result = .failure(error)
        }
        state.withLock { state in
            state.flights[flight] = nil
            if case .success(let landing?) = result { state.cache.insert(landing.page, for: flight.key) }
        }
        return try result.get()
    }

    private func page(_ flight: Flight, _ sources: [PageSource]) async throws -> Landing? {
        let key = flight.key
        if case .project(let name) = key.page, let source = sources.first, sources.count == 1,
            source.state.asksElsewhere, let project = ProjectName(name)
        {
            let resolution = try await blocking.run { [registry] in try registry.resolve(project, in: source.path) }
            if case .external(let upstreams) = resolution {
                return try await page(flight, project, from: upstreams, source)
            }
        }
        let page = try await blocking.run { [registry] in try PageSource.render(key, sources, registry) }
        return page.map { Landing(page: $0) }
    }

    /// The page that the first of these indexes has.
    private func page(
        _ flight: Flight, _ project: ProjectName, from upstreams: [RegistryMember], _ source: PageSource
    ) async throws -> Landing? {
        for upstream in upstreams {
            guard let offer = try await self.upstreams.offer(of: project, in: upstream) else { continue }
            let fields: HTTPFields = [.cacheStatus: offer.cacheStatus]
            let kept = state.withLock { $0.cache.page(for: flight.key, serials: flight.serials) }
            if let kept, let origin = kept.origin, origin.serial == offer.project.serial,
                origin.upstream.id == upstream.id
            {
                return Landing(page: kept, fields: fields)
            }
            let page = try await blocking.run { [registry] in
                try PageSource.check([source], registry)
                return PageSource.render(
                    flight.key, offer.project, from: upstream, serials: flight.serials)
            }
            return Landing(page: page, fields: fields)
        }
        return nil
    }
}
