import Digests
import Foundation
import Glibc
import RegistryCore
import SystemPackage
import TestSupport
import Testing

@Suite("Digests of files")
struct FileDigestsTests {
    /// Writes a file of pseudo-random bytes and answers what its digests must be.
    private func write(_ count: Int, to path: FilePath, seed: Int) throws -> DigestSet {
        var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        let bytes = (0..<count).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path.string))
        var stream = DigestStream()
        stream.update(bytes.span)
        return stream.finalize().digests
    }

    @Test("are those of each file, in the order given, whatever sizes come together", arguments: [1, 2, 8])
    func mixed(threads: Int) throws {
        try withTemporaryDirectory { root in
            var sizes = [0, 1, 63, 64, 4096, 131_008, 131_009, 262_079, 262_080, 262_081, 300_000, 3_000_000]
            sizes += (0..<150).map { $0 * 37 } + (0..<20).map { 270_000 + $0 * 4001 }
            var expected: [DigestSet] = []
            var sources: [FileDigests.Source] = []
            for (number, size) in sizes.enumerated() {
                let path = root.appending("file\(number)")
                expected.append(try write(size, to: path, seed: number))
                sources.append(.file(path))
            }
            var told: [Int] = []
            let isComplete = FileDigests(threads: threads).compute(
                sources,
                onResult: { position, outcome in
                    told.append(position)
                    let digested = try? outcome.get()
                    #expect(digested?.digests == expected[position], "\(sizes[position]) bytes")
                    #expect(digested?.byteCount == Int64(sizes[position]))
                })
            #expect(isComplete)
            #expect(told == Array(sizes.indices))
        }
    }

    @Test("of some files are not disturbed by others that cannot be read")
    func faults() throws {
        try withTemporaryDirectory { root in
            let good = root.appending("good")
            let expected = try write(5000, to: good, seed: 1)
            let link = root.appending("link")
            try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: "nowhere")
            let sources: [FilePath] = [root.appending("absent"), good, root, link, good]
            var codes: [Int32?] = []
            _ = FileDigests(threads: 2).compute(
                sources.map { .file($0) },
                onResult: { _, outcome in
                    switch outcome {
                    case .success(let digested):
                        #expect(digested.digests == expected)
                        codes.append(nil)
                    case .failure(.source(_, _, let code)): codes.append(code)
                    case .failure(let error): Issue.record("\(error)")
                    }
                })
            #expect(codes == [ENOENT, nil, EISDIR, ENOENT, nil])
        }
    }

    @Test("are of all bytes that a file has, also where its status says none")
    func unsized() throws {
        let path = "/proc/version"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        var stream = DigestStream()
        stream.update(Array(bytes).span)
        let expected = stream.finalize().digests
        var found: [DigestSet] = []
        _ = FileDigests().compute([.file(FilePath(path))]) { _, outcome in
            if let digested = try? outcome.get() { found.append(digested.digests) }
        }
        #expect(found == [expected])
    }

    @Test("are of what a pipe brings, after the files")
    func pipes() throws {
        try withTemporaryDirectory { root in
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            #expect(Glibc.write(ends[1], "abc", 3) == 3)
            close(ends[1])
            defer { close(ends[0]) }
            let file = root.appending("file")
            _ = try write(10, to: file, seed: 3)
            var found: [String] = []
            _ = FileDigests().compute([.descriptor(ends[0]), .file(file)]) { _, outcome in
                if let digested = try? outcome.get() { found.append(digested.digests.md5.hex) }
            }
            #expect(found.count == 2)
            // RFC 1321, appendix A.5.
            #expect(found.first == "900150983cd24fb0d6963f7d28e17f72")
        }
    }

    @Test("stop when they are no longer wanted")
    func stop() throws {
        try withTemporaryDirectory { root in
            var sources: [FileDigests.Source] = []
            for number in 0..<40 {
                let path = root.appending("file\(number)")
                _ = try write(600_000, to: path, seed: number)
                sources.append(.file(path))
            }
            var results = 0
            let isComplete = FileDigests(threads: 1).compute(
                sources, onResult: { _, _ in results += 1 }, shouldContinue: { $0.bytes < 2_000_000 })
            #expect(!isComplete)
            #expect(results < 40)
        }
    }
}
