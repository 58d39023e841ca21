import Digests
import Testing

@Suite("A digest stream")
struct DigestStreamTests {
    @Test("knows the published answers for nothing and for abc")
    func knownAnswers() {
        var stream = DigestStream()
        let empty = stream.finalize()
        #expect(empty.byteCount == 0)
        #expect(empty.digests.md5.hex == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(empty.digests.sha1.hex == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(
            empty.digests.sha256.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        stream.update("abc".utf8Span.span)
        let abc = stream.finalize()
        #expect(abc.byteCount == 3)
        #expect(
            abc.digests.sha512.hex
                == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
        #expect(
            abc.digests.blake2b256.hex == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")
    }

    @Test("agrees with Python's hashlib at every length up to 3,000", arguments: Engines.all)
    func everyLength(engine: DigestEngine) throws {
        let script = """
            import hashlib
            \(TestBytes.python)
            data = make(3000, 42)
            for n in range(3001):
                x = data[:n]
                print(hashlib.md5(x).hexdigest() + hashlib.sha1(x).hexdigest() + hashlib.sha256(x).hexdigest()
                      + hashlib.sha512(x).hexdigest() + hashlib.blake2b(x, digest_size=32).hexdigest())
            """
        let expected = try Child.output(ofPython: script).split(separator: "\n")
        let data = TestBytes.make(count: 3000, seed: 42)
        var stream = DigestStream(engine: engine)
        try #require(expected.count == 3001)
        for count in 0...3000 {
            stream.update(data.span.extracting(first: count))
            let (digests, byteCount) = stream.finalize()
            var encoded: [UInt8] = []
            digests.append(to: &encoded)
            #expect(Hex.encode(encoded) == expected[count] && byteCount == count)
        }
    }

    @Test(
        "does not depend on how the bytes are cut", arguments: Engines.all,
        [1, 3, 55, 63, 64, 65, 127, 128, 129, 1000, 131_073])
    func chunks(engine: DigestEngine, step: Int) {
        let data = TestBytes.make(count: max(2500, 3 * step), seed: 7)
        var cut = DigestStream(engine: engine)
        var offset = 0
        while offset < data.count {
            cut.update(data.span.extracting(offset..<min(offset + step, data.count)))
            cut.update(data.span.extracting(0..<0))
            offset += step
        }
        let (digests, byteCount) = cut.finalize()
        #expect(digests == data.withUnsafeBytes { Engines.expected($0) } && byteCount == data.count)
    }

    @Test("agrees with the coreutils on a large file", arguments: Engines.all)
    func coreutils(engine: DigestEngine) throws {
        let script = "import sys\n\(TestBytes.python)\nsys.stdout.buffer.write(make(1000, 9) * 9999 + make(77, 9))"
        let unit = TestBytes.make(count: 1000, seed: 9)
        var stream = DigestStream(engine: engine)
        for _ in 0..<9999 { stream.update(unit.span) }
        stream.update(unit.span.extracting(first: 77))
        let digests = stream.finalize().digests
        for (command, digest) in [
            ("md5sum", digests.md5), ("sha1sum", digests.sha1), ("sha256sum", digests[.sha256]),
            ("sha512sum", digests.sha512), ("b2sum -l 256", digests.blake2b256),
        ] {
            let line = try Child.output(of: "python3 -c '\(script)' | \(command)")
            #expect(line.hasPrefix(digest.hex + " "), "\(command)")
        }
    }

    @Test("agrees with OpenSSL at random lengths up to 10 MB", arguments: Engines.all)
    func randomLengths(engine: DigestEngine) {
        let data = TestBytes.make(count: Engines.long ? 10_000_000 : 1_000_000, seed: 13)
        var random = SeededRandom(seed: 2)
        data.withUnsafeBytes { data in
            for round in 0..<(Engines.long ? 2500 : 6) {
                let bytes = UnsafeRawBufferPointer(
                    rebasing: data.prefix(Int.random(in: 0...data.count, using: &random)))
                var stream = DigestStream(threads: 1 + round % 2, engine: engine)
                stream.update(bytes)
                #expect(stream.finalize().digests == Engines.expected(bytes), "\(bytes.count) bytes")
            }
        }
    }

    @Test("starts anew after a reset, and for its next owner")
    func reset() {
        var stream = DigestStream()
        let nothing = stream.finalize().digests
        stream.update([1, 2, 3].span)
        stream.reset()
        let (digests, byteCount) = stream.finalize()
        #expect(digests == nothing && byteCount == 0)
        for _ in 0..<3 {
            var dropped = DigestStream()
            dropped.update([1, 2, 3].span)
        }
        var next = DigestStream()
        #expect(next.finalize().digests == nothing)
    }

    @Test(
        "gives the same answer on two threads, at sizes around its buffers and cut in any way", arguments: Engines.all,
        [
            (0, 1), (1, 1), (262_143, 100_000), (262_144, 262_144), (262_145, 77_777), (524_288, 1 << 30),
            (3_000_001, 300_000),
        ])
    func twoThreads(engine: DigestEngine, sizes: (count: Int, step: Int)) {
        let (count, step) = sizes
        let data = TestBytes.make(count: count, seed: 3)
        var one = DigestStream(engine: .evp)
        one.update(data.span)
        var two = DigestStream(threads: 2, engine: engine)
        for round in 0..<2 {
            // Used again after finalizing, and after a reset with bytes still on their way.
            var offset = 0
            while offset < count {
                two.update(data.span.extracting(offset..<min(offset + step, count)))
                offset += step
            }
            if round == 0 {
                let (left, right) = (one.finalize(), two.finalize())
                #expect(left.digests == right.digests && left.byteCount == right.byteCount)
                two.update(data.span)
            }
            two.reset()
        }
        #expect(two.finalize().digests == one.finalize().digests)
    }

    @Test("leaves no thread behind when dropped with bytes still on their way")
    func dropped() throws {
        let data = TestBytes.make(count: 600_000, seed: 3)
        for _ in 0..<150 {
            var stream = DigestStream(threads: 2)
            stream.update(data.span.extracting(first: Int.random(in: 0...data.count)))
        }
        let status = try Child.output(of: "grep Threads: /proc/$PPID/status")
        let threads = try #require(Int(status.filter(\.isNumber)))
        #expect(threads < 60)
    }
}
