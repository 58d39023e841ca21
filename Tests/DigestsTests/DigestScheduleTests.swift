import Synchronization
import Testing

@testable import Digests

@Suite("The schedule")
struct DigestScheduleTests {
    private func plan(_ sizes: [Int64?], threads: Int = 2, hasLanes: Bool = true) -> DigestSchedule.Plan {
        DigestSchedule.Plan(sizes: sizes, threads: threads, hasLanes: hasLanes, smallLimit: 1000, groupFiles: 20)
    }

    /// Everything that one thread would be told to do, in order.
    private func steps(_ plan: DigestSchedule.Plan) -> [DigestSchedule.Step] {
        let schedule = DigestSchedule(plan)
        var all: [DigestSchedule.Step] = []
        while let step = schedule.next() {
            all.append(step)
            if case .lanes = step { schedule.endLanes() }
        }
        return all
    }

    @Test("hands out every file once, whatever the sizes, threads and lanes", arguments: 0..<200)
    func everything(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let count = Int.random(in: 0...120, using: &random)
        let sizes = (0..<count).map { _ -> Int64? in
            switch Int.random(in: 0..<8, using: &random) {
            case 0: nil
            case 1: Int64.random(in: 0...Int64.max, using: &random)
            case 2...4: Int64.random(in: 1001...100_000_000, using: &random)
            default: Int64.random(in: 0...1000, using: &random)
            }
        }
        var plan = plan(sizes, threads: Int.random(in: 1...8, using: &random), hasLanes: Bool.random(using: &random))
        plan.streamers = Int.random(in: 1...plan.threads, using: &random)
        let schedule = DigestSchedule(plan)
        var seen: [Int] = []
        var streaming = 0
        while true {
            // A thread with lanes asks for more, in between others ask for steps.
            if streaming > 0, Bool.random(using: &random) {
                if let position = schedule.takeForLane(isSmall: Bool.random(using: &random)) {
                    seen.append(position)
                } else {
                    schedule.endLanes()
                    streaming -= 1
                }
                continue
            }
            guard let step = schedule.next() else {
                if streaming == 0 { break }
                continue
            }
            switch step {
            case .alone(let position, let threads):
                #expect(threads == 1 || threads == plan.threads)
                seen.append(position)
            case .lanes(let position):
                #expect(plan.hasLanes && (sizes[position] ?? 0) > 1000)
                streaming += 1
                #expect(streaming <= plan.streamers)
                seen.append(position)
            case .group(let positions):
                #expect(!positions.isEmpty && positions.count <= 20)
                #expect(positions.allSatisfy { sizes[$0].map { $0 <= 1000 } ?? false })
                seen += positions
            }
        }
        #expect(seen.sorted() == Array(sizes.indices))
    }

    @Test("keeps small files in their order")
    func order() {
        let found = steps(plan([5, 900, 1, 700, 3]))
        #expect(found == [.group([0, 1, 2, 3, 4])])
    }

    @Test("sends files of like sizes through lanes, the largest first")
    func lanes() {
        let schedule = DigestSchedule(plan((1...40).map { 100_000 + $0 }))
        #expect(schedule.next() == .lanes(39))
        #expect(schedule.takeForLane() == 38)
        #expect(schedule.takeForLane(isSmall: true) == 0)
        #expect(schedule.next() == .lanes(37))
    }

    @Test("hashes one that outweighs the others alone, on all threads where nothing else is left for them")
    func dominant() {
        let sizes: [Int64?] = [Int64?](repeating: 10_000, count: 30) + [100_000_000]
        let schedule = DigestSchedule(plan(sizes))
        #expect(schedule.next() == .lanes(0))
        #expect(schedule.next() == .alone(30, threads: 2))
        #expect(steps(plan([5_000_000], threads: 4)) == [.alone(0, threads: 4)])
        // With much else to do for every byte there is time for it in a lane.
        var busy = plan((0..<30).map { _ in 10_000_000 } + [30_000_000])
        #expect(DigestSchedule(busy).next() == .lanes(0))
        busy.otherWork = 3
        #expect(DigestSchedule(busy).next() == .lanes(30))
    }

    @Test("hashes everything alone without lanes, and streams last, on all threads once nothing else is left")
    func withoutLanes() {
        #expect(
            steps(plan([nil, 2000, 3000, 10], hasLanes: false)) == [
                .alone(2, threads: 2), .alone(1, threads: 1), .group([3]), .alone(0, threads: 1),
            ])
        let schedule = DigestSchedule(plan([nil]))
        #expect(schedule.next() == .alone(0, threads: 2))
    }
}
