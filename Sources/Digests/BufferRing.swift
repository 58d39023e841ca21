internal import Glibc

/// Bytes on their way from one thread to the part of the work that another thread does.
///
/// One thread appends and submits, one drains. Buffers are allocated when first needed and reused.
@safe final class BufferRing: @unchecked Sendable {
    // SAFETY: the appending thread alone touches `current` and the buffer it fills; the counters are guarded by
    // `mutex`; a submitted buffer belongs to the draining thread until `drained` has passed it.

    /// Large enough that handing over costs nothing, small enough for the second-level cache.
    static let bufferByteCount = 256 << 10
    private static let slots = 8
    /// How far one thread may be ahead of the other, in bytes: 2 MiB.
    static let capacity = slots * bufferByteCount

    /// Fed by whoever drains.
    let part: any DigestPart

    @unsafe private struct Slot {
        var memory: UnsafeMutableRawPointer?
        var count = 0
    }

    // Not an array: the two threads use different slots at the same time.
    private let ring: UnsafeMutablePointer<Slot>
    private var current = 0
    private var submitted = 0
    private var drained = 0
    private var closed = false
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    init(feeding part: any DigestPart) {
        self.part = part
        unsafe ring = .allocate(capacity: Self.slots)
        unsafe ring.initialize(repeating: Slot(), count: Self.slots)
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
        for slot in 0..<Self.slots { unsafe ring[slot].memory?.deallocate() }
        unsafe ring.deallocate()
    }

    // MARK: The appending thread

    /// How many bytes the current buffer still takes.
    var room: Int {
        Self.bufferByteCount - current
    }

    /// Copies at most ``room`` bytes. Blocks where the current buffer has not been drained since its last use.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        let slot = submitted % Self.slots
        if current == 0 { waitUntil { submitted - drained < Self.slots } }
        let buffer: UnsafeMutableRawPointer
        if let existing = unsafe ring[slot].memory {
            unsafe buffer = existing
        } else {
            unsafe buffer = .allocate(byteCount: Self.bufferByteCount, alignment: 4096)
            unsafe ring[slot].memory = buffer
        }
        unsafe (buffer + current).copyMemory(from: source, byteCount: bytes.count)
        current += bytes.count
    }

    /// Hands the current buffer over, if anything is in it.
    func submit() {
        guard current > 0 else { return }
        unsafe ring[submitted % Self.slots].count = current
        current = 0
        change { submitted += 1 }
    }

    /// Empties the current buffer without handing it over.
    func discard() {
        current = 0
    }

    /// Blocks until everything submitted has been fed to the part.
    func waitUntilDrained() {
        waitUntil { drained == submitted }
    }

    /// Makes the draining thread return soon; what it has not drained by then is dropped.
    func close() {
        change { closed = true }
    }

    /// Drains on this thread, for want of another.
    func drainHere() {
        while drained < submitted { drainOne() }
    }

    // MARK: The draining thread

    /// Feeds the part until the ring is closed.
    func drainUntilClosed() {
        while true {
            waitUntil { drained < submitted || closed }
            // Only this thread moves `drained`, and nobody submits after closing.
            if closed { return }
            drainOne()
        }
    }

    private func drainOne() {
        let slot = drained % Self.slots
        let bytes = unsafe UnsafeRawBufferPointer(start: ring[slot].memory, count: ring[slot].count)
        unsafe part.update(bytes)
        change { drained += 1 }
    }

    // MARK: The monitor

    private func waitUntil(_ condition: () -> Bool) {
        unsafe pthread_mutex_lock(mutex)
        while !condition() { unsafe pthread_cond_wait(changed, mutex) }
        unsafe pthread_mutex_unlock(mutex)
    }

    private func change(_ body: () -> Void) {
        unsafe pthread_mutex_lock(mutex)
        body()
        unsafe pthread_cond_broadcast(changed)
        unsafe pthread_mutex_unlock(mutex)
    }
}
