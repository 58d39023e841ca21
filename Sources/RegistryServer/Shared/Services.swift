internal import HTTPTypes
public import Logging
public import RegistryCore
internal import Upstream

/// What all handlers share, one instance for the life of the server.
public struct Services: Sendable {
    /// Every rule of the product.  Its calls block: through `blocking`, but for tiny reads of the index.
    public let registry: Registry
    /// Threads that may block.
    public let blocking: BlockingWork
    /// The pages of the simple repository API.
    public let pages: SimplePages
    /// The indexes elsewhere that upstream registries stand for.
    let upstreams: UpstreamIndexes
    /// The same, as far as the server itself is concerned.
    let cache: UpstreamCache
    /// Threads that write what comes from there: those who wait for it must not wait for each other.
    let receiving: BlockingWork
    /// Answers with files.
    public let files: FileResponses
    /// Counts downloads.
    public let downloads: DownloadCounter
    /// Figures about the server's own work.
    public let metrics: ServerMetrics
    /// Takes uploads in.
    public let uploads: UploadReceiver
    /// Lets CI jobs in on the word of an issuer.
    public let oidc: OIDCAuthenticator
    /// What the operator said.
    public let settings: ServerSettings
    /// Where what operators have to know is said; for requests, the context's own.
    public let logger: Logger
    /// What clients may ask at most.
    public var limits: ServerLimits { settings.limits }

    init(registry: Registry, settings: ServerSettings, logger: Logger) {
        self.logger = logger
        self.registry = registry
        self.settings = settings
        blocking = BlockingWork(
            threads: settings.limits.blockingThreads, queueLimit: settings.limits.blockingQueue)
        receiving = BlockingWork(threads: 4, queueLimit: 4096)
        cache = UpstreamCache(registry: registry, threads: receiving, limits: settings.upstream, logger: logger)
        downloads = DownloadCounter()
        metrics = ServerMetrics()
        files = FileResponses(registry: registry, blocking: blocking, downloads: downloads, metrics: metrics)
        upstreams = UpstreamIndexes(cache: cache, files: files)
        pages = SimplePages(
            registry: registry, blocking: blocking, upstreams: upstreams, cacheBytes: settings.limits.pageCacheBytes)
        oidc = OIDCAuthenticator(
            registry: registry, issuers: settings.oidcIssuers, fetchSeconds: settings.limits.issuerSeconds)
        uploads = UploadReceiver(
            registry: registry, blocking: blocking, limits: settings.limits, metrics: metrics)
    }

    /// Scheme and host, and the path of `--base-url`, for URLs in answers: no slash at the end.
    ///
    /// What the operator configured; else what the client wrote, as long as that can stand in a URL.
    /// - Throws: `HTTPProblem`, 400, where neither says.
    public func publicURL(_ context: ServerContext) throws(HTTPProblem) -> String {
        if let configured = settings.baseURL { return configured }
        guard let host = context.origin.host else { throw HTTPProblem(.badRequest, "no usable Host") }
        return (context.origin.isSecure ? "https://" : "http://") + host
    }
}
