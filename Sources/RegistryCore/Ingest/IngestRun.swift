internal import ContentStore
internal import Synchronization
internal import SystemPackage

/// One ingest: what its threads share.
final class IngestRun: Sendable {
    let registry: Registry
    let target: PublishTarget
    let actor: Actor
    let options: IngestOptions
    let inspector: FileInspector
    let schedule: IngestSchedule
    let queue: IngestQueue
    /// Threads that read.
    let workers: Int
    private let bytes = Atomic<Int64>(0)
    private let stop = Atomic(false)

    init(
        registry: Registry, target: PublishTarget, actor: Actor, options: IngestOptions, files: [SourceFile],
        workers: Int
    ) {
        self.registry = registry
        self.target = target
        self.actor = actor
        self.options = options
        inspector = FileInspector(
            archives: registry.archives, limits: registry.options.archiveLimits, policy: options.inspection,
            checksContents: options.checksContents)
        schedule = IngestSchedule(files)
        queue = IngestQueue(producers: workers)
        self.workers = workers
    }

    /// Whether threads are to begin nothing more.
    var isStopped: Bool { stop.load(ordering: .relaxed) }

    func requestStop() { stop.store(true, ordering: .relaxed) }

    /// Bytes read so far.
    var bytesRead: Int64 { bytes.load(ordering: .relaxed) }

    func addBytes(_ count: Int64) { bytes.wrappingAdd(count, ordering: .relaxed) }
}
