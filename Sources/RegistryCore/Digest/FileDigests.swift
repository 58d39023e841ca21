public import Digests
internal import ContentStore
internal import Glibc
internal import Synchronization
public import SystemPackage

/// The digests of many files of any sizes, computed on several threads as quickly as the machine can.
///
/// Small files are read in groups into one arena per thread and hashed side by side; larger ones are streamed, up
/// to sixteen at a time on each thread; one that would still be at work when all others are done is hashed alone
/// from the beginning, over two threads where it is most of all. Cold files are read ahead. Where the engine has no
/// lanes, files are hashed one by one on each thread.
///
/// The buffers of all threads together take at most 32 MB, however many files there are and however large; a
/// result that waits for its turn takes about 200 bytes besides. What is wrong with one file is that file's result
/// and disturbs no other. A file is read to its end, whatever its size was before; only read, never changed.
public struct FileDigests: Sendable {
    /// Something to hash.
    public enum Source: Sendable {
        /// A file at a path; symbolic links are followed. A FIFO or a device is read to its end, alone and last.
        case file(FilePath)
        /// Whatever an open descriptor still has to read, alone and last; it is not closed.
        case descriptor(Int32)
    }

    /// What became of one source. Directories fail with `EISDIR`.
    public typealias Outcome = Result<Digested, RegistryError>

    /// The digests of a file, and how many bytes it had.
    public struct Digested: Sendable {
        /// Those that were asked for; what the others are means nothing.
        public let digests: DigestSet
        public let byteCount: Int64
    }

    /// How far the work is.
    public struct Progress: Sendable {
        public var files = 0
        public var totalFiles = 0
        public var bytes: Int64 = 0
        /// As the files' statuses say; streams are not in it.
        public var totalBytes: Int64 = 0
    }

    /// More would outrun the memory that was promised, and nearly every disk.
    public static let mostThreads = 8

    /// Threads that read and hash.
    public let threads: Int
    private let engine: DigestEngine

    /// - Parameters:
    ///   - threads: nil for one on each processor; at most ``mostThreads`` are used.
    ///   - algorithms: what is wanted. Leaving one out may save its time.
    public init(threads: Int? = nil, algorithms: some Collection<DigestAlgorithm> = DigestAlgorithm.allCases) {
        self.threads = max(1, min(Self.mostThreads, threads ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        engine = algorithms.contains(.blake2b256) ? .current : DigestEngine.current.withoutBLAKE2b
    }

    /// Hashes all of them. Blocks, and uses the caller's thread too.
    ///
    /// - Parameters:
    ///   - onResult: called on the caller's thread, once for each source, in the order of `sources`. A result
    ///     waits for those before it.
    ///   - shouldContinue: asked on the caller's thread between chunks. After it answered false, sources that are
    ///     not done by then have no result; results that wait for such a one are not told either.
    /// - Returns: whether all were done.
    public func compute(
        _ sources: [Source], onResult: (_ position: Int, _ outcome: Outcome) -> Void,
        shouldContinue: (Progress) -> Bool = { _ in true }
    ) -> Bool {
        var statuses = [DigestSourceStatus](repeating: .stream, count: sources.count)
        ThreadTeam.forEach(&statuses, threads: threads) { position, status in
            status = DigestSourceStatus(of: sources[position])
        }
        let run = DigestRun(
            sources: sources, statuses: statuses, threads: threads, engine: engine)
        withoutActuallyEscaping(onResult) { onResult in
            withoutActuallyEscaping(shouldContinue) { shouldContinue in
                // Only member 0, which is the caller's thread, calls what the caller gave.
                ThreadTeam.run(max(1, min(threads, run.schedule.files))) { member in
                    let worker = DigestWorker(run: run) {
                        guard member == 0 else { return }
                        run.results.deliver(onResult)
                        if !shouldContinue(run.progress) { run.requestStop() }
                    }
                    worker.work()
                }
            }
        }
        run.results.deliver(onResult)
        return run.results.isComplete
    }
}

/// What the threads of one computation share.
final class DigestRun: Sendable {
    let sources: [FileDigests.Source]
    /// As they were at the beginning.
    let statuses: [DigestSourceStatus]
    let schedule: DigestSchedule
    let results: DigestResults
    let engine: DigestEngine
    /// Bytes of one thread's arena, where the small files of a group go.
    let arenaByteCount: Int
    private let bytes = Atomic<Int64>(0)
    private let stop = Atomic(false)

    /// What a file takes in an arena besides its bytes, at most.
    private static let slack = 64
    /// The arenas of all threads, half of the memory that was promised.
    private static let arenaBytes = 16 << 20
    /// Two groups of each thread are open at a time, and a process may by default have 1,024 descriptors.
    private static let openFiles = 512

    init(sources: [FileDigests.Source], statuses: [DigestSourceStatus], threads: Int, engine: DigestEngine) {
        self.sources = sources
        self.engine = engine
        self.statuses = statuses
        arenaByteCount = min(4 << 20, Self.arenaBytes / threads)
        let sizes = statuses.map { status in
            if case .file(let size) = status { size } else { Int64?.none }
        }
        schedule = DigestSchedule(
            DigestSchedule.Plan(
                sizes: sizes, threads: threads, hasLanes: engine.usesLanes,
                smallLimit: Int64(arenaByteCount / DigestSchedule.mostLanes - Self.slack),
                groupFiles: max(DigestSchedule.mostLanes, Self.openFiles / 2 / threads)))
        results = DigestResults(count: sources.count)
    }

    /// Whether threads are to leave what they are at.
    var isStopped: Bool { stop.load(ordering: .relaxed) }

    func requestStop() { stop.store(true, ordering: .relaxed) }

    func addBytes(_ count: Int) { bytes.wrappingAdd(Int64(count), ordering: .relaxed) }

    var progress: FileDigests.Progress {
        FileDigests.Progress(
            files: results.finished, totalFiles: sources.count, bytes: bytes.load(ordering: .relaxed),
            totalBytes: schedule.totalBytes)
    }
}
