import Dispatch
import Synchronization

/// Lets threads run one at a time, and decides by a seed who goes on whenever the one that runs yields:
/// the same seed gives the same order.
package final class TurnTaking: Sendable {
    private let state: Mutex<State>
    private let gates: [DispatchSemaphore]

    private struct State {
        var random: SeededRandom
        var waiting: [Int]
        var step = 0
        /// When which member is to be interrupted, latest first.
        var interruptions: [(step: Int, member: Int)]
    }

    /// - Parameters:
    ///   - count: threads that take turns, numbered from 0.
    ///   - interruptions: steps at which `yield` tells a member that its end has come.
    package init(seed: UInt64, count: Int, interruptions: [(step: Int, member: Int)] = []) {
        var random = SeededRandom(seed: seed)
        gates = (0..<count).map { _ in DispatchSemaphore(value: 0) }
        let first = Int.random(in: 0..<count, using: &random)
        state = Mutex(
            State(random: random, waiting: Array(0..<count), interruptions: interruptions.sorted { $0.step > $1.step }))
        gates[first].signal()
    }

    /// Steps taken by all together.
    package var step: Int { state.withLock { $0.step } }

    /// Waits for the first turn.
    package func enter(_ member: Int) { gates[member].wait() }

    /// Lets someone go on, perhaps the caller; answers the members whose end has come by now.
    package func yield(_ member: Int) -> [Int] {
        let (next, ended) = state.withLock { state in
            state.step += 1
            var ended: [Int] = []
            while let due = state.interruptions.last, due.step <= state.step {
                ended.append(due.member)
                state.interruptions.removeLast()
            }
            return (state.waiting.randomElement(using: &state.random) ?? member, ended)
        }
        if next != member {
            gates[next].signal()
            gates[member].wait()
        }
        return ended
    }

    /// Ends a member's part.
    package func leave(_ member: Int) {
        let next = state.withLock { state in
            state.waiting.removeAll { $0 == member }
            return state.waiting.randomElement(using: &state.random)
        }
        if let next { gates[next].signal() }
    }
}
