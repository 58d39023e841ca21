internal import Synchronization

/// Results of many files on their way from the threads that computed them to one that tells them, in order.
final class DigestResults: Sendable {
    private struct State {
        /// Nil before a result is there, and again after it was told.
        var waiting: [FileDigests.Outcome?]
        var finished = 0
        /// The first that has not been told.
        var next = 0
    }

    private let state: Mutex<State>
    private let count: Int

    init(count: Int) {
        self.count = count
        state = Mutex(State(waiting: Array(repeating: nil, count: count)))
    }

    /// How many there are so far.
    var finished: Int { state.withLock(\.finished) }

    /// Whether all have been told.
    var isComplete: Bool { state.withLock { $0.next == count } }

    /// Takes the result of one file.
    func put(_ outcome: FileDigests.Outcome, at position: Int) {
        state.withLock { state in
            state.waiting[position] = outcome
            state.finished += 1
        }
    }

    /// Tells all whose turn it is. For one thread.
    func deliver(_ tell: (Int, FileDigests.Outcome) -> Void) {
        while let (position, outcome) = takeNext() { tell(position, outcome) }
    }

    private func takeNext() -> (Int, FileDigests.Outcome)? {
        state.withLock { state in
            guard state.next < count, let outcome = state.waiting[state.next] else { return nil }
            state.waiting[state.next] = nil
            defer { state.next += 1 }
            return (state.next, outcome)
        }
    }
}
