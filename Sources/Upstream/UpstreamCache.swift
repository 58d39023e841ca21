internal import FoundationEssentials
public import Logging
public import RegistryCore

/// All that a server or a command does with indexes elsewhere: their pages and files, by one client.
public final class UpstreamCache: Sendable {
    /// Project pages.
    public let pages: UpstreamPages
    /// Files.
    public let files: UpstreamFiles
    /// What lies beside files: metadata, provenance.
    public let documents: UpstreamDocuments
    private let client: UpstreamClient
    private let registry: Registry

    /// Opens no connection before the first question.
    /// - Parameter logger: for what operators have to know; never a credential.
    public convenience init(
        registry: Registry, threads: any BlockingThreads, limits: UpstreamLimits = UpstreamLimits(), logger: Logger
    ) {
        self.init(
            registry: registry, threads: threads, limits: limits, logger: logger,
            now: { Int64(Date().timeIntervalSince1970 * 1000) })
    }

    /// - Parameter now: milliseconds since 1970.
    package init(
        registry: Registry, threads: any BlockingThreads, limits: UpstreamLimits, logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) {
        self.registry = registry
        client = UpstreamClient(limits: limits)
        pages = UpstreamPages(registry: registry, threads: threads, client: client, logger: logger, now: now)
        files = UpstreamFiles(
            registry: registry, threads: threads, client: client, pages: pages, logger: logger, now: now)
        documents = UpstreamDocuments(
            registry: registry, threads: threads, client: client, logger: logger, now: now)
    }

    /// An upstream registry as it is now.  A small read of the index.
    /// - Returns: nil for a registry of another kind.
    /// - Throws: `noSuchRegistry`.
    public func source(at path: RegistryPath) throws(RegistryError) -> UpstreamSource? {
        UpstreamSource(try registry.registry(at: path, isCounting: false))
    }

    /// Ends what is under way; nothing may be asked afterwards.
    public func stop() async {
        await files.stop()
        await client.shutdown()
    }
}
