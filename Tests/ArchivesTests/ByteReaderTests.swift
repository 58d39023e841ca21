import Testing

@testable import Archives

@Suite("A byte reader")
struct ByteReaderTests {
    @Test(
        "reads the numbers that a writer wrote", arguments: [0, 1, 127, 128, 300, 1 << 35, .max - 1, .max] as [UInt64])
    func varints(number: UInt64) throws {
        var writer = ByteWriter()
        writer.varint(number)
        writer.zigzag(Int64(bitPattern: number))
        var reader = ByteReader(writer.bytes)
        #expect(try reader.varint() == number)
        #expect(try reader.zigzag() == Int64(bitPattern: number))
        #expect(reader.remaining == 0)
    }

    @Test(
        "refuses numbers that are cut, too large or spelled too long",
        arguments: [
            [], [0x80], [0x80, 0], [UInt8](repeating: 0xff, count: 9) + [2], [UInt8](repeating: 0xff, count: 11),
        ] as [[UInt8]])
    func badVarints(bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        #expect(throws: ArchiveError.corruptListing) { try reader.varint() }
    }

    @Test("refuses counts beyond the bytes there are, and beyond the limit")
    func counts() throws {
        var short = ByteReader([3, 1, 2])
        #expect(throws: ArchiveError.corruptListing) { try short.counted(limit: 100) }
        var long = ByteReader([3, 1, 2, 3])
        #expect(throws: ArchiveError.corruptListing) { try long.counted(after: [9], limit: 3) }
        var right = ByteReader([3, 1, 2, 3])
        #expect(try right.counted(after: [9], limit: 4) == [9, 1, 2, 3])
        var huge = ByteReader([UInt8](repeating: 0xff, count: 9) + [1])
        #expect(throws: ArchiveError.corruptListing) { try huge.counted(limit: .max) }
    }
}
