import Digests
import Testing

@Suite("An engine without BLAKE2b-256")
struct FewerDigestsTests {
    private static let engines = Engines.all.map(\.withoutBLAKE2b)
    private static let four: [DigestAlgorithm] = [.md5, .sha1, .sha256, .sha512]
    /// Around the blocks and paddings, and far beyond; the last one dwarfs the others.
    private static let lengths = Array(0...300) + [1023, 4096, 65_536, 99_999, 2_500_000]

    private func expectFour(_ found: DigestSet, _ bytes: ArraySlice<UInt8>, at location: SourceLocation) {
        let expected = bytes.withUnsafeBytes { Engines.expected($0) }
        for algorithm in Self.four {
            #expect(found[algorithm] == expected[algorithm], "\(bytes.count) bytes", sourceLocation: location)
        }
    }

    @Test("gives the other four of whole buffers", arguments: engines)
    func buffers(engine: DigestEngine) {
        let data = TestBytes.make(count: Self.lengths.max() ?? 0, seed: 3)
        let sets = data.withUnsafeBytes { data in
            DigestBatch.digests(
                of: Self.lengths.map { UnsafeRawBufferPointer(rebasing: data[..<$0]) }, engine: engine)
        }
        for (length, set) in zip(Self.lengths, sets) { expectFour(set, data[..<length], at: #_sourceLocation) }
    }

    @Test("gives the other four of a stream, in pieces of any size", arguments: engines, [1, 2])
    func stream(engine: DigestEngine, threads: Int) {
        let data = TestBytes.make(count: Self.lengths.max() ?? 0, seed: 4)
        var stream = DigestStream(threads: threads, engine: engine)
        for (step, length) in Self.lengths.enumerated() {
            data.withUnsafeBytes { data in
                var at = 0
                while at < length {
                    let next = min(length, at + 1 + step * 331)
                    stream.update(UnsafeRawBufferPointer(rebasing: data[at..<next]))
                    at = next
                }
            }
            expectFour(stream.finalize().digests, data[..<length], at: #_sourceLocation)
        }
    }

    @Test("gives the other four of streams side by side", arguments: engines)
    func batch(engine: DigestEngine) {
        let data = TestBytes.make(count: 300_000, seed: 5)
        let batch = DigestBatch(engine: engine)
        let lengths = (0..<40).map { $0 * 7001 % 300_000 }
        let streams = lengths.map { _ in batch.open() }
        data.withUnsafeBytes { data in
            for start in stride(from: 0, to: data.count, by: 50_000) {
                for (length, stream) in zip(lengths, streams) where start < length {
                    batch.update(stream, UnsafeRawBufferPointer(rebasing: data[start..<min(length, start + 50_000)]))
                }
            }
        }
        for (length, result) in zip(lengths, batch.finalize(streams)) {
            #expect(result.byteCount == Int64(length))
            expectFour(result.digests, data[..<length], at: #_sourceLocation)
        }
    }
}
