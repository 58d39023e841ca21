import Archives
import FixtureBuilders
import Testing

@Suite("A sparse member of a tar archive")
struct SparseMemberTests {
    /// Two runs with a hole before, between and after them, as each of the formats writes it.
    enum Form: CaseIterable {
        case gnu, pax01, pax10
    }

    private static let size = 200_000
    private static let runs: [(offset: Int, bytes: [UInt8])] = [
        (4096, [UInt8](repeating: 7, count: 512)), (150_000, [1, 2, 3]),
    ]

    private static var whole: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        for run in runs { bytes.replaceSubrange(run.offset..<run.offset + run.bytes.count, with: run.bytes) }
        return bytes
    }

    private static func entry(_ form: Form, size: Int = size) -> TarBuilder.Entry {
        var entry = TarBuilder.Entry("a/holes", bytes: runs.flatMap(\.bytes))
        let map = runs.flatMap { [$0.offset, $0.bytes.count] }
        switch form {
        case .gnu: entry.gnuSparse = (runs.map { ($0.offset, $0.bytes.count) }, size)
        case .pax01:
            entry.pax = [
                ("GNU.sparse.size", Array("\(size)".utf8)), ("GNU.sparse.numblocks", Array("\(runs.count)".utf8)),
                ("GNU.sparse.map", Array(map.map(String.init).joined(separator: ",").utf8)),
                ("GNU.sparse.name", Array("a/holes".utf8)),
            ]
        case .pax10:
            entry.pax = [
                ("GNU.sparse.major", [0x31]), ("GNU.sparse.minor", [0x30]),
                ("GNU.sparse.name", Array("a/holes".utf8)), ("GNU.sparse.realsize", Array("\(size)".utf8)),
            ]
            var head = Array(([runs.count] + map).map { "\($0)\n" }.joined().utf8)
            head += [UInt8](repeating: 0, count: 512 - head.count % 512)
            entry.contents = head + entry.contents
        }
        return entry
    }

    @Test("is listed with its whole size, and its holes are zeros", arguments: Form.allCases, [true, false])
    func contents(form: Form, isCompressed: Bool) throws {
        let tar = TarBuilder([TarBuilder.Entry("a/before", "1"), Self.entry(form), TarBuilder.Entry("a/after", "2")])
        let pool = ArchiveWorkerPool(testing: .standard)
        let bytes = isCompressed ? tar.gzipped() : tar.bytes
        let listing = try pool.inspect(bytes: bytes).listing
        #expect(listing.members.map(\.size) == [1, Int64(Self.size), 1])
        #expect(listing.members.map(\.isSparse) == [false, true, false])
        let read = try pool.contents(ofBytes: bytes)
        #expect(read.map(\.path) == ["a/before", "a/holes", "a/after"])
        #expect(read.map(\.bytes) == [Array("1".utf8), Self.whole, Array("2".utf8)])
        // The mark survives being stored.
        #expect(try ArchiveListing(decoding: listing.encoded()) == listing)
    }

    @Test(
        "of enormous size is refused before a byte of it is made", arguments: Form.allCases,
        [100 << 20, 1 << 40, 1 << 62])
    func enormous(form: Form, size: Int) throws {
        let tar = TarBuilder([Self.entry(form, size: size)])
        let pool = ArchiveWorkerPool(testing: .standard)
        let limits = ArchiveLimits.standard
        let refusal =
            size > limits.expandedBytes
            ? ArchiveError.limitExceeded(.expandedBytes, limit: limits.expandedBytes)
            : ArchiveError.limitExceeded(.expansionRatio, limit: limits.expansionRatio)
        for bytes in [tar.bytes, tar.gzipped()] {
            #expect(throws: refusal) { try pool.inspect(bytes: bytes) }
            #expect(throws: refusal) { try pool.contents(ofBytes: bytes) }
        }
    }
}
