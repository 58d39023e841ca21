internal import ContentStore
internal import Digests
internal import Synchronization
internal import SystemPackage

/// One ingest: what its threads share.
final class IngestRun: Sendable {
    let registry: Registry
    let target: PublishTarget
    let actor: Actor
    let options: IngestOptions
    let inspector: FileInspector
    let files: [SourceFile]
    let schedule: DigestSchedule
    let hashed = IngestHandover()
    let queue: IngestQueue
    /// By the thread that assists the publisher.
    let published = PublishedBatches()
    private let bytes = Atomic<Int64>(0)
    private let stop = Atomic(false)

    /// Files up to here are read whole and handed out in groups; bytes.
    static let smallLimit: Int64 = 256 << 10
    /// What is done with a byte besides hashing it: it is read, written and inspected (measured: 2 ns against 0.7).
    private static let otherWork: Int64 = 3

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
            depth: options.depth)
        self.files = files
        var plan = DigestSchedule.Plan(
            sizes: files.map(\.size), threads: workers, smallLimit: Self.smallLimit,
            groupFiles: DigestSchedule.mostLanes)
        plan.otherWork = Self.otherWork
        plan.streamers = Self.streamers(files, workers: workers, isInspecting: options.inspection.mode != .off)
        schedule = DigestSchedule(plan)
        queue = IngestQueue(producers: workers, expecting: files.count)
    }

    /// How many of the threads are to read and hash large files; the others inspect them.
    private static func streamers(_ files: [SourceFile], workers: Int, isInspecting: Bool) -> Int {
        guard isInspecting else { return workers }
        // Measured, in nanoseconds for each byte: reading, hashing and writing; inflating a compressed tar; looking
        // into a zip, of which little is read.
        var reading = 1.0
        var inspecting = 0.0
        for file in files where file.size > smallLimit {
            let isZip = [".whl", ".zip"].contains { file.path.string.hasSuffix($0) }
            reading += Double(file.size) * 1.7
            inspecting += Double(file.size) * (isZip ? 0.4 : 6)
        }
        return max(1, Int((Double(workers) * reading / (reading + inspecting)).rounded()))
    }

    /// Whether threads are to begin nothing more.
    var isStopped: Bool { stop.load(ordering: .relaxed) }

    func requestStop() { stop.store(true, ordering: .relaxed) }

    /// Bytes read so far.
    var bytesRead: Int64 { bytes.load(ordering: .relaxed) }

    func addBytes(_ count: Int64) { bytes.wrappingAdd(count, ordering: .relaxed) }
}
