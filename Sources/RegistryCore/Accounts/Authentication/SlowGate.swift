internal import Synchronization

/// Lets few threads at a time into work that takes much memory, and makes few others wait.
final class SlowGate: Sendable {
    /// One thread at a time works in a lane.
    private final class Lane: Sendable {
        let work = Mutex(())
    }

    private struct Queue {
        var present = 0
        var next = 0
    }

    private let lanes: [Lane]
    private let queue = Mutex(Queue())
    private let limit: Int

    /// - Parameters:
    ///   - width: threads that work at once.
    ///   - waiting: threads that may wait besides.
    init(width: Int, waiting: Int) {
        lanes = (0..<width).map { _ in Lane() }
        limit = width + waiting
    }

    /// Does the work, perhaps after a wait; nil where too many wait already.
    func enter<Result: Sendable>(_ work: () -> Result) -> Result? {
        let lane: Lane? = queue.withLock { queue in
            guard queue.present < limit else { return nil }
            queue.present += 1
            queue.next = (queue.next + 1) % lanes.count
            return lanes[queue.next]
        }
        guard let lane else { return nil }
        defer { queue.withLock { $0.present -= 1 } }
        return lane.work.withLock { _ in work() }
    }
}
