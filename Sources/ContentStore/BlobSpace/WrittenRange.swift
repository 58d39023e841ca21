internal import Synchronization

/// How far a growing file has been handed to the disk: a sync at the end then waits for little.
final class WrittenRange: Sendable {
    /// Bytes between two hand-overs.
    static let strideByteCount: Int64 = 8 << 20

    private let positions = Mutex((end: Int64(0), handedOver: Int64(0)))

    /// Notes `count` more bytes; answers the range that is due, once a stride is full.
    func grow(by count: Int64) -> Range<Int64>? {
        positions.withLock { positions in
            positions.end += count
            guard positions.end - positions.handedOver >= Self.strideByteCount else { return nil }
            defer { positions.handedOver = positions.end }
            return positions.handedOver..<positions.end
        }
    }
}
