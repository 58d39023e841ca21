internal import Glibc

/// Positioned reads of an archive's descriptor. The descriptor's own offset, which the worker shares with its parent,
/// is neither used nor moved.
@safe final class FileSource: ByteSource {
    /// Enough for most wheels of pure Python to be one read, and for long ones to be cheap.
    static let bufferBytes = 128 << 10
    /// After a jump little is read first: a zip's listing touches only a header here and there.
    private static let firstReadBytes = 4 << 10

    private let buffer: UnsafeMutableRawPointer
    /// What is to be read now: the buffer, or the archive itself where it is in memory.
    private var memory: UnsafeRawPointer
    private var descriptor: Int32 = -1
    private var size: Int64 = 0
    private var position: Int64 = 0
    private var bufferStart: Int64 = 0
    private var buffered = 0
    private var readBytes = 0
    private var skeleton: Skeleton?

    /// A skeleton whose bytes stay where they are.
    @safe private final class Skeleton {
        let parts: ZipSkeleton
        let memory: UnsafeMutableRawBufferPointer

        init(_ parts: ZipSkeleton) {
            self.parts = parts
            unsafe memory = .allocate(byteCount: max(1, parts.bytes.count), alignment: 16)
            unsafe memory.copyBytes(from: parts.bytes)
        }

        deinit { unsafe memory.deallocate() }

        /// Those at `offset` and after it that are there.
        func bytes(at offset: Int64) -> UnsafeRawBufferPointer? {
            guard let part = parts.part(at: offset) else { return nil }
            let from = part.index + Int(offset - part.offset)
            return unsafe UnsafeRawBufferPointer(rebasing: memory[from..<part.index + part.count])
        }
    }

    override init() {
        unsafe buffer = .allocate(byteCount: Self.bufferBytes, alignment: 16)
        unsafe memory = UnsafeRawPointer(buffer)
        super.init()
    }

    deinit { unsafe buffer.deallocate() }

    /// Turns to another archive; its bytes beyond `size` do not exist for us.
    func begin(descriptor: Int32, size: Int64) {
        self.descriptor = descriptor
        self.size = size
        failure = nil
        rewind()
        unsafe memory = UnsafeRawPointer(buffer)
        bufferStart = 0
        buffered = 0
        skeleton = nil
    }

    /// Turns to an archive of which there is only the skeleton.
    func begin(skeleton: ZipSkeleton) {
        begin(descriptor: -1, size: skeleton.size)
        self.skeleton = Skeleton(skeleton)
    }

    /// Turns to an archive in memory, which stays there until the next is begun.
    func begin(memory bytes: UnsafeRawBufferPointer) {
        begin(descriptor: -1, size: Int64(bytes.count))
        if let start = bytes.baseAddress { unsafe memory = start }
        buffered = bytes.count
    }

    func rewind() {
        position = 0
        readBytes = Int64(Self.bufferBytes) >= size ? Self.bufferBytes : Self.firstReadBytes
    }

    override func read() -> UnsafeRawBufferPointer? {
        if let skeleton { return unsafe read(skeleton) }
        let bufferEnd = bufferStart + Int64(buffered)
        if position < bufferStart || position >= bufferEnd {
            guard position < size else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
            guard fill(sequential: position == bufferEnd) else { return nil }
        }
        let offset = Int(position - bufferStart)
        position = bufferStart + Int64(buffered)
        return unsafe UnsafeRawBufferPointer(start: memory + offset, count: buffered - offset)
    }

    private func read(_ skeleton: Skeleton) -> UnsafeRawBufferPointer? {
        guard position < size else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        guard let bytes = unsafe skeleton.bytes(at: position) else {
            failure = .notInSkeleton
            return nil
        }
        position += Int64(bytes.count)
        return unsafe bytes
    }

    override func skip(_ count: Int64) -> Int64 {
        let passed = max(0, min(count, size - position))
        position += passed
        return passed
    }

    override func seek(_ offset: Int64, from origin: Int32) -> Int64? {
        let base: Int64
        switch origin {
        case SEEK_SET: base = 0
        case SEEK_CUR: base = position
        case SEEK_END: base = size
        default: return nil
        }
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, target >= 0, target <= size else { return nil }
        position = target
        return target
    }

    /// Up to `count` bytes that end at `offset`, without touching what `read` is at.
    func bytes(before offset: Int64, count: Int) -> [UInt8] {
        if let skeleton {
            // Fewer than wanted, where the part begins later.
            guard let part = skeleton.parts.part(at: offset - 1) else {
                failure = .notInSkeleton
                return []
            }
            let end = part.index + Int(offset - part.offset)
            return Array(skeleton.parts.bytes[max(part.index, end - count)..<end])
        }
        let wanted = Int(max(0, min(Int64(count), min(offset, size))))
        let start = offset - Int64(wanted)
        if start >= bufferStart, offset <= bufferStart + Int64(buffered) {
            let place = Int(start - bufferStart)
            return unsafe [UInt8](UnsafeRawBufferPointer(start: memory + place, count: wanted))
        }
        var out = [UInt8](repeating: 0, count: wanted)
        let got = unsafe out.withUnsafeMutableBytes { bytes in
            unsafe pread(descriptor, bytes.baseAddress, wanted, off_t(start))
        }
        return got == wanted ? out : []
    }

    /// Whether everything from `offset` to the end is zero bytes: padding, which tools may leave behind an archive.
    func isZero(from offset: Int64) -> Bool {
        position = max(0, offset)
        while let block = unsafe read() {
            if unsafe block.isEmpty { return true }
            guard unsafe block.allSatisfy({ $0 == 0 }) else { return false }
        }
        return false
    }

    private func fill(sequential: Bool) -> Bool {
        if Int64(Self.bufferBytes) < size {
            readBytes = sequential ? min(readBytes * 2, Self.bufferBytes) : Self.firstReadBytes
        }
        let wanted = min(readBytes, Int(min(size - position, Int64(Self.bufferBytes))))
        var got: Int
        repeat { got = unsafe pread(descriptor, buffer, wanted, off_t(position)) } while got < 0 && errno == EINTR
        guard got >= 0 else {
            failure = .unreadable(errno: errno)
            return false
        }
        guard got > 0 else {
            failure = .truncated  // the file shrank under us
            return false
        }
        bufferStart = position
        buffered = got
        return true
    }
}
