internal import ContentStore
internal import Logging
internal import RegistryCore

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
