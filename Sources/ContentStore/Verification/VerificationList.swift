internal import Digests
internal import Glibc
internal import Synchronization

/// The blobs of one verification in their order, handed out one by one to any number of threads.
final class VerificationList: Sendable {
    private let store: Store
    private let options: VerificationOptions
    /// The seconds that this run notes.  Above every note there was when it began, so that the run ends
    /// where its own notes begin, also when two runs fall into one second.
    let stamp: UInt32
    /// How much there was to do when the run began.
    let expected: Amount
    private let newestAtStart: UInt32
    private let state: Mutex<State>

    /// What one thread does next.
    struct Group {
        /// One blob, or small ones that fit into a `SmallBlobReader` together, or the first of large ones that are to
        /// be hashed side by side.
        var rows: [BlobRow] = []
        /// Blobs whose rows cannot be read.
        var unreadable: [ContentDigest] = []
        /// Where those come from that go beside the first; `endLanes()` when they are done.
        var lanes: Window?
        /// There is nothing more to do.
        var isEmpty: Bool { rows.isEmpty && unreadable.isEmpty }
    }

    /// The blobs of one look at the queue, from which several threads take.
    final class Window: Sendable {
        fileprivate let rows: [BlobRow]
        fileprivate let schedule: DigestSchedule

        fileprivate init(_ rows: [BlobRow], threads: Int) {
            self.rows = rows
            schedule = DigestSchedule(
                DigestSchedule.Plan(
                    sizes: rows.map(\.size), threads: threads, smallLimit: VerificationList.smallLimit,
                    groupFiles: SmallBlobReader.maximumBlobs))
        }

        /// Another large blob; nil when there are none.
        func takeForLane() -> BlobRow? { schedule.takeForLane().map { rows[$0] } }

        /// Notes that a thread is done with its lanes.
        func endLanes() { schedule.endLanes() }
    }

    private struct State {
        var window: Window?
        var unreadable: [ContentDigest] = []
        /// Where the next look at the queue begins; nil at its end.
        var position: [UInt8]?
        var only: ArraySlice<ContentDigest>
        var bytesTaken: Int64 = 0
    }

    /// Rows read in one transaction: a long one would keep freed pages from being reused.
    private static let rowsPerLook = 500
    /// Blobs up to here are read whole; bytes. Three of them and a bit fit into a `SmallBlobReader`.
    private static let smallLimit: Int64 = 256 << 10
    private let threads: Int

    /// - Parameter threads: that will take blobs.
    init(store: Store, options: VerificationOptions, threads: Int) throws(StoreError) {
        self.store = store
        self.threads = threads
        self.options = options
        let now = UInt32(clamping: store.clock() / 1000)
        let (newest, counters) = try store.read { (snapshot) throws(StoreError) in
            (try snapshot.newestVerification(), try snapshot.counters())
        }
        if let age = options.maximumAgeSeconds {
            newestAtStart = min(newest, UInt32(clamping: Int64(now) - max(0, min(age, Int64(now)))))
        } else {
            newestAtStart = newest
        }
        stamp = max(now, newest == .max ? .max : newest + 1)
        if let only = options.only {
            expected = Amount(count: Int64(only.count))
            state = Mutex(State(position: nil, only: only[...]))
        } else {
            expected = Amount(count: counters.blobs, bytes: options.isQuick ? 0 : counters.blobBytes)
            state = Mutex(State(position: [], only: []))
        }
    }

    /// Whether everything has been handed out.
    var isExhausted: Bool {
        state.withLock { state in
            state.window?.schedule.isExhausted ?? true && state.position == nil && state.only.isEmpty
        }
    }

    /// The next blobs; none when there are no more.
    func take() throws(StoreError) -> Group {
        let outcome: Result<Group, StoreError> = state.withLock { state in
            do throws(StoreError) {
                while true {
                    var group = Group(unreadable: state.unreadable)
                    state.unreadable = []
                    if let window = state.window, let step = window.schedule.next() {
                        switch step {
                        case .alone(let position, _): group.rows = [window.rows[position]]
                        case .group(let positions): group.rows = positions.map { window.rows[$0] }
                        case .lanes(let position):
                            group.rows = [window.rows[position]]
                            group.lanes = window
                        }
                    }
                    if !group.isEmpty { return .success(group) }
                    state.window = nil
                    if state.position == nil && state.only.isEmpty { return .success(Group()) }
                    try look(&state)
                }
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func look(_ state: inout State) throws(StoreError) {
        let only = state.only.prefix(Self.rowsPerLook)
        state.only.removeFirst(only.count)
        let start = state.position
        let (rows, unreadable, end) = try store.read { (snapshot) throws(StoreError) in
            var digests = Array(only)
            var end: [UInt8]?
            if let start {
                try snapshot.index.scan(.verification, from: start) { key, _ throws(StoreError) in
                    guard let entry = IndexKey.verification(decoding: key) else {
                        throw .indexRowCorrupt(table: IndexTable.verification.name, key: hex(key))
                    }
                    guard entry.at <= newestAtStart else { return false }
                    if digests.count == Self.rowsPerLook {
                        end = key
                        return false
                    }
                    digests.append(entry.digest)
                    return true
                }
            }
            var rows: [BlobRow] = []
            var unreadable: [ContentDigest] = []
            for digest in digests {
                do throws(StoreError) {
                    if let row = try snapshot.blob(digest) { rows.append(row) }
                } catch .indexRowCorrupt {
                    unreadable.append(digest)
                }
            }
            return (rows, unreadable, end)
        }
        state.position = end
        state.unreadable += unreadable
        let sample = options.sample
        state.window = Window(sample >= 1 ? rows : rows.filter { _ in .random(in: 0..<1) < sample }, threads: threads)
    }

    /// How long the run as a whole takes at least, with `count` bytes more; nil where it may be as quick as it can.
    func leastDuration(taking count: Int) -> Duration? {
        guard let rate = options.bytesPerSecond, rate > 0 else { return nil }
        let taken = state.withLock { state in
            state.bytesTaken += Int64(count)
            return state.bytesTaken
        }
        return .seconds(Double(taken) / Double(rate))
    }
}

extension StoreSnapshot {
    /// The latest second in the order of verification; 0 where nothing was ever verified.
    func newestVerification() throws(StoreError) -> UInt32 {
        // Bisect over the seconds: the engine has no last-key call, and 32 look-ups are cheap.
        var low: UInt32 = 0
        var high: UInt32 = .max
        while low < high {
            let middle = low + (high - low) / 2 + 1
            var key: [UInt8] = []
            key.appendBigEndian(middle)
            var isThere = false
            try index.scan(.verification, from: key) { _, _ in
                isThere = true
                return false
            }
            if isThere { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
