import Digests
import Testing

@Suite("The hash of a message")
struct MessageHashTests {
    @Test(
        "is Python's, in one piece and in several, one message after another", arguments: MessageHash.Algorithm.allCases
    )
    func hashlib(algorithm: MessageHash.Algorithm) throws {
        let lengths = [0, 1, 63, 64, 111, 128, 136, 1000, 70_000]
        let printed = try Child.output(
            ofPython: """
                import hashlib
                for length in \(lengths):
                    print(hashlib.\(algorithm.rawValue)(bytes(i * 7 % 256 for i in range(length))).hexdigest())
                """)
        let stream = MessageHash(algorithm)
        for (length, expected) in zip(lengths, printed.split(separator: "\n")) {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
            stream.update(bytes.span)
            let whole = stream.finalize()
            #expect(whole.count == algorithm.byteCount)
            #expect(Hex.encode(whole) == expected)
            for start in stride(from: 0, to: length, by: 100) {
                stream.update(Array(bytes[start..<min(start + 100, length)]).span)
            }
            #expect(stream.finalize() == whole)
        }
    }
}
