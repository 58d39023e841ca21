internal import CDigests

/// MD5, SHA-1, SHA-256 and BLAKE2b-256: all in one loop, as fast as MD5 alone, or BLAKE2b-256 after the others.
///
/// Only where the processor supports it.
@safe final class StitchedPart: DigestPart {
    private let stream: UnsafeMutablePointer<cdigests_stitched>
    private let four: Bool
    private let hasBLAKE2b: Bool

    /// - Parameters:
    ///   - four: whether all four run in one loop, which takes AVX-512.
    ///   - hasBLAKE2b: false leaves BLAKE2b-256 out, and the loop is the quicker one of three.
    init(four: Bool, hasBLAKE2b: Bool = true) {
        self.four = four
        self.hasBLAKE2b = hasBLAKE2b
        unsafe stream = .allocate(capacity: 1)
        unsafe cdigests_stitched_init(stream, four, hasBLAKE2b)
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
        for algorithm in [DigestAlgorithm.md5, .sha1, .sha256, .blake2b256]
        where hasBLAKE2b || algorithm != .blake2b256 {
            unsafe all.copy(algorithm, into: encoded)
        }
        reset()
    }

    func reset() {
        unsafe cdigests_stitched_init(stream, four, hasBLAKE2b)
    }
}
