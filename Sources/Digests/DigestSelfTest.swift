internal import CDigests

/// Known answers, checked once before a kernel is trusted: a processor, an emulator or a compiler may be wrong.
enum DigestSelfTest {
    /// Whether the kernels for one stream compute what they should.
    static let passesStitched = unsafe passes(digests: stitchedDigests)

    /// Whether the kernels for many streams compute what they should.
    static let passesLanes = unsafe passes { messages in
        unsafe LaneBatch.digests(of: messages)
    }

    /// Lengths around the blocks and paddings of all five algorithms.
    private static let lengths = [
        0, 1, 3, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 183, 184, 191, 192, 247, 248, 255, 256, 257,
        1023, 2049, 4096,
    ]

    /// The SHA-256 of the messages' encoded digest sets one after another, computed with Python's hashlib.
    private static let answer = "b505747f1838aef3e4f51af76677cb06e9442e2265bfdde784d012ed42d09c19"

    private static func passes(digests: ([UnsafeRawBufferPointer]) -> [DigestSet]) -> Bool {
        // A message is the beginning of this, of its length.
        let text = (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 167 + $0 >> 8) }
        let sets = unsafe text.withUnsafeBytes { text in
            unsafe digests(lengths.map { unsafe UnsafeRawBufferPointer(rebasing: text.prefix($0)) })
        }
        var encoded: [UInt8] = []
        for set in sets { set.append(to: &encoded) }
        let hash = EVPPart(.sha256)
        unsafe encoded.withUnsafeBytes { unsafe hash.update($0) }
        return unsafe DigestSet { unsafe hash.finalize(into: $0) }.sha256.hex == answer
    }

    private static func stitchedDigests(of messages: [UnsafeRawBufferPointer]) -> [DigestSet] {
        let four = StitchedPart()
        let sha512 = EVPPart(.sha512)
        return unsafe messages.map { message in
            unsafe four.update(message)
            unsafe sha512.update(message)
            return unsafe DigestSet { encoded in
                unsafe four.finalize(into: encoded)
                unsafe sha512.finalize(into: encoded)
            }
        }
    }
}
