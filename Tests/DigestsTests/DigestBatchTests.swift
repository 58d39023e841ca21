import Digests
import Testing

@Suite("A digest batch")
struct DigestBatchTests {
    private static let data = TestBytes.make(count: 400_000, seed: 11)

    @Test("digests buffers of every length up to 3,000 in one call", arguments: Engines.all)
    func everyLength(engine: DigestEngine) {
        Self.data.withUnsafeBytes { data in
            // Each begins elsewhere, so that every alignment occurs.
            let buffers = (0...3000).map { UnsafeRawBufferPointer(rebasing: data[($0 * 7)..<($0 * 8)]) }
            let sets = DigestBatch.digests(of: buffers, engine: engine)
            #expect(sets.count == buffers.count)
            let wrong = zip(buffers, sets).filter { Engines.expected($0) != $1 }.map(\.0.count)
            #expect(wrong == [])
        }
    }

    @Test("digests any number of buffers of mixed sizes", arguments: Engines.all)
    func everyOccupancy(engine: DigestEngine) {
        var random = SeededRandom(seed: 1)
        Self.data.withUnsafeBytes { data in
            for count in 0...40 {
                let buffers = (0..<count).map { _ in
                    let length = Int.random(in: 0...(Bool.random(using: &random) ? 300 : 20_000), using: &random)
                    let start = Int.random(in: 0...(data.count - length), using: &random)
                    return UnsafeRawBufferPointer(rebasing: data[start..<start + length])
                }
                let sets = DigestBatch.digests(of: buffers, engine: engine)
                #expect(sets == buffers.map { Engines.expected($0) }, "\(count) buffers")
            }
        }
    }

    @Test("is not thrown off by one buffer that dwarfs the others", arguments: [0, 1, 7, 15, 16])
    func dominant(position: Int) {
        Self.data.withUnsafeBytes { data in
            var buffers = (0..<16).map { UnsafeRawBufferPointer(rebasing: data[$0..<(100 * $0 + 1)]) }
            buffers.insert(data, at: position)
            #expect(DigestBatch.digests(of: buffers) == buffers.map { Engines.expected($0) })
            #expect(DigestBatch.digests(of: [UnsafeRawBufferPointer(start: nil, count: 0)]).count == 1)
            let nothing = [UnsafeRawBufferPointer](repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: 20)
            #expect(Set(DigestBatch.digests(of: nothing)) == [Engines.expected(nothing[0])])
        }
    }

    @Test(
        "does not depend on how its streams are cut", arguments: Engines.all,
        [127, 128, 129, 255, 257, 65_536, 98_303, 98_304, 98_305, 200_000])
    func chunks(engine: DigestEngine, step: Int) {
        let count = step < 1000 ? 700 : 250_000
        Self.data.withUnsafeBytes { data in
            let batch = DigestBatch(engine: engine)
            // Each stream is one byte shorter than the one before.
            let buffers = (0..<7).map { UnsafeRawBufferPointer(rebasing: data[$0..<count]) }
            let streams = buffers.map { _ in batch.open() }
            for offset in stride(from: 0, to: count, by: step) {
                for (buffer, stream) in zip(buffers, streams) {
                    batch.update(stream, UnsafeRawBufferPointer(rebasing: buffer.dropFirst(offset).prefix(step)))
                }
            }
            #expect(batch.finalize(streams).map(\.digests) == buffers.map { Engines.expected($0) })
        }
    }

    @Test("gives each stream its own digests under any schedule", arguments: Engines.all, 0..<2)
    func schedules(engine: DigestEngine, seed: Int) {
        run(engine: engine, seed: UInt64(seed), steps: 300)
    }

    @Test(
        "gives each stream its own digests under a million steps of schedules", .enabled(if: Engines.long),
        arguments: Engines.all, 100..<110)
    func manySchedules(engine: DigestEngine, seed: Int) {
        run(engine: engine, seed: UInt64(seed), steps: 25_000)
    }

    @Test("ends its streams in every order", arguments: Engines.all)
    func everyOrder(engine: DigestEngine) {
        Self.data.withUnsafeBytes { data in
            let buffers = [0, 1, 128, 70_000].map { UnsafeRawBufferPointer(rebasing: data.prefix($0)) }
            let expected = buffers.map { Engines.expected($0) }
            for order in permutations(of: Array(buffers.indices)) {
                let batch = DigestBatch(engine: engine)
                let streams = buffers.map { buffer in
                    let stream = batch.open()
                    batch.update(stream, buffer)
                    return stream
                }
                for index in order {
                    let (digests, byteCount) = batch.finalize(streams[index])
                    #expect(digests == expected[index] && byteCount == buffers[index].count)
                }
            }
        }
    }

    /// Opens, feeds, ends and drops streams at random.
    private func run(engine: DigestEngine, seed: UInt64, steps: Int) {
        struct Running {
            let stream: DigestBatch.Stream
            let start: Int
            var length: Int
        }
        var random = SeededRandom(seed: seed)
        let batch = DigestBatch(engine: engine)
        var running: [Running] = []
        Self.data.withUnsafeBytes { data in
            func end(_ ended: [Running]) {
                for (each, result) in zip(ended, batch.finalize(ended.map(\.stream))) {
                    let bytes = UnsafeRawBufferPointer(rebasing: data[each.start..<each.start + each.length])
                    #expect(result.digests == Engines.expected(bytes) && result.byteCount == bytes.count)
                }
            }
            for _ in 0..<steps {
                switch Int.random(in: 0..<20, using: &random) {
                case 0, 1:
                    let start = Int.random(in: 0..<1000, using: &random)
                    running.append(Running(stream: batch.open(), start: start, length: 0))
                case 2 where !running.isEmpty:
                    end([running.remove(at: Int.random(in: running.indices, using: &random))])
                case 3 where running.count > 18:
                    running.shuffle(using: &random)
                    end(Array(running.suffix(9)))
                    running.removeLast(9)
                case 4 where !running.isEmpty && Bool.random(using: &random):
                    batch.drop(running.remove(at: Int.random(in: running.indices, using: &random)).stream)
                default:
                    guard let index = running.indices.randomElement(using: &random) else { continue }
                    let most = [1, 130, 5000, 70_000][Int.random(in: 0..<4, using: &random)]
                    let end = running[index].start + running[index].length
                    let count = min(Int.random(in: 0...most, using: &random), data.count - end)
                    batch.update(running[index].stream, UnsafeRawBufferPointer(rebasing: data[end..<end + count]))
                    running[index].length += count
                }
            }
            end(running)
        }
    }

    private func permutations(of items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.flatMap { first in
            permutations(of: items.filter { $0 != first }).map { [first] + $0 }
        }
    }
}
