internal import Synchronization

/// What one thread has published and another has yet to tell.
final class PublishedBatches: Sendable {
    private let waiting = Mutex<[IngestBatch]>([])

    func put(_ batch: IngestBatch) {
        waiting.withLock { $0.append(batch) }
    }

    /// All there are.
    func take() -> [IngestBatch] {
        waiting.withLock { batches in
            defer { batches = [] }
            return batches
        }
    }
}
