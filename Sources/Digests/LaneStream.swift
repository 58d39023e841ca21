internal import CDigests

/// One stream of a ``LaneBatch``: its state and the bytes that wait.
@safe final class LaneStream {
    /// More than the 64 KiB that a caller best gives at a time: after compressing, a piece fits whole, and the
    /// streams fill their buffers together instead of one by one.
    private static let capacity = 96 << 10
    private static let block = 128

    private let state: UnsafeMutablePointer<cdigests_state>
    private var buffer: UnsafeMutablePointer<UInt8>?
    private var count = 0

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe cdigests_state_init(state)
    }

    deinit {
        unsafe buffer?.deallocate()
        unsafe state.deallocate()
    }

    /// How many more bytes the buffer takes.
    var room: Int {
        Self.capacity - count
    }

    /// Copies as many bytes as fit; returns the others.
    func append(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let taken = min(bytes.count, room)
        guard taken > 0, let source = bytes.baseAddress else { return unsafe bytes }
        let buffer = unsafe self.buffer ?? .allocate(capacity: Self.capacity)
        unsafe self.buffer = unsafe buffer
        unsafe UnsafeMutableRawPointer(buffer + count).copyMemory(from: source, byteCount: taken)
        count += taken
        return unsafe UnsafeRawBufferPointer(rebasing: bytes.dropFirst(taken))
    }

    /// Whether there is anything to compress before the stream ends: BLAKE2b's last block must wait.
    var hasWholeBlocks: Bool {
        count > Self.block
    }

    /// What to compress next: everything and the padding, or all that need not wait.
    func job(last: Bool) -> cdigests_job {
        unsafe cdigests_job(state: state, bytes: buffer, count: last ? count : continuing, last: last)
    }

    /// After a job that was not the last: what waited is now first in the buffer.
    func keepRest() {
        guard let buffer = unsafe buffer else { return }
        let done = continuing
        unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: buffer + done, byteCount: count - done)
        count -= done
    }

    /// After the last job.
    func digests() -> DigestSet {
        unsafe DigestSet { unsafe cdigests_state_encode(state, $0) }
    }

    /// Ready for another stream, with the same buffer.
    func reset() {
        unsafe cdigests_state_init(state)
        count = 0
    }

    private var continuing: Int {
        count > 0 ? (count - 1) / Self.block * Self.block : 0
    }
}
