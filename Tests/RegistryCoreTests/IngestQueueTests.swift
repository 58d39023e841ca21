import Foundation
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import RegistryCore

@Suite("The queue of finished files")
struct IngestQueueTests {
    /// What was taken, batch by batch.
    private final class Taken: Sendable {
        private let batches = Mutex<[(files: [Int], time: ContinuousClock.Instant)]>([])

        var all: [(files: [Int], time: ContinuousClock.Instant)] { batches.withLock { $0 } }

        /// Takes until there is nothing more to come.
        func take(from queue: IngestQueue) {
            while let items = queue.take() {
                let files = items.compactMap { Int($0.path.string) }
                if !files.isEmpty { batches.withLock { $0.append((files, .now)) } }
                queue.settled(items)
            }
        }
    }

    private static func items(_ numbers: Range<Int>) -> [IngestItem] {
        numbers.map { IngestItem(path: FilePath("\($0)"), work: .settled(.skipped(.notAFile))) }
    }

    /// Runs `produce`, then tells the queue that it has ended, while some threads take.
    private static func run(
        _ queue: IngestQueue, takers: Int, _ produce: @escaping @Sendable () -> Void
    ) async throws -> [(files: [Int], time: ContinuousClock.Instant)] {
        let taken = Taken()
        try await onOwnThread {
            let ended = DispatchSemaphore(value: 0)
            for _ in 0..<takers {
                Thread.detachNewThread {
                    taken.take(from: queue)
                    ended.signal()
                }
            }
            produce()
            queue.producerEnded()
            for _ in 0..<takers { ended.wait() }
        }
        return taken.all
    }

    @Test("hands over all there is, in order")
    func order() async throws {
        let count = 6000
        let queue = IngestQueue(producers: 1, expecting: count)
        let taken = try await Self.run(queue, takers: 1) {
            for first in stride(from: 0, to: count, by: 50) { queue.put(Self.items(first..<first + 50)) }
        }
        #expect(taken.flatMap(\.files) == Array(0..<count))
        let sizes = taken.map(\.files.count)
        #expect(sizes.allSatisfy { $0 <= IngestQueue.itemLimit })
        #expect(sizes.count >= 3)
    }

    @Test("lets what is few wait for more, whoever takes has waited before")
    func patience() async throws {
        let count = 30
        let queue = IngestQueue(producers: 1, expecting: 10_000)
        let came = Mutex<[ContinuousClock.Instant]>([])
        let taken = try await Self.run(queue, takers: 2) {
            for number in 0..<count {
                came.withLock { $0.append(.now) }
                queue.put(Self.items(number..<number + 1))
                Thread.sleep(forTimeInterval: 0.03)
            }
        }
        #expect(taken.flatMap(\.files).sorted() == Array(0..<count))
        // What is left when the producer has ended need not wait.
        let waited = came.withLock { came in
            taken.filter { !$0.files.contains(count - 1) }.map { $0.time - came[$0.files[0]] }
        }
        #expect(!waited.isEmpty)
        #expect(waited.allSatisfy { $0 >= .milliseconds(200) }, "\(waited)")
    }
}
