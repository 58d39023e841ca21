import Digests
import Glibc

/// The engines a test runs on; on a processor without the features they are all the same.
enum Engines {
    static let all =
        ["evp", "stitched", "lanes", "auto"].map { DigestEngine(asked: $0) } + [DigestEngine(asked: nil, avx512: false)]

    /// Whether the tests that take minutes run too.
    static let long = getenv("REGADMIN_LONG").map { String(cString: $0) } == "1"

    /// What OpenSSL says, on one thread, in one piece.
    static func expected(_ bytes: UnsafeRawBufferPointer) -> DigestSet {
        var stream = DigestStream(engine: .evp)
        stream.update(bytes)
        return stream.finalize().digests
    }
}

/// A small generator whose sequence a failing test's seed brings back.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // The low bits of such a sequence repeat soon.
        return (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD ^ state >> 29
    }
}
