internal import CDigests

/// Known answers, checked once before a kernel is trusted: a processor, an emulator or a compiler may be wrong.
enum DigestSelfTest {
    /// Whether the loop of three digests computes what it should.
    static let passesThree = unsafe passes { messages in unsafe stitchedDigests(of: messages, four: false) }

    /// Whether the loop of four digests computes what it should.
    static let passesFour = unsafe passes { messages in unsafe stitchedDigests(of: messages, four: true) }

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

    private static func stitchedDigests(of messages: [UnsafeRawBufferPointer], four: Bool) -> [DigestSet] {
        let stitched = StitchedPart(four: four)
        let sha512 = EVPPart(.sha512)
        return unsafe messages.map { message in
            unsafe stitched.update(message)
            unsafe sha512.update(message)
            return unsafe DigestSet { encoded in
                unsafe stitched.finalize(into: encoded)
                unsafe sha512.finalize(into: encoded)
            }
        }
    }
}
