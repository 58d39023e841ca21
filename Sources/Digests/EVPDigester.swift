internal import CDigests
internal import COpenSSL

/// All five digests on one thread: four by OpenSSL, BLAKE2b-256 by our own kernel.
///
/// Runs on every machine, and is what every other engine is compared with.
@safe final class EVPDigester: @unchecked Sendable {
    // SAFETY: one stream owns a digester at a time; the pool hands it over under a lock.

    static let pool = ReusePool(limit: 64) { EVPDigester() }

    private static let algorithms: [DigestAlgorithm] = [.md5, .sha1, .sha256, .sha512]

    private let contexts: [EVPContext]
    private let blake2b: UnsafeMutablePointer<cdigests_blake2b>

    init() {
        contexts = Self.algorithms.map { EVPContext($0) }
        unsafe blake2b = .allocate(capacity: 1)
        unsafe cdigests_blake2b_init(blake2b)
    }

    deinit {
        unsafe blake2b.deallocate()
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        for context in contexts { unsafe context.update(bytes) }
        unsafe cdigests_blake2b_update(
            blake2b, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    /// The digests of what came since the last reset; resets.
    func finalize() -> DigestSet {
        let digests = unsafe DigestSet { output in
            for context in contexts {
                unsafe context.finalize(into: output + DigestSet.range(of: context.algorithm).lowerBound)
            }
            unsafe cdigests_blake2b_final(blake2b, output + DigestSet.range(of: .blake2b256).lowerBound)
        }
        unsafe cdigests_blake2b_init(blake2b)
        return digests
    }

    func reset() {
        for context in contexts { context.reset() }
        unsafe cdigests_blake2b_init(blake2b)
    }
}

extension EVPDigester: Reusable {}
