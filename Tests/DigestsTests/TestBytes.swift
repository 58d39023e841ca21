/// Bytes that look random and are the same everywhere. ``python`` makes the same ones.
enum TestBytes {
    /// The top bytes of a 64-bit linear congruential sequence.
    static func make(count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                buffer[index] = UInt8(truncatingIfNeeded: state >> 56)
            }
            initialized = count
        }
    }

    /// The same sequence in Python.
    static let python = """
        def make(count, seed):
            out = bytearray()
            for _ in range(count):
                seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
                out.append(seed >> 56)
            return bytes(out)
        """
}
