internal import Synchronization

/// When tokens were used, kept in memory until it is worth a write: at most one for each token in ten minutes.
final class TokenUseLog: Sendable {
    /// Milliseconds between two notes of one token.
    static let interval: Int64 = 600_000
    /// Tokens that are kept in mind; what is beyond is not noted until the others are written.
    private static let limit = 10_000

    private struct State {
        /// To be written.
        var waiting: [String: Int64] = [:]
        /// When a note was last handed out.
        var written: [String: Int64] = [:]
    }

    private let state = Mutex(State())

    /// A token was used at a moment, in milliseconds since 1970.
    func note(_ id: String, at moment: Int64) {
        state.withLock { state in
            guard moment - (state.written[id] ?? .min / 2) >= Self.interval else { return }
            guard state.waiting.count < Self.limit || state.waiting[id] != nil else { return }
            state.waiting[id] = moment
        }
    }

    /// Takes back what could not be written.
    func putBack(_ uses: [String: Int64]) {
        state.withLock { state in
            for id in uses.keys { state.written[id] = nil }
            guard state.waiting.count + uses.count <= Self.limit else { return }
            state.waiting.merge(uses) { max($0, $1) }
        }
    }

    /// Hands out what is to be written, and forgets it.
    func take() -> [String: Int64] {
        state.withLock { state in
            let taken = state.waiting
            state.waiting = [:]
            if state.written.count + taken.count > Self.limit { state.written = [:] }
            state.written.merge(taken) { max($0, $1) }
            return taken
        }
    }
}
