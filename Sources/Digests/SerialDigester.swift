/// All five digests on the caller's thread.
final class SerialDigester: StreamDigester, Reusable, @unchecked Sendable {
    // SAFETY: one stream owns a digester at a time; the pool hands it over under a lock.

    private static let pool = ReusePool(limit: 64) { SerialDigester(engine: .current) }
    private static let lesserPool = ReusePool(limit: 64) { SerialDigester(engine: .current.withoutBLAKE2b) }

    private let parts: DigestParts
    private let engine: DigestEngine

    private init(engine: DigestEngine) {
        self.engine = engine
        parts = DigestParts(engine: engine)
    }

    /// One in its initial state; from a pool, if it is the process's engine that is wanted.
    static func borrow(engine: DigestEngine) -> SerialDigester {
        pool(for: engine)?.take() ?? SerialDigester(engine: engine)
    }

    func retire() {
        Self.pool(for: engine)?.giveBack(self)
    }

    private static func pool(for engine: DigestEngine) -> ReusePool<SerialDigester>? {
        if engine == .current { return pool }
        return engine == .current.withoutBLAKE2b ? lesserPool : nil
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        // Every part should find the bytes in the second-level cache.
        var rest = unsafe bytes
        while rest.count > 0 {
            let slice = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(128 << 10))
            unsafe parts.near.update(slice)
            unsafe parts.far.update(slice)
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(slice.count))
        }
    }

    func finalize() -> DigestSet {
        unsafe DigestSet { encoded in
            unsafe parts.near.finalize(into: encoded)
            unsafe parts.far.finalize(into: encoded)
        }
    }

    func reset() {
        parts.near.reset()
        parts.far.reset()
    }
}
