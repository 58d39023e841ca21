public import Digests
internal import Logging
public import PythonPackaging
internal import RegistryCore
internal import SimpleIndex
internal import Synchronization

/// The files of indexes elsewhere: found on their pages, fetched once however many want them.
public final class UpstreamFiles: Sendable {
    private struct Key: Hashable {
        let registry: String
        let filename: String
        let key: ContentDigest
    }

    /// A fetch that is under way, and the task that does it.
    private struct Flight {
        let fetch: FileFetch
        let task: Task<Void, Never>
    }

    private struct State {
        var flights: [Key: Flight] = [:]
        /// What is not to be tried again for a while: until when, in milliseconds since 1970, and why.
        var refused: [Key: (until: Int64, why: UpstreamError)] = [:]
        var isStopped = false
    }

    private let registry: Registry
    private let threads: any BlockingThreads
    private let client: UpstreamClient
    private let pages: UpstreamPages
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let state = Mutex(State())

    /// Refusals that are remembered.
    private static let refusalLimit = 10_000

    init(
        registry: Registry, threads: any BlockingThreads, client: UpstreamClient, pages: UpstreamPages, logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) {
        self.registry = registry
        self.threads = threads
        self.client = client
        self.pages = pages
        self.logger = logger
        self.now = now
    }

    /// Files that are being fetched now.
    public var count: Int { state.withLock { $0.flights.count } }

    /// The file that one of our URLs means, by its project's page, which is asked for where nothing is known of it.
    /// - Parameter key: as in `UpstreamFile.key`; nil where the URL does not say it.
    /// - Returns: nil where the index does not offer such a file.
    public func find(
        _ filename: String, _ key: ContentDigest?, of project: ProjectName, in source: UpstreamSource
    ) async throws(UpstreamError) -> UpstreamFile? {
        // A page that is known is enough: its link led here.
        if let file = await pages.kept(project, in: source)?.file(filename), key.map({ $0 == file.key }) ?? true {
            return file
        }
        let view = try await pages.view(of: project, in: source)
        guard let file = view.project?.file(filename), key.map({ $0 == file.key }) ?? true else { return nil }
        return file
    }

    /// Begins to fetch a file, or joins who fetches it.  It goes on when its clients go: the bytes that have come would
    /// be lost, and clients come back.
    /// - Throws: `coolingDown`, `noDigest`, `busy`, `stopped`; or why it failed a moment ago.
    public func fetch(
        _ file: UpstreamFile, of project: ProjectName, in source: UpstreamSource
    ) throws(UpstreamError) -> FileFetch {
        try Self.check(file)
        let key = Key(registry: source.id, filename: file.offered.filename, key: file.key)
        let (now, limit) = (now(), client.limits.fetches)
        let result = state.withLock { state -> Result<FileFetch, UpstreamError> in
            if let flight = state.flights[key] { return .success(flight.fetch) }
            if let refused = state.refused[key], now < refused.until { return .failure(refused.why) }
            guard !state.isStopped else { return .failure(.stopped) }
            guard state.flights.count < limit else { return .failure(.busy) }
            let fetch = FileFetch(file)
            let reception = FileReception(
                fetch: fetch, project: project.normalized, source: source, registry: registry, threads: threads,
                client: client)
            state.flights[key] = Flight(fetch: fetch, task: Task { await self.run(reception, key) })
            return .success(fetch)
        }
        return try result.get()
    }

    /// - Throws: `coolingDown` or `noDigest` where the file may not be had.
    public static func check(_ file: UpstreamFile) throws(UpstreamError) {
        guard file.cooldown == .passed else { throw .coolingDown(filename: file.offered.filename, file.cooldown) }
        guard file.isOffered else { throw .noDigest(filename: file.offered.filename) }
    }

    private func run(_ reception: FileReception, _ key: Key) async {
        let began = ContinuousClock.now
        let result: Result<FileEntry, UpstreamError>
        do throws(UpstreamError) {
            result = .success(try await reception.run())
        } catch {
            result = .failure(error)
        }
        let now = now()
        state.withLock { state in
            state.flights[key] = nil
            if case .failure(let error) = result, error.isVerdict {
                if state.refused.count >= Self.refusalLimit {
                    state.refused = state.refused.filter { now < $0.value.until }
                }
                if state.refused.count < Self.refusalLimit {
                    state.refused[key] = (now + client.limits.refusedSeconds * 1000, error)
                }
            }
        }
        // Whoever is told of it finds it in the audit log.
        if case .failure(let error) = result { await note(error, reception) }
        reception.fetch.finish(result)
        let facts: Logger.Metadata = ["registry": "\(reception.source.path)", "file": "\(key.filename)"]
        switch result {
        case .success(let entry):
            logger.info(
                "fetched from an upstream",
                metadata: facts.merging(
                    ["bytes": "\(entry.size)", "duration": "\(ContinuousClock.now - began)"], uniquingKeysWith: { $1 }))
        case .failure(let error):
            logger.warning(
                "not fetched from an upstream", metadata: facts.merging(["error": "\(error)"], uniquingKeysWith: { $1 })
            )
        }
    }

    /// What was not what its page promises is in the audit log, too.
    private func note(_ error: UpstreamError, _ reception: FileReception) async {
        switch error {
        case .wrongDigest, .wrongLength, .tooLong: break
        default: return
        }
        let (registry, subject) = (registry, "\(reception.source.path)/\(reception.fetch.file.offered.filename)")
        _ = try? await threads.run { try registry.noteMismatch(subject, error.description, by: .upstream) }
    }

    /// Ends all fetches, and waits until they have ended.
    func stop() async {
        let tasks = state.withLock { state in
            state.isStopped = true
            return state.flights.values.map(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}

extension UpstreamError {
    /// Whether the bytes were looked at and found wrong: fetching them again at once would be in vain.
    fileprivate var isVerdict: Bool {
        switch self {
        case .wrongDigest, .wrongLength, .refused, .tooLong, .refusedAddress, .badEncoding: true
        default: false
        }
    }
}
