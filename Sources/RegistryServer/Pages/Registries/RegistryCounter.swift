internal import RegistryCore
internal import Synchronization

/// What is in each registry, remembered: counting costs a look at each file.
///
/// A page waits a moment for what has to be counted anew, and does without what takes longer; the count goes on and is
/// there the next time.  A large registry that changes all the time is counted for a twentieth of the time at most.
final class RegistryCounter: Sendable {
    private struct Entry {
        let serial: UInt64
        let counts: RegistryCounts
        let freshUntil: ContinuousClock.Instant
    }

    private struct State {
        /// By the registry's id.
        var entries: [String: Entry] = [:]
        var flights: [String: Task<Void, Never>] = [:]
    }

    private let registry: Registry
    private let blocking: BlockingWork
    private let state = Mutex(State())

    /// Registries that are remembered.
    private static let limit = 10_000
    /// How long a page waits.
    private static let patience = Duration.milliseconds(250)
    /// A count that takes longer is good for a while, whatever changes: so many times as long as it took.
    private static let longCount = Duration.seconds(1)
    private static let freshness = 20

    init(registry: Registry, blocking: BlockingWork) {
        self.registry = registry
        self.blocking = blocking
    }

    /// The counts of registries, by id; without those that are not known yet.
    func counts(of registries: [RegistryInfo]) async -> [String: RegistryCounts] {
        let flights = state.withLock { state in
            registries.compactMap { info -> Task<Void, Never>? in
                if let entry = state.entries[info.id], entry.serial == info.serial || .now < entry.freshUntil {
                    return nil
                }
                if let flight = state.flights[info.id] { return flight }
                let flight = Task { await self.count(info) }
                state.flights[info.id] = flight
                return flight
            }
        }
        if !flights.isEmpty { await Self.wait(for: flights) }
        return state.withLock { state in
            var found: [String: RegistryCounts] = [:]
            for info in registries { found[info.id] = state.entries[info.id]?.counts }
            return found
        }
    }

    private func count(_ info: RegistryInfo) async {
        let began = ContinuousClock.now
        // A registry that is gone, or a store that cannot be read, has no counts; the page says the latter by itself.
        let counted = try? await blocking.run { [registry] in try registry.registry(at: info.path) }
        let ended = ContinuousClock.now
        state.withLock { state in
            state.flights[info.id] = nil
            guard let counted, counted.id == info.id else { return }
            if state.entries.count >= Self.limit { state.entries = [:] }
            let took = ended - began
            state.entries[info.id] = Entry(
                serial: info.serial, counts: counted.counts,
                freshUntil: took > Self.longCount ? ended + took * Self.freshness : ended)
        }
    }

    private static func wait(for flights: [Task<Void, Never>]) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let end = OneEnd(continuation)
            let timer = Task {
                try? await Task.sleep(for: patience)
                end.reach()
            }
            Task {
                for flight in flights { await flight.value }
                timer.cancel()
                end.reach()
            }
        }
    }
}

/// Resumes who waits, once, whoever comes first.
private final class OneEnd: Sendable {
    private let waiting: Mutex<CheckedContinuation<Void, Never>?>

    init(_ continuation: CheckedContinuation<Void, Never>) { waiting = Mutex(continuation) }

    func reach() {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume()
    }
}
