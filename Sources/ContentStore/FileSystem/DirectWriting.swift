internal import Synchronization

/// Memory for writes that go past the page cache (O_DIRECT).
///
/// In a virtual machine every fresh page of the cache costs a fault of the host: a large file went to
/// disk durably at 0.3 GB/s through the cache, and at 1.2 to 1.6 past it.
@safe
final class DirectWriting: @unchecked Sendable {
    // SAFETY: one owner at a time, by the protocol of `borrow` and `giveBack`.
    /// Alignment of memory, offsets and lengths: a multiple of every disk's logical block.
    static let blockByteCount = 4096
    /// Bytes that are written at once.
    static let bufferByteCount = 512 << 10

    private let memory: UnsafeMutableRawBufferPointer
    private var filled = 0

    private static let idle = Mutex<[DirectWriting]>([])
    private static let maximumIdle = 32

    private init() {
        unsafe memory = .allocate(byteCount: Self.bufferByteCount, alignment: Self.blockByteCount)
    }

    deinit { unsafe memory.deallocate() }

    static func borrow() -> DirectWriting { idle.withLock { $0.popLast() } ?? DirectWriting() }

    func giveBack() {
        filled = 0
        Self.idle.withLock { if $0.count < Self.maximumIdle { $0.append(self) } }
    }

    /// Collects `bytes`, and writes whenever the memory is full.
    func append(_ bytes: UnsafeRawBufferPointer, to file: any OpenFile) throws(FileError) {
        var rest = unsafe bytes
        while rest.count > 0 {
            let count = min(rest.count, Self.bufferByteCount - filled)
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[filled..<filled + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
            filled += count
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            if filled == Self.bufferByteCount { try write(filled, to: file) }
        }
    }

    /// Writes what has been collected, padded to a whole block; the file's end has to be cut afterwards.
    func flush(to file: any OpenFile) throws(FileError) {
        guard filled > 0 else { return }
        let padded = (filled + Self.blockByteCount - 1) / Self.blockByteCount * Self.blockByteCount
        for position in filled..<padded { unsafe memory[position] = 0 }
        try write(padded, to: file)
    }

    private func write(_ count: Int, to file: any OpenFile) throws(FileError) {
        try unsafe file.append(UnsafeRawBufferPointer(rebasing: memory[..<count]))
        filled = 0
    }
}
