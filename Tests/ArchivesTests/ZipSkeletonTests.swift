import FixtureBuilders
import SystemPackage
import Testing

@testable import Archives

@Suite("A zip's skeleton")
struct ZipSkeletonTests {
    private let patterns: [ExtractPattern] = ["*.dist-info/METADATA", "*/PKG-INFO"]
    private let pool = ArchiveWorkerPool(testing: .standard)

    private func gathered(from bytes: [UInt8], piece: () -> Int = { .max }) -> ZipSkeleton? {
        var builder = ZipSkeletonBuilder(size: Int64(bytes.count), extract: patterns)
        var at = 0
        bytes.withUnsafeBytes { all in
            while at < all.count {
                let size = min(piece(), all.count - at)
                builder.take(UnsafeRawBufferPointer(rebasing: all[at..<at + size]))
                at += size
            }
        }
        return builder.finish()
    }

    /// An archive of which a skeleton leaves most out.
    private func large(_ change: (inout ZipBuilder) -> Void = { _ in }) -> [UInt8] {
        var dice = SystemRandomNumberGenerator()
        var zip = ZipBuilder()
        for number in 0..<12 {
            let content = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &dice) }
            zip.entries.append(ZipBuilder.Entry("demo/part\(number)", bytes: content, .stored))
            if number == 3 { zip.entries.append(.init("demo-1.dist-info/METADATA", "Name: demo\nVersion: 1\n")) }
        }
        change(&zip)
        return zip.bytes
    }

    private func file<Result>(_ bytes: [UInt8], _ body: (FileDescriptor) throws -> Result) throws -> Result {
        try withFile(of: bytes, body)
    }

    private func outcome(_ inspect: () throws -> ArchiveWorkerPool.Inspection) -> String {
        do { return "\(try inspect())" } catch { return "\(error)" }
    }

    @Test("has only bytes of the archive, in their places, however it is cut", arguments: [1, 29, 4096, 100_000])
    func bytes(piece: Int) throws {
        let bytes = large()
        let skeleton = try #require(gathered(from: bytes) { piece })
        #expect(skeleton.bytes.count < bytes.count / 3)
        var end: Int64 = 0
        for part in skeleton.parts {
            #expect(part.offset >= end && part.count > 0)
            end = part.end
            let there = bytes[Int(part.offset)..<Int(part.end)]
            #expect(there.elementsEqual(skeleton.bytes[part.index..<part.index + part.count]))
        }
    }

    @Test("is all that an inspection reads of a sound archive")
    func suffices() throws {
        let bytes = large()
        let skeleton = try #require(gathered(from: bytes))
        let whole = try file(bytes) { try pool.inspect($0, size: Int64(bytes.count), as: .zip, extract: patterns) }
        let structure = try file(bytes) { try ZipStructure.check($0, size: Int64(bytes.count)) }
        #expect(whole.extracted.count == 1)
        // There is nothing to be read from an empty file.
        try file([]) { empty in
            let found = try pool.inspect(
                skeleton, of: empty, size: Int64(bytes.count), as: .zip, extract: patterns)
            #expect(found == whole)
            let seen = try ZipStructure.check(empty, size: Int64(bytes.count), skeleton: skeleton)
            #expect(seen.entries == structure.entries && seen.findings.isEmpty && structure.findings.isEmpty)
        }
    }

    @Test("that lacks what a reader needs leads to the archive itself")
    func misses() throws {
        let bytes = large { zip in
            // Their sizes follow the contents, so that nothing is known of where the next header is.
            zip.entries[1].hasDescriptor = true
        }
        let skeleton = try #require(gathered(from: bytes))
        let found = try file(bytes) {
            try pool.inspect(skeleton, of: $0, size: Int64(bytes.count), as: .zip, extract: patterns)
        }
        #expect(found.listing.members.count == 13 && found.extracted.count == 1)
        #expect(throws: ArchiveError.self) {
            try file([]) {
                try pool.inspect(skeleton, of: $0, size: Int64(bytes.count), as: .zip, extract: patterns)
            }
        }
    }

    @Test("of a damaged archive changes no finding")
    func damaged() throws {
        var dice = SystemRandomNumberGenerator()
        let sound = large()
        for _ in 0..<150 {
            var bytes = sound
            let tail = Bool.random(using: &dice)
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let at =
                    tail
                    ? Int.random(in: bytes.count - 1500..<bytes.count, using: &dice)
                    : [0, 40_050, 80_100]
                        .randomElement(using: &dice).map { $0 + Int.random(in: 0..<60, using: &dice) } ?? 0
                bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            }
            let skeleton = try #require(gathered(from: bytes) { Int.random(in: 1...70_000, using: &dice) })
            try file(bytes) { descriptor in
                let size = Int64(bytes.count)
                let whole = try ZipStructure.check(descriptor, size: size)
                let part = try ZipStructure.check(descriptor, size: size, skeleton: skeleton)
                #expect(whole.entries == part.entries && whole.findings == part.findings)
                let wholly = outcome { try pool.inspect(descriptor, size: size, as: .zip, extract: patterns) }
                let partly = outcome {
                    try pool.inspect(skeleton, of: descriptor, size: size, as: .zip, extract: patterns)
                }
                #expect(wholly == partly)
            }
        }
    }

    @Test("of an archive with too many headers is not made")
    func tooLarge() {
        var zip = ZipBuilder()
        for number in 0..<12_000 { zip.entries.append(.init("folder/with/a/long/name/\(number)", "")) }
        #expect(gathered(from: zip.bytes) == nil)
        let few = large()
        var builder = ZipSkeletonBuilder(size: Int64(few.count), extract: [])
        few.withUnsafeBytes { builder.take(UnsafeRawBufferPointer(rebasing: $0[..<1000])) }
        #expect(builder.finish() == nil)
    }

    @Test("comes out of its encoding as it went in, and nothing else does")
    func coding() throws {
        let bytes = large()
        let skeleton = try #require(gathered(from: bytes))
        var out = ByteWriter()
        skeleton.encode(into: &out)
        var reader = ByteReader(out.bytes)
        let decoded = try ZipSkeleton(decoding: &reader, size: skeleton.size)
        #expect(decoded.parts == skeleton.parts && decoded.bytes == skeleton.bytes)
        #expect(throws: ArchiveError.corruptListing) {
            var reader = ByteReader(out.bytes)
            _ = try ZipSkeleton(decoding: &reader, size: skeleton.size - 1)
        }
        #expect(throws: ArchiveError.corruptListing) {
            var reader = ByteReader(Array(out.bytes.dropLast()))
            _ = try ZipSkeleton(decoding: &reader, size: skeleton.size)
        }
    }
}
