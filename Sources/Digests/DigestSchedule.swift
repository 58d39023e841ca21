internal import Synchronization

/// Says which thread hashes which file when, so that lanes stay full and no thread idles at the end.
///
/// Large files go side by side through lanes, the largest first. One that would still be in its lane when all else
/// is done is hashed alone, on another thread, from the beginning. Small files are read whole, in their order, in groups,
/// by threads that have nothing else to do; streams, which end nobody knows when, come last.
package final class DigestSchedule: Sendable {
    /// What a thread is to do next. Files are positions in the caller's list.
    package enum Step: Equatable, Sendable {
        /// One file or stream alone, over so many threads.
        case alone(Int, threads: Int)
        /// This file and those of `takeForLane()` side by side; `endLanes()` when they are done.
        case lanes(Int)
        /// Small files, to be read whole.
        case group([Int])
    }

    /// What the files are and what is done with them.
    package struct Plan: Sendable {
        /// Bytes of each file as far as known; nil for a stream.
        package var sizes: [Int64?]
        /// Threads that will ask.
        package var threads: Int
        /// Whether the engine hashes many files side by side. Without, each is hashed alone.
        package var hasLanes: Bool
        /// Files up to here are read whole; bytes.
        package var smallLimit: Int64
        /// Files in a group at most.
        package var groupFiles: Int
        /// Bytes of a group, where that makes enough files to fill the lanes: with more, they leave the second-level
        /// cache before they are hashed.
        package var groupBytes: Int64 = 1 << 20
        /// Threads that hash large files side by side, at most: with fewer, their lanes stay full for longer, and others
        /// have the time for what follows on hashing.
        package var streamers: Int
        /// What else a thread does for each byte, as a multiple of what hashing it in full lanes takes: it makes the
        /// whole take longer, so that a large file has the time to go through a lane.
        package var otherWork: Int64 = 0

        /// The plain case: hashing and nothing else.
        package init(
            sizes: [Int64?], threads: Int, hasLanes: Bool = DigestEngine.current.usesLanes, smallLimit: Int64,
            groupFiles: Int
        ) {
            self.sizes = sizes
            self.threads = threads
            streamers = threads
            self.hasLanes = hasLanes
            self.smallLimit = smallLimit
            self.groupFiles = groupFiles
        }
    }

    private struct State {
        /// The next of each kind; indices into `order`.
        var dominant: Int
        var large: Int
        var largeEnd: Int
        var small: Int
        var stream: Int
        /// Threads that hash files side by side.
        var streaming = 0
        /// Of files that are not finished.
        var unfinishedBytes: Int64
    }

    private let plan: Plan
    /// Positions: dominant files and other large ones, the largest first, then small ones and streams as they came.
    private let order: [Int32]
    private let dominantEnd: Int
    private let largeEnd: Int
    private let smallEnd: Int
    private let state: Mutex<State>
    /// Bytes of all files.
    package let totalBytes: Int64

    /// A processor's lanes; also the files that a thread reads in turn at most.
    package static let mostLanes = 16
    /// With fewer files, hashing them one after another is as quick.
    private static let leastLanes = 6
    /// How much longer a file takes alone, byte for byte, than files in full lanes (measured: 0.42 GB/s against 1.4).
    private static let aloneCost: Int64 = 3

    package init(_ plan: Plan) {
        self.plan = plan
        let sizes = plan.sizes
        let all = sizes.indices.map(Int32.init)
        let streams = all.filter { sizes[Int($0)] == nil }
        let small = all.filter { sizes[Int($0)].map { $0 <= plan.smallLimit } ?? false }
        let large = all.filter { sizes[Int($0)].map { $0 > plan.smallLimit } ?? false }
            .sorted { (sizes[Int($1)] ?? 0, $0) < (sizes[Int($0)] ?? 0, $1) }
        order = large + small + streams
        largeEnd = large.count
        smallEnd = large.count + small.count
        // A size may be anything: sums must not trap.
        totalBytes = all.reduce(0) { Self.sum($0, sizes[Int($1)] ?? 0) }
        dominantEnd = Self.dominantFiles(large.map { sizes[Int($0)] ?? 0 }, plan, totalBytes)
        state = Mutex(
            State(
                dominant: 0, large: dominantEnd, largeEnd: largeEnd, small: largeEnd, stream: smallEnd,
                unfinishedBytes: totalBytes))
    }

    /// How many of the large files are to be hashed alone. In units of what a byte takes in full lanes.
    private static func dominantFiles(_ large: [Int64], _ plan: Plan, _ totalBytes: Int64) -> Int {
        guard plan.hasLanes, large.count >= leastLanes else { return large.count }
        // What is planned for are sizes that exist; of others nothing is expected but that they do no harm.
        guard totalBytes < 1 << 55 else { return large.count }
        var work = totalBytes * (1 + plan.otherWork)
        for (index, size) in large.enumerated() {
            if size * Int64(mostLanes) <= work / Int64(plan.threads) { return index }
            work += size * (aloneCost - 1)
        }
        return large.count
    }

    private static func sum(_ first: Int64, _ second: Int64) -> Int64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }

    /// How many files and streams there are.
    package var files: Int { order.count }

    /// Bytes of one file; 0 of a stream.
    package func size(_ position: Int) -> Int64 { plan.sizes[position] ?? 0 }

    /// The next thing to do; nil when there is no more.
    package func next() -> Step? {
        state.withLock { state in
            let hasLarge = state.large < state.largeEnd
            if hasLarge, state.streaming == 0 { return takeLanes(&state) }
            if state.dominant < dominantEnd { return alone(take(&state.dominant), state) }
            if state.small < smallEnd { return .group(takeGroup(&state)) }
            if hasLarge, state.streaming < plan.streamers {
                let left = state.largeEnd - state.large
                return left >= Self.leastLanes ? takeLanes(&state) : alone(take(&state.large), state)
            }
            if state.stream < order.count { return alone(take(&state.stream), state) }
            return nil
        }
    }

    /// Whether everything has been handed out.
    package var isExhausted: Bool {
        state.withLock { state in
            state.dominant == dominantEnd && state.large == state.largeEnd && state.small == smallEnd
                && state.stream == order.count
        }
    }

    /// Another large file to hash beside others; nil when there are none.
    /// - Parameter isSmall: the smallest there is instead of the largest, for a result that comes soon.
    package func takeForLane(isSmall: Bool = false) -> Int? {
        state.withLock { state in
            guard state.large < state.largeEnd else { return nil }
            guard isSmall else { return take(&state.large) }
            state.largeEnd -= 1
            return Int(order[state.largeEnd])
        }
    }

    /// Notes that a thread is done with its lanes.
    package func endLanes() {
        state.withLock { $0.streaming -= 1 }
    }

    /// Another group, after the first; empty when there are none.
    package func takeGroup() -> [Int] {
        state.withLock { state in takeGroup(&state) }
    }

    /// Notes that a file is done, for good or bad.
    package func finish(_ position: Int) {
        state.withLock { $0.unfinishedBytes -= size(position) }
    }

    private func take(_ next: inout Int) -> Int {
        defer { next += 1 }
        return Int(order[next])
    }

    private func takeLanes(_ state: inout State) -> Step {
        state.streaming += 1
        return .lanes(take(&state.large))
    }

    private func alone(_ position: Int, _ state: State) -> Step {
        // Where it is more than all the others together, threads will idle before it is done.
        let others = state.unfinishedBytes - size(position)
        let isMost = plan.sizes[position] == nil ? others == 0 : size(position) > others
        return .alone(position, threads: isMost ? plan.threads : 1)
    }

    private func takeGroup(_ state: inout State) -> [Int] {
        var group: [Int] = []
        var bytes: Int64 = 0
        while state.small < smallEnd, group.count < plan.groupFiles,
            group.count < Self.mostLanes || bytes < plan.groupBytes
        {
            let position = take(&state.small)
            bytes += size(position)
            group.append(position)
        }
        return group
    }
}
