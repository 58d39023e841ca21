internal import Dispatch
internal import Glibc
internal import LMDB
internal import Synchronization

/// The one thread of this process that writes the index.
///
/// LMDB's writer lock belongs to the thread that begins a transaction, so one thread begins, fills and
/// commits all of them.  Whatever has queued up while a commit was on its way to the disk shares the
/// next one: a lone write is not delayed, and a crowd pays for one sync.
@safe
final class IndexWriter: @unchecked Sendable {
    // SAFETY: `queue` is guarded by its mutex; a job's result is written before its semaphore is
    // signalled and read after.
    private let environment: Environment
    private let tables: PerTable<Table>
    private let queue = Mutex(Queue())
    private let wake = DispatchSemaphore(value: 0)
    private let stopped = DispatchSemaphore(value: 0)

    /// Jobs that share a commit at most: bounds how long the first of them waits.
    static let maximumJobsPerCommit = 256

    private struct Queue {
        var jobs: [Job] = []
        var isStopping = false
    }

    // SAFETY: see above; the closure itself only runs while its maker waits.
    private final class Job: @unchecked Sendable {
        /// What to do; nil once it is done, so that nothing of the caller's outlives its wait.
        private(set) var run: ((LMDBWriting) throws(StoreError) -> Void)?
        private let done = DispatchSemaphore(value: 0)
        var failure: StoreError?

        init(_ run: @escaping (LMDBWriting) throws(StoreError) -> Void) { self.run = run }

        func wait() { done.wait() }

        func finish() {
            run = nil
            done.signal()
        }
    }

    init(environment: Environment, tables: PerTable<Table>) {
        self.environment = environment
        self.tables = tables
        var thread = pthread_t()
        let retained = unsafe Unmanaged.passRetained(self).toOpaque()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<IndexWriter>.fromOpaque(argument).takeRetainedValue().loop()
                }
                return nil
            }, retained)
        precondition(code == 0, "the index writer's thread could not be started")
        pthread_detach(thread)
    }

    /// Runs `body` in a write transaction on the writer's thread; returns when its commit is durable.
    func run<Result>(
        _ body: (any IndexWriting) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        var result: Result?
        // The caller waits until the job is over, so nothing escapes.
        let failure: StoreError? = withoutActuallyEscaping(body) { body in
            let job = Job { (transaction) throws(StoreError) in result = try body(transaction) }
            let accepted = queue.withLock { queue in
                if !queue.isStopping { queue.jobs.append(job) }
                return !queue.isStopping
            }
            precondition(accepted, "the store was used after it was closed")
            wake.signal()
            job.wait()
            return job.failure
        }
        if let failure { throw failure }
        guard let result else { preconditionFailure("a job ended without a result or a failure") }
        return result
    }

    /// Ends the thread once its queue is empty.
    func stop() {
        queue.withLock { $0.isStopping = true }
        wake.signal()
        stopped.wait()
    }

    private func loop() {
        // Who else writes waits for this thread, in all processes.
        Background.leave()
        while true {
            wake.wait()
            while true {
                let (jobs, isStopping) = queue.withLock { queue in
                    let jobs = Array(queue.jobs.prefix(Self.maximumJobsPerCommit))
                    queue.jobs.removeFirst(jobs.count)
                    return (jobs, queue.isStopping)
                }
                if jobs.isEmpty {
                    if isStopping {
                        stopped.signal()
                        return
                    }
                    break
                }
                commit(jobs)
                for job in jobs { job.finish() }
            }
        }
    }

    /// One commit for all of `jobs`.  A job that throws after writing would leave half of its work in
    /// everybody's transaction: then all is dropped and the others run again without it.
    private func commit(_ jobs: [Job]) {
        var remaining = jobs
        while !remaining.isEmpty {
            var spoiler: Int?
            do throws(ScanError<StoreError>) {
                try environment.write { (transaction) throws(StoreError) in
                    let writing = LMDBWriting(transaction, tables)
                    for (position, job) in remaining.enumerated() {
                        let before = writing.changes
                        do throws(StoreError) {
                            job.failure = nil
                            try job.run?(writing)
                        } catch {
                            job.failure = error
                            if writing.changes > before {
                                spoiler = position
                                throw error
                            }
                        }
                    }
                }
                return
            } catch {
                if let spoiler {
                    remaining.remove(at: spoiler)
                } else {
                    let failure = StoreError(error)
                    for job in remaining { job.failure = job.failure ?? failure }
                    return
                }
            }
        }
    }
}
