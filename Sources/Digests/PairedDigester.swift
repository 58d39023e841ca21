internal import Glibc

/// All five digests on two threads: the caller's, and one that this object owns.
///
/// The caller's thread computes the near half from the bytes it was given and copies them for the other
/// thread, at most ``BufferRing/capacity`` ahead of it; then it waits. The other thread starts when the first
/// buffer is full, so a short stream never starts one, and ends with this object. Where no thread can be
/// started, the caller's does everything.
final class PairedDigester: StreamDigester, @unchecked Sendable {
    // SAFETY: one stream owns a digester; what it shares with its thread is in `ring`, which is synchronized.

    private let near: any DigestPart
    private let ring: BufferRing
    private var thread: pthread_t?

    init(engine: DigestEngine) {
        let parts = DigestParts(engine: engine)
        near = parts.near
        ring = BufferRing(feeding: parts.far)
    }

    func retire() {}

    deinit {
        guard let thread = thread else { return }
        ring.close()
        pthread_join(thread, nil)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = unsafe bytes
        while rest.count > 0 {
            let slice = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(ring.room))
            // First to the other thread, so that it works while this one does.
            unsafe ring.append(slice)
            if ring.room == 0 { submit() }
            unsafe near.update(slice)
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(slice.count))
        }
    }

    func finalize() -> DigestSet {
        submit()
        return unsafe DigestSet { encoded in
            unsafe near.finalize(into: encoded)
            ring.waitUntilDrained()
            // SAFETY: the other thread touches its part only between a submission and draining it.
            unsafe ring.part.finalize(into: encoded)
        }
    }

    func reset() {
        ring.discard()
        ring.waitUntilDrained()
        near.reset()
        ring.part.reset()
    }

    /// Hands the current buffer over, if anything is in it.
    private func submit() {
        if thread == nil, ring.room == 0 { thread = startThread() }
        ring.submit()
        if thread == nil { ring.drainHere() }
    }

    /// A thread that drains the ring until it is closed; nil where the system refuses another thread.
    private func startThread() -> pthread_t? {
        // Signals are for threads that know what to do with them.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(ring)
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<BufferRing>.fromOpaque(argument).takeRetainedValue().drainUntilClosed()
                return nil
            }, argument.toOpaque())
        guard status == 0 else {
            unsafe argument.release()
            return nil
        }
        return thread
    }
}
