internal import ContentStore
public import RegistryCore
internal import Synchronization

/// One file on its way from an index: staged once, and read by any number of clients while it grows.
///
/// Clients may have everything but the last byte before the digests are known, and that byte when they are right: so
/// nobody ever has the whole of a wrong file, and a slow client holds up nobody but itself.
public final class FileFetch: Sendable {
    /// What there is to be sent.
    public enum Start: Sendable {
        /// The registry had the file after all.
        case stored(FileEntry)
        /// Its bytes are coming; how many, where the index says so.
        case growing(size: Int64?)
    }

    private struct State {
        var start: Start?
        var bytes: GrowingBytes?
        /// Bytes that may be sent.
        var available: Int64 = 0
        /// Whether those are all.
        var isAdmitted = false
        var outcome: Result<FileEntry, UpstreamError>?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// What the index says of it.
    public let file: UpstreamFile
    private let state = Mutex(State())

    init(_ file: UpstreamFile) { self.file = file }

    // MARK: - For clients

    /// Waits until it is known what will come.
    public func started() async throws(UpstreamError) -> Start {
        while true {
            let (start, outcome) = state.withLock { ($0.start, $0.outcome) }
            if let start { return start }
            if case .failure(let error)? = outcome { throw error }
            await change { $0.start == nil && $0.outcome == nil }
        }
    }

    /// Waits until there are bytes behind `offset`.
    /// - Returns: how far they reach; nil where `offset` is the end of all of them, and they are right.
    public func bytes(after offset: Int64) async throws(UpstreamError) -> Int64? {
        while true {
            let (available, isAdmitted, outcome) = state.withLock { ($0.available, $0.isAdmitted, $0.outcome) }
            if available > offset { return available }
            if isAdmitted { return nil }
            if case .failure(let error)? = outcome { throw error }
            await change { $0.available <= offset && !$0.isAdmitted && $0.outcome == nil }
        }
    }

    /// Waits until the file is in the registry, durable and visible.
    public func stored() async throws(UpstreamError) -> FileEntry {
        while true {
            if let outcome = state.withLock({ $0.outcome }) { return try outcome.get() }
            await change { $0.outcome == nil }
        }
    }

    /// Reads bytes that `bytes(after:)` has promised.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(UpstreamError) -> Int {
        guard let bytes = state.withLock({ $0.bytes }) else { return 0 }
        do throws(StoreError) {
            return try unsafe bytes.read(into: buffer, at: offset)
        } catch {
            throw .storage(error.description)
        }
    }

    /// Waits for the next change, unless there was one: `isSame` no longer holds.
    private func change(_ isSame: @escaping @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isChanged = state.withLock { state in
                guard isSame(state) else { return true }
                state.waiters.append(continuation)
                return false
            }
            if isChanged { continuation.resume() }
        }
    }

    // MARK: - For the one who fetches

    func begin(_ start: Start, _ bytes: GrowingBytes? = nil) {
        update { state in
            state.start = start
            state.bytes = bytes
        }
    }

    /// So many bytes are there, and not known to be right.
    func add(upTo count: Int64) { update { $0.available = max(0, count - 1) } }

    /// All bytes are there, and right.
    func admit(count: Int64) {
        update { state in
            state.available = count
            state.isAdmitted = true
        }
    }

    func finish(_ outcome: Result<FileEntry, UpstreamError>) { update { $0.outcome = outcome } }

    private func update(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
