import Digests
import Synchronization

@testable import ContentStore

/// What several clients did to names, and when: enough to tell what each name may stand for afterwards.
final class History: Sendable {
    private struct Event: Sendable {
        let name: String
        let fact: Promises.Fact
        let begun: Int
        /// When it returned; never, for a client that died.
        var ended = Int.max
        var isAcknowledged = false
    }

    private let events = Mutex<[Event]>([])

    /// Notes a call about a name that begins, and what the name stands for once it succeeds.
    func begin(_ name: String, _ fact: Promises.Fact, at step: Int) -> Int {
        events.withLock { events in
            events.append(Event(name: name, fact: fact, begun: step))
            return events.count - 1
        }
    }

    /// Notes that it succeeded.
    func acknowledge(_ event: Int, at step: Int) {
        events.withLock { events in
            events[event].ended = step
            events[event].isAcknowledged = true
        }
    }

    /// Notes that it ended without success and may have happened all the same.
    func lose(_ event: Int, at step: Int) { events.withLock { $0[event].ended = step } }

    /// Notes that it was refused: nothing has happened.
    func refuse(_ event: Int) { events.withLock { $0[event].ended = -1 } }

    /// What a name may stand for: whatever no later acknowledged call has certainly replaced.
    func possible(_ name: String) -> Set<Promises.Fact> {
        let all = events.withLock { events in events.filter { $0.name == name && $0.ended >= 0 } }
        let acknowledged = all.filter(\.isAcknowledged)
        var facts = Set(
            all.filter { event in !acknowledged.contains { $0.begun > event.ended } }.map(\.fact))
        if acknowledged.isEmpty { facts.insert(.absent) }
        return facts
    }
}
