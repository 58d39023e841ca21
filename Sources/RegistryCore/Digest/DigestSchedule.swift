internal import Synchronization

/// Says which thread hashes which file when: the largest first, groups of small ones last but for streams.
final class DigestSchedule: Sendable {
    /// What a thread is to do next. Files are positions in the caller's list.
    enum Step {
        /// One file or stream alone, over so many threads.
        case alone(Int, threads: Int)
        /// One file, and those of `takeForLane()` beside it.
        case lanes(Int)
        /// Small files, to be read whole.
        case group([Int])
    }

    private struct State {
        var next = 0
        /// Of files that no thread has been given yet.
        var remainingBytes: Int64
        /// Of those, and of files that threads are at.
        var unfinishedBytes: Int64
    }

    /// Positions: large files by size, small files by size, then streams.
    private let order: [Int32]
    private let sizes: [Int64]
    /// As they were at the beginning.
    let statuses: [DigestSourceStatus]
    private let largeFiles: Int
    private let sizedFiles: Int
    private let threads: Int
    private let hasLanes: Bool
    private let state: Mutex<State>
    /// Bytes of all files, as they were at the beginning.
    let totalBytes: Int64

    /// Files up to here are read whole; bytes.
    let smallLimit: Int64
    /// Bytes of one thread's arena, where the small files of a group go.
    let arenaByteCount: Int
    /// Files in a group at most: two groups of each thread are open at a time, and a process may by default have
    /// 1,024 descriptors.
    private let groupFiles: Int
    /// Large files that a thread reads in turn.
    let width: Int

    /// What a file takes in an arena besides its bytes, at most.
    private static let slack = 64
    /// The arenas of all threads, half of the memory that was promised.
    private static let arenaBytes = 16 << 20
    /// A processor's lanes.
    private static let mostLanes = 16
    /// Bytes of a group, where that makes enough files to fill the lanes: with more, they leave the second-level
    /// cache before they are hashed.
    private static let groupBytes: Int64 = 1 << 20
    /// How much faster a thread hashes sixteen files side by side than it hashes each of them: a file of more than
    /// this part of a thread's work is the last to end, unless it is hashed alone.
    private static let dominance: Int64 = 16

    init(_ statuses: [DigestSourceStatus], threads: Int, hasLanes: Bool) {
        self.statuses = statuses
        self.threads = threads
        self.hasLanes = hasLanes
        arenaByteCount = min(4 << 20, Self.arenaBytes / threads)
        let smallLimit = Int64(arenaByteCount / Self.mostLanes - Self.slack)
        self.smallLimit = smallLimit
        groupFiles = max(Self.mostLanes, 256 / threads)
        let sizes = statuses.map { status in
            if case .file(let size) = status { size } else { Int64(0) }
        }
        self.sizes = sizes
        let all = statuses.indices.map(Int32.init)
        let streams = all.filter { if case .stream = statuses[Int($0)] { true } else { false } }
        let files = all.filter { if case .file = statuses[Int($0)] { true } else { false } }
            .sorted { (sizes[Int($1)], $0) < (sizes[Int($0)], $1) }
        order = files + streams
        sizedFiles = files.count
        largeFiles = files.firstIndex { sizes[Int($0)] <= smallLimit } ?? files.count
        width = max(1, min(Self.mostLanes, (largeFiles + threads - 1) / threads))
        // A status may say anything: sums must not trap.
        totalBytes = files.reduce(0) { sum, file in
            let (next, overflow) = sum.addingReportingOverflow(sizes[Int(file)])
            return overflow ? .max : next
        }
        state = Mutex(State(remainingBytes: totalBytes, unfinishedBytes: totalBytes))
    }

    /// How many files and streams there are.
    var files: Int { order.count }

    /// Bytes of one file, as they were at the beginning.
    func size(_ position: Int) -> Int64 { sizes[position] }

    /// The next thing to do; nil when there is no more.
    func next() -> Step? {
        state.withLock { state in
            guard state.next < order.count else { return nil }
            if state.next >= sizedFiles {
                let threads = state.unfinishedBytes == 0 ? threads : 1
                return .alone(take(&state), threads: threads)
            }
            if state.next >= largeFiles { return .group(takeGroup(&state)) }
            let size = sizes[Int(order[state.next])]
            let share = state.remainingBytes / (Self.dominance * Int64(threads))
            if hasLanes, size <= share { return .lanes(take(&state)) }
            // Where it is more than all the others together, threads will idle before it is done.
            let others = state.unfinishedBytes - size
            return .alone(take(&state), threads: size > others ? threads : 1)
        }
    }

    /// Another large file to hash beside others; nil when there are none.
    func takeForLane() -> Int? {
        state.withLock { state in state.next < largeFiles ? take(&state) : nil }
    }

    /// Another group, after the first; empty when there are none.
    func takeGroup() -> [Int] {
        state.withLock { state in takeGroup(&state) }
    }

    /// Notes that a file is done, for good or bad.
    func finish(_ position: Int) {
        state.withLock { $0.unfinishedBytes -= sizes[position] }
    }

    private func take(_ state: inout State) -> Int {
        let position = Int(order[state.next])
        state.next += 1
        state.remainingBytes -= sizes[position]
        return position
    }

    private func takeGroup(_ state: inout State) -> [Int] {
        var group: [Int] = []
        var bytes: Int64 = 0
        while state.next >= largeFiles, state.next < sizedFiles, group.count < groupFiles,
            group.count < Self.mostLanes || bytes < Self.groupBytes
        {
            let position = take(&state)
            bytes += sizes[position]
            group.append(position)
        }
        return group
    }
}
