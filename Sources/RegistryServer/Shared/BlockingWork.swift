internal import NIOPosix
internal import Synchronization
public import Upstream

/// Threads on which calls may block: the registry's, which read and write files and the index.
///
/// A bounded number of them, and a bounded queue: when more waits than can be done soon, clients are told to come
/// again instead of being kept.
public final class BlockingWork: BlockingThreads {
    /// How many calls run at the same time.
    public let threads: Int
    /// How many more may wait.
    public let queueLimit: Int
    private let pool: NIOThreadPool
    private let inFlight = Atomic(0)

    /// Starts the threads.
    public init(threads: Int, queueLimit: Int) {
        self.threads = threads
        self.queueLimit = queueLimit
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    /// Calls that run or wait now.
    public var depth: Int { inFlight.load(ordering: .relaxed) }

    /// Runs `body` on a thread that may block.
    /// - Throws: what `body` throws; `ServerBusy` where the queue is full.
    public func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        defer { inFlight.subtract(1, ordering: .relaxed) }
        guard inFlight.add(1, ordering: .relaxed).newValue <= threads + queueLimit else { throw ServerBusy() }
        return try await pool.runIfActive(body)
    }

    /// Ends the threads when what waits is done.
    public func shutdown() async { try? await pool.shutdownGracefully() }
}
