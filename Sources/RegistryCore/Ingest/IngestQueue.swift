internal import Digests
internal import Glibc

/// Finished files on their way from the threads that read to those that publish, bounded in number and memory.
@safe final class IngestQueue: @unchecked Sendable {
    // SAFETY: all fields are guarded by `mutex`, whose address is stable.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    // Two, for producers that wait would wake each other in turn.
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let emptied = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [IngestItem] = []
    private var cost = 0
    /// When the first of `items` came.
    private var firstCame = ContinuousClock.now
    /// Items that have yet to come.
    private var expected: Int
    private var producers: Int
    /// Producers that wait for room.
    private var blocked = 0
    private var isClosed = false
    /// Bytes that are being published: the same ones, published at the same time, would be written twice.
    private var underWay: Set<ContentDigest> = []

    /// Items that wait at most; also the most that one publication takes.
    static let itemLimit = 2048
    /// Bytes that they hold at most; each that publishes can have as many again.
    static let costLimit = 8 << 20
    /// Nanoseconds that something waits which is not worth a transaction by itself, and for which `take` waits.
    private static let patience = 200_000_000
    /// Items that are always worth a transaction.
    private static let fewItems = 128

    /// - Parameter expected: items that there will be, if nothing stops the run.
    init(producers: Int, expecting expected: Int) {
        self.producers = producers
        self.expected = expected
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(filled, nil)
        unsafe pthread_cond_init(emptied, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(filled)
        unsafe pthread_cond_destroy(emptied)
        unsafe pthread_mutex_destroy(mutex)
        unsafe filled.deallocate()
        unsafe emptied.deallocate()
        unsafe mutex.deallocate()
    }

    /// Waits for room, then hands over; drops the items once the queue is closed.
    func put(_ new: [IngestItem]) {
        locked {
            for item in new {
                let itemCost = item.cost
                while !isClosed, !items.isEmpty, items.count >= Self.itemLimit || cost + itemCost > Self.costLimit {
                    blocked += 1
                    unsafe pthread_cond_signal(filled)
                    unsafe pthread_cond_wait(emptied, mutex)
                    blocked -= 1
                }
                if isClosed { return }
                if items.isEmpty { firstCame = .now }
                items.append(item)
                expected -= 1
                cost += itemCost
            }
            if isWorthwhile { unsafe pthread_cond_signal(filled) }
        }
    }

    /// One producer will put nothing more.
    func producerEnded() {
        locked {
            producers -= 1
            unsafe pthread_cond_broadcast(filled)
        }
    }

    /// Nobody will take anything more.
    func close() {
        locked {
            isClosed = true
            items = []
            cost = 0
            unsafe pthread_cond_broadcast(emptied)
        }
    }

    /// Everything there is, as soon as it is worth a transaction, no producer is left, or it has waited for long;
    /// but files whose bytes another one of those who publish has taken.  `settled` is to follow.
    /// - Returns: nothing after a while without anything to take; nil when there is nothing more to come.
    func take() -> [IngestItem]? {
        locked {
            var deadline = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &deadline)
            deadline.tv_nsec += Self.patience
            deadline.tv_sec += deadline.tv_nsec / 1_000_000_000
            deadline.tv_nsec %= 1_000_000_000
            while producers > 0, !isWorthwhile {
                if unsafe pthread_cond_timedwait(filled, mutex, &deadline) != 0 { break }
            }
            if items.isEmpty && producers == 0 { return nil }
            // What has come since another one took what there was is for a transaction of some size, too.
            if producers > 0, !isWorthwhile, .now - firstCame < .nanoseconds(Self.patience) { return [] }
            let taken = takeItems()
            // Only what another one has taken: there is nothing to do before that is published.
            if taken.isEmpty, !items.isEmpty { unsafe pthread_cond_timedwait(filled, mutex, &deadline) }
            unsafe pthread_cond_broadcast(emptied)
            return taken
        }
    }

    /// What was taken has been published, for good or bad.
    func settled(_ taken: [IngestItem]) {
        locked {
            for item in taken { if let digest = item.digest { underWay.remove(digest) } }
            unsafe pthread_cond_broadcast(filled)
        }
    }

    private func takeItems() -> [IngestItem] {
        var taken: [IngestItem] = []
        var own: Set<ContentDigest> = []
        var left: [IngestItem] = []
        taken.reserveCapacity(items.count)
        own.reserveCapacity(items.count)
        for item in items {
            if let digest = item.digest {
                if underWay.contains(digest) {
                    left.append(item)
                    continue
                }
                own.insert(digest)
            }
            cost -= item.cost
            taken.append(item)
        }
        underWay.formUnion(own)
        items = left
        return taken
    }

    /// Towards the end less and less is, so that little is left to be written when nothing else is to be done.
    private var isWorthwhile: Bool {
        blocked > 0 || items.count >= min(Self.itemLimit / 4 * 3, max(Self.fewItems, expected / 2))
            || cost >= Self.costLimit / 4 * 3
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
