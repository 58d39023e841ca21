internal import Dispatch
internal import Synchronization

/// Memory for writes that go past the page cache (O_DIRECT), and their way to the disk: one half is written by another
/// thread while the other is filled.
///
/// In a virtual machine every fresh page of the cache costs a fault of the host: a large file went to
/// disk durably at 0.3 GB/s through the cache, and at 1.2 to 1.6 past it.
@safe
final class DirectWriting: @unchecked Sendable {
    // SAFETY: one owner at a time, by the protocol of `borrow` and `giveBack`.  The half that is being written, `target`
    // and `failure` are the writing thread's until `written` is signalled.
    /// Alignment of memory, offsets and lengths: a multiple of every disk's logical block.
    static let blockByteCount = 4096
    /// Bytes that are written at once: a half.
    static let bufferByteCount = 192 << 10

    private let memory: UnsafeMutableRawBufferPointer
    /// Where the half begins that is being filled, and how far it is.
    private var start = 0
    private var filled = 0
    private var isWriting = false
    private let written = DispatchSemaphore(value: 0)
    /// The file that is being written.
    private var target: (any OpenFile)?
    private var failure: FileError?

    private static let idle = Mutex<[DirectWriting]>([])
    private static let maximumIdle = 32
    private static let writers = DispatchQueue(label: "direct writing", attributes: .concurrent)

    private init() {
        unsafe memory = .allocate(byteCount: 2 * Self.bufferByteCount, alignment: Self.blockByteCount)
    }

    deinit { unsafe memory.deallocate() }

    static func borrow() -> DirectWriting { idle.withLock { $0.popLast() } ?? DirectWriting() }

    func giveBack() {
        // Whoever gives it back without `flush` does not want the file any more.
        do throws(FileError) { try settle() } catch {}
        filled = 0
        Self.idle.withLock { if $0.count < Self.maximumIdle { $0.append(self) } }
    }

    /// Collects `bytes`, and begins to write whenever a half is full.
    /// - Throws: also what became of bytes that were collected before.
    func append(_ bytes: UnsafeRawBufferPointer, to file: any OpenFile) throws(FileError) {
        var rest = unsafe bytes
        while rest.count > 0 {
            let count = min(rest.count, Self.bufferByteCount - filled)
            unsafe part(start + filled, count).copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
            filled += count
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            if filled == Self.bufferByteCount { try beginWriting(to: file) }
        }
    }

    /// Writes what has been collected, padded to a whole block; the file's end has to be cut afterwards.
    func flush(to file: any OpenFile) throws(FileError) {
        try settle()
        guard filled > 0 else { return }
        let padded = (filled + Self.blockByteCount - 1) / Self.blockByteCount * Self.blockByteCount
        for position in filled..<padded { unsafe memory[start + position] = 0 }
        try unsafe file.append(UnsafeRawBufferPointer(part(start, padded)))
        filled = 0
    }

    /// Has the filled half written, after the other one, and goes on with that.
    private func beginWriting(to file: any OpenFile) throws(FileError) {
        try settle()
        isWriting = true
        target = file
        let begun = start
        Self.writers.async { [self] in
            write(from: begun)
            written.signal()
        }
        start = Self.bufferByteCount - start
        filled = 0
    }

    /// Writes a half, and lets go of the file: whoever waits for that may be the last who has it, and is to close it.
    /// (What a closure of the queue holds, it holds a moment longer than it runs.)
    @inline(never)
    private func write(from begun: Int) {
        guard let file = target.take() else { return }
        do throws(FileError) {
            try unsafe file.append(UnsafeRawBufferPointer(part(begun, Self.bufferByteCount)))
        } catch {
            failure = error
        }
    }

    /// Waits until what was handed over is written.
    private func settle() throws(FileError) {
        guard isWriting else { return }
        written.wait()
        isWriting = false
        defer { failure = nil }
        if let failure { throw failure }
    }

    private func part(_ begin: Int, _ count: Int) -> UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(rebasing: memory[begin..<begin + count])
    }
}
