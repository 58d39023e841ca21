internal import Synchronization

/// Buffers for reading, kept because fresh memory costs a page fault for every 4 KiB.
enum ChunkBuffers {
    /// Large enough that calls do not count, small enough for a core's cache.
    static let byteCount = 256 << 10

    private static let idle = Mutex<[[UInt8]]>([])

    static func borrow() -> [UInt8] {
        idle.withLock { $0.popLast() } ?? [UInt8](repeating: 0, count: byteCount)
    }

    /// Keeps a buffer for the next; as many as threads have asked at once, at most 64.
    static func giveBack(_ buffer: [UInt8]) {
        idle.withLock { if $0.count < 64 { $0.append(buffer) } }
    }
}
