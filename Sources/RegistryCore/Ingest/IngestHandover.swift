internal import Glibc

/// Large files that are hashed, on their way from the threads that read to the threads that inspect. Bounded: each
/// holds a descriptor.
@safe final class IngestHandover: @unchecked Sendable {
    // SAFETY: all fields are guarded by `mutex`, whose address is stable.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var drafts: [IngestDraft] = []
    private var readers = 0

    /// Files that wait at most.
    static let limit = 32

    init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Hands a file over.
    /// - Returns: false where too many wait: then it is the caller's own.
    func put(_ draft: IngestDraft) -> Bool {
        locked {
            guard drafts.count < Self.limit else { return false }
            drafts.append(draft)
            unsafe pthread_cond_signal(changed)
            return true
        }
    }

    /// The file that has waited longest; nil where none waits.
    func take() -> IngestDraft? {
        locked { drafts.isEmpty ? nil : drafts.removeFirst() }
    }

    /// The same, and waits for one as long as any may come; nil where none will.
    func wait() -> IngestDraft? {
        locked {
            while drafts.isEmpty && readers > 0 { unsafe pthread_cond_wait(changed, mutex) }
            return drafts.isEmpty ? nil : drafts.removeFirst()
        }
    }

    /// A thread begins, or ends, to put files.
    func beginReading() { locked { readers += 1 } }

    func endReading() {
        locked {
            readers -= 1
            unsafe pthread_cond_broadcast(changed)
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
