internal import ContentStore
internal import Logging
internal import RegistryCore
internal import Upstream

/// What the server does on its own while it answers others: notes downloads and the use of tokens, writes the log, collects garbage.
struct BackgroundWork: Sendable {
    let services: Services
    let sink: LogSink?
    let logger: Logger

    /// Downloads are noted this often.
    private static let downloadInterval = Duration.seconds(10)
    private static let tokenInterval = Duration.seconds(60)
    private static let logInterval = Duration.milliseconds(100)

    /// Works until its task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await every(Self.downloadInterval) { await noteDownloads() } }
            group.addTask { await every(Self.tokenInterval) { await noteTokenUse() } }
            group.addTask { await every(.seconds(services.settings.upstream.evictionSeconds)) { await evict() } }
            if let sink {
                group.addTask {
                    await every(Self.logInterval) { _ = try? await services.blocking.run { sink.flush() } }
                }
            }
            if let seconds = services.settings.collectionSeconds {
                group.addTask { await every(.seconds(seconds)) { await collect() } }
            }
        }
    }

    /// Notes what was counted since the last time.
    func noteDownloads() async {
        let counts = services.downloads.take()
        guard !counts.isEmpty else { return }
        let registry = services.registry
        do {
            try await services.blocking.run { try registry.recordDownloads(counts) }
        } catch {
            // They are tried again with those that come meanwhile.
            services.downloads.restore(counts)
            logger.warning("downloads are not noted yet", metadata: ["error": "\(error)"])
        }
    }

    /// Notes when tokens were used; what cannot be noted now is tried again.
    private func noteTokenUse() async {
        let registry = services.registry
        do {
            _ = try await services.blocking.run { try registry.flushTokenUse() }
        } catch {
            logger.warning("the use of tokens is not noted yet", metadata: ["error": "\(error)"])
        }
    }

    /// Keeps what upstream registries have fetched within their limits.
    private func evict() async {
        let registry = services.registry
        do {
            let registries = try await services.blocking.run { try registry.registries() }
            for info in registries where info.upstream?.cacheLimitBytes != nil {
                let report = try await services.receiving.run { try registry.evict(from: info.path, by: .upstream) }
                guard report.deleted.count > 0 else { continue }
                logger.info(
                    "evicted files of an upstream",
                    metadata: [
                        "registry": "\(info.path)", "files": "\(report.deleted.count)",
                        "bytes": "\(report.deleted.bytes)",
                    ])
            }
        } catch {
            logger.warning("files of upstreams are not evicted", metadata: ["error": "\(error)"])
        }
    }

    private func collect() async {
        let store = services.registry.store
        do {
            let report = try await services.blocking.run { try store.collect(CollectionOptions()) }
            logger.info(
                "collected garbage",
                metadata: ["removed": "\(report.removed.count)", "bytes": "\(report.removed.bytes)"])
            for failure in report.failures { logger.warning("not collected", metadata: ["failure": "\(failure)"]) }
        } catch {
            logger.warning("garbage is not collected", metadata: ["error": "\(error)"])
        }
    }

    private func every(_ interval: Duration, _ body: () async -> Void) async {
        while true {
            do { try await Task.sleep(for: interval) } catch { return }
            await body()
        }
    }
}
