internal import Synchronization

/// Lets so many uploads in at a time. Some more wait a while; the others are told to come again.
final class UploadGate: Sendable {
    private struct State {
        var inside = 0
        var lastNumber: UInt64 = 0
        var waiting: [(number: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let places: Int
    private let waitingPlaces: Int
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - places: uploads inside at the same time, at least one.
    ///   - waitingPlaces: how many more may wait.
    ///   - patience: for how long each of them does.
    init(places: Int, waitingPlaces: Int, patience: Duration) {
        self.places = max(1, places)
        self.waitingPlaces = waitingPlaces
        self.patience = patience
    }

    /// Uploads inside now.
    var inside: Int { state.withLock { $0.inside } }

    /// Uploads waiting now.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits for a place, which `leave` gives back. In order of arrival.
    /// - Throws: `ServerBusy` where too many wait, or for too long.
    func enter() async throws(ServerBusy) {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        var timer: Task<Void, any Error>?
        defer { timer?.cancel() }
        let isInside = await withCheckedContinuation { continuation in
            let decision: Bool? = state.withLock { state in
                if state.inside < places {
                    state.inside += 1
                    return true
                }
                guard state.waiting.count < waitingPlaces else { return false }
                state.waiting.append((number, continuation))
                return nil
            }
            if let decision {
                continuation.resume(returning: decision)
            } else {
                timer = Task {
                    try await Task.sleep(for: patience)
                    giveUp(number)
                }
            }
        }
        guard isInside else { throw ServerBusy(retryAfterSeconds: max(1, Int(patience.components.seconds))) }
    }

    /// Gives the place to who waits longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.inside -= 1
            return nil
        }
        next?.resume(returning: true)
    }

    private func giveUp(_ number: UInt64) {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard let place = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiting.remove(at: place).continuation
        }
        waiter?.resume(returning: false)
    }
}
