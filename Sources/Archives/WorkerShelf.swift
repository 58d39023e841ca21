internal import Glibc
internal import SystemPackage

/// The workers of a pool: at most `count` at a time, started when first needed, lent to one caller each.
///
/// SAFETY: the mutex guards every variable; a lent worker belongs to its borrower alone.
@safe final class WorkerShelf: @unchecked Sendable {
    private let executable: FilePath
    private let limits: ArchiveLimits
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let returned: UnsafeMutablePointer<pthread_cond_t>
    private var idle: [WorkerProcess] = []
    private var places: Int

    init(executable: FilePath, count: Int, limits: ArchiveLimits) {
        self.executable = executable
        self.limits = limits
        places = count
        unsafe mutex = .allocate(capacity: 1)
        unsafe returned = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(returned, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(returned)
        unsafe pthread_mutex_destroy(mutex)
        unsafe returned.deallocate()
        unsafe mutex.deallocate()
    }

    /// Lends a worker that has been asked `request` to `body`, waiting for a free one. One that has died since it last
    /// answered is replaced without a word, and the next one asked. After an error that leaves a worker in doubt it is
    /// ended.
    func lend<Result>(
        asking request: (SharedWindow) -> WorkerRequest, descriptor: Int32 = -1, archiveSize: Int64 = 0,
        _ body: (WorkerProcess) throws(ArchiveError) -> Result
    ) throws(ArchiveError) -> Result {
        while true {
            let worker = try borrow()
            let isNew = worker.served == 1
            do throws(ArchiveError) {
                guard try worker.ask(request(worker.window), descriptor: descriptor, archiveSize: archiveSize)
                else {
                    let death = worker.end()
                    guard isNew else {
                        giveBack(worker)
                        continue
                    }
                    throw death
                }
                let result = try body(worker)
                giveBack(worker)
                return result
            } catch {
                giveBack(worker, after: error)
                throw error
            }
        }
    }

    /// Lends a worker that has been greeted, and asked nothing yet or is done.
    func lend<Result>(_ body: (WorkerProcess) throws(ArchiveError) -> Result) throws(ArchiveError) -> Result {
        let worker = try borrow()
        do throws(ArchiveError) {
            let result = try body(worker)
            giveBack(worker)
            return result
        } catch {
            giveBack(worker, after: error)
            throw error
        }
    }

    private func borrow() throws(ArchiveError) -> WorkerProcess {
        unsafe pthread_mutex_lock(mutex)
        while idle.isEmpty && places == 0 { unsafe pthread_cond_wait(returned, mutex) }
        if let worker = idle.popLast() {
            unsafe pthread_mutex_unlock(mutex)
            return worker
        }
        places -= 1
        unsafe pthread_mutex_unlock(mutex)
        do { return try WorkerProcess.start(executable, limits: limits) } catch {
            freePlace(keeping: nil)
            throw error
        }
    }

    private func giveBack(_ worker: WorkerProcess, after error: ArchiveError? = nil) {
        let isGood = worker.isAtRest && !worker.isWornOut && error?.isAboutWorker != true
        if !isGood { worker.end() }
        freePlace(keeping: isGood ? worker : nil)
    }

    private func freePlace(keeping worker: WorkerProcess?) {
        unsafe pthread_mutex_lock(mutex)
        if let worker { idle.append(worker) } else { places += 1 }
        unsafe pthread_cond_signal(returned)
        unsafe pthread_mutex_unlock(mutex)
    }
}
