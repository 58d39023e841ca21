internal import Synchronization

/// Reading bytes from front to back through reused buffers.
enum BlobReading {
    /// Bytes read at once: large enough that calls do not count, small enough to stay in a core's cache.
    static let chunkByteCount = 256 << 10

    private static let idle = Mutex<[[UInt8]]>([])

    /// Calls `body` with one chunk of an object after the other, from the start to the end.
    static func forEachChunk(
        of source: any BlobBytes, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        try unsafe forEachChunk(
            reading: { (room, offset) throws(StoreError) in try unsafe source.read(into: room, at: offset) }, body)
    }

    /// The same of whatever `read` reads into the room it is given, from an offset on; it answers 0 at the end.
    static func forEachChunk<Failure: Error>(
        reading read: (UnsafeMutableRawBufferPointer, Int64) throws(Failure) -> Int,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        // Fresh memory costs a page fault for every 4 KiB; buffers are therefore kept.
        var buffer = idle.withLock { $0.popLast() } ?? [UInt8](repeating: 0, count: chunkByteCount)
        defer { idle.withLock { if $0.count < 16 { $0.append(buffer) } } }
        var offset: Int64 = 0
        var span = buffer.mutableSpan
        try unsafe span.withUnsafeMutableBytes { (room) throws(Failure) in
            while true {
                let count = try unsafe read(room, offset)
                if count == 0 { return }
                try unsafe body(UnsafeRawBufferPointer(rebasing: room[..<count]))
                offset += Int64(count)
            }
        }
    }
}
