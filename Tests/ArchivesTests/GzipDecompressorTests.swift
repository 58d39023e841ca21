import FixtureBuilders
import Testing

@testable import Archives

@Suite("A compressed tar")
struct GzipDecompressorTests {
    private let pool = ArchiveWorkerPool(testing: .standard)
    private let tar = TarBuilder([.init("a", "aaaa"), .init("b", String(repeating: "b", count: 300_000))]).bytes

    private func member(_ bytes: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
        var gzip = GzipBuilder()
        gzip.append(bytes)
        return gzip.finish(checksum: checksum)
    }

    @Test("may consist of several members, each with its own checksum", arguments: [1, 512, 700, 100_000])
    func members(cut: Int) throws {
        let bytes = member(Array(tar[..<cut])) + member([]) + member(Array(tar[cut...]))
        #expect(try pool.inspect(bytes: bytes).listing.members.count == 2)
        #expect(try pool.inspect(bytes: bytes + [0, 0]).listing.members.count == 2)
        let wrong = member(Array(tar[..<cut]), checksum: 1) + member(Array(tar[cut...]))
        #expect(throws: ArchiveError.damaged("the gzip checksum is wrong")) { try pool.inspect(bytes: wrong) }
        #expect(throws: ArchiveError.damaged("data follows the compressed stream")) {
            try pool.inspect(bytes: bytes + [0x1f, 0x8b, 9, 0])
        }
        #expect(throws: ArchiveError.truncated) { try pool.inspect(bytes: bytes + [0x1f, 0x8b, 8, 0, 1]) }
    }

    @Test("may have a header with every optional field")
    func header() throws {
        let plain = member(tar)
        // Flags: checksum, extra, name, comment.
        let header: [UInt8] = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]
        let bytes = header + Array("name\0comment\0".utf8) + [7, 7] + plain[10...]
        #expect(try pool.inspect(bytes: bytes).listing.members.count == 2)
        for count in 10..<header.count + 15 {
            #expect(throws: ArchiveError.truncated) { try pool.inspect(bytes: Array(bytes[..<count])) }
        }
        var reserved = bytes
        reserved[3] |= 0x80
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: reserved) }
    }

    @Test("that names another size is refused")
    func size() throws {
        var bytes = member(tar)
        bytes[bytes.count - 4] ^= 1
        #expect(throws: ArchiveError.damaged("the gzip size is wrong")) { try pool.inspect(bytes: bytes) }
    }
}
