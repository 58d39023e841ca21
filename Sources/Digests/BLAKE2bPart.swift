internal import CDigests

/// BLAKE2b-256 by our own portable kernel.
@safe final class BLAKE2bPart: DigestPart {
    private let state: UnsafeMutablePointer<cdigests_blake2b>

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe cdigests_blake2b_init(state)
    }

    deinit {
        unsafe state.deallocate()
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe cdigests_blake2b_update(state, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    func finalize(into encoded: UnsafeMutablePointer<UInt8>) {
        unsafe cdigests_blake2b_final(state, encoded + DigestSet.range(of: .blake2b256).lowerBound)
        reset()
    }

    func reset() {
        unsafe cdigests_blake2b_init(state)
    }
}
