internal import CDigests

/// MD5, SHA-1, SHA-256 and BLAKE2b-256: all in one loop, as fast as MD5 alone, or BLAKE2b-256 after the others.
///
/// Only where the processor supports it.
@safe final class StitchedPart: DigestPart {
    private let stream: UnsafeMutablePointer<cdigests_stitched>
    private let four: Bool

    /// - Parameter four: whether all four run in one loop, which takes AVX-512.
    init(four: Bool) {
        self.four = four
        unsafe stream = .allocate(capacity: 1)
        unsafe cdigests_stitched_init(stream, four)
    }

    deinit {
        unsafe stream.deallocate()
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe cdigests_stitched_update(stream, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    func finalize(into encoded: UnsafeMutablePointer<UInt8>) {
        unsafe cdigests_stitched_final(stream)
        let all = unsafe DigestSet { unsafe cdigests_state_encode(&stream.pointee.state, $0) }
        for algorithm in [DigestAlgorithm.md5, .sha1, .sha256, .blake2b256] {
            unsafe all.copy(algorithm, into: encoded)
        }
        reset()
    }

    func reset() {
        unsafe cdigests_stitched_init(stream, four)
    }
}
