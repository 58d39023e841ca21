import FixtureBuilders
import SystemPackage
import Testing

@testable import Archives

@Suite("A worker pool lists")
struct ArchiveWorkerPoolTests {
    private let pool = ArchiveWorkerPool(testing: .everything)

    @Test("a zip with files, a directory and a link")
    func zip() throws {
        let zip = ZipBuilder([
            .init("demo/a.py", "print(1)\n"), .directory("demo/sub"), .symlink("demo/link", to: "a.py"),
            .init("demo/stored", "x", .stored),
        ])
        let listing = try pool.inspect(bytes: zip.bytes, as: .zip).listing
        #expect(listing.format == .zip)
        #expect(listing.members.map(\.text) == ["demo/a.py", "demo/sub/", "demo/link", "demo/stored"])
        #expect(listing.members.map(\.kind) == [.file, .directory, .symlink, .file])
        #expect(listing.members.map(\.size) == [9, 0, 0, 1])
        #expect(listing.members[2].linkTarget == Array("a.py".utf8))
        #expect(listing.members[0].mode == 0o644)
        #expect(listing.fileCount == 2)
        #expect(listing.directoryCount == 1)
        #expect(listing.expandedSize == 10)
    }

    @Test("a tar with every kind of member", arguments: [ArchiveFormat.tar, .tarGzip])
    func tar(format: ArchiveFormat) throws {
        var dated = TarBuilder.Entry("d-1/a", "12345")
        dated.modified = 1_234_567_890
        let tar = TarBuilder([
            .directory("d-1"), dated, .symlink("d-1/s", to: "a"), .hardLink("d-1/h", to: "d-1/a"),
            .special("d-1/c", type: "3"), .special("d-1/b", type: "4"), .special("d-1/p", type: "6"),
        ])
        let listing = try pool.inspect(bytes: format == .tar ? tar.bytes : tar.gzipped(), as: format).listing
        #expect(listing.format == format)
        #expect(listing.members.map(\.text) == ["d-1/", "d-1/a", "d-1/s", "d-1/h", "d-1/c", "d-1/b", "d-1/p"])
        #expect(listing.members.map(\.kind) == [.directory, .file, .symlink, .hardLink, .other, .other, .other])
        #expect(listing.members[1].modified == 1_234_567_890)
        #expect(listing.members[3].linkTarget == Array("d-1/a".utf8))
        #expect(listing.fileCount == 2)
        #expect(listing.expandedSize == 5)
    }

    @Test("and hands over the members that are asked for")
    func extract() throws {
        let zip = ZipBuilder([
            .init("demo/METADATA", "no"), .init("demo-1.dist-info/METADATA", "Name: demo\n"),
            .init("demo-1.dist-info/RECORD", "r", .stored), .init("demo-1.dist-info/x/METADATA", "no"),
        ])
        let found = try pool.inspect(bytes: zip.bytes, extract: ["*.dist-info/METADATA", "*.dist-info/RECORD"])
        #expect(
            found.extracted.map { String(decoding: $0.path, as: UTF8.self) } == [
                "demo-1.dist-info/METADATA", "demo-1.dist-info/RECORD",
            ])
        #expect(found.extracted.map { String(decoding: $0.bytes, as: UTF8.self) } == ["Name: demo\n", "r"])
        #expect(found.encodedListing == found.listing.encoded())
    }

    @Test("names that are not ASCII, and names that are not text")
    func names() throws {
        let decomposed = "e\u{301}"
        let raw: [UInt8] = [0x61, 0xff, 0xfe]
        let zip = ZipBuilder([.init("naïve/ü.py"), .init(decomposed), .init(rawName: raw)])
        let inZip = try pool.inspect(bytes: zip.bytes).listing.members
        #expect(inZip.map(\.path) == [Array("naïve/ü.py".utf8), Array(decomposed.utf8), raw])
        let tar = TarBuilder([.init("naïve/ü.py"), .init(decomposed), .init(rawName: raw)])
        let inTar = try pool.inspect(bytes: tar.bytes).listing.members
        #expect(inTar.map(\.path) == [Array("naïve/ü.py".utf8), Array(decomposed.utf8), raw])
        #expect(inTar.map(\.text) == ["naïve/ü.py", decomposed, nil])
        #expect((inZip + inTar).allSatisfy { $0.warning == nil })
    }

    @Test("names and link targets from pax headers as they are written")
    func paxNames() throws {
        let decomposed = Array("e\u{301}/".utf8)
        let raw: [UInt8] = [0xff, 0x2f]
        let long = [UInt8](repeating: 0x78, count: 150)
        var named = TarBuilder.Entry("placeholder")
        named.pax = [("path", decomposed + long)]
        var link = TarBuilder.Entry.symlink("link", to: "placeholder")
        link.pax = [("linkpath", decomposed)]
        let tar = TarBuilder([named, link, .init(rawName: raw + long), .init(rawName: decomposed + long)])
        let members = try pool.inspect(bytes: tar.gzipped()).listing.members
        #expect(members.map(\.path) == [decomposed + long, Array("link".utf8), raw + long, decomposed + long])
        #expect(members[1].linkTarget == decomposed)
        #expect(members.allSatisfy { $0.warning == nil })
    }

    @Test("an empty tar", arguments: [ArchiveFormat.tar, .tarGzip])
    func empty(format: ArchiveFormat) throws {
        let bytes = format == .tar ? TarBuilder().bytes : TarBuilder().gzipped()
        #expect(try pool.inspect(bytes: bytes).listing == ArchiveListing(format: format, members: []))
    }

    @Test("bzip2 and xz where they are switched on", arguments: [ArchiveFormat.tarBzip2, .tarXz])
    func otherCompressions(format: ArchiveFormat) throws {
        let bytes = try compress(TarBuilder([.init("a", "1234")]).bytes, with: format == .tarXz ? "lzma" : "bz2")
        let listing = try pool.inspect(bytes: bytes, as: format).listing
        #expect(listing.format == format)
        #expect(listing.members.map(\.text) == ["a"])
        #expect(throws: ArchiveError.unsupportedFormat) {
            try ArchiveWorkerPool(testing: .standard).inspect(bytes: bytes)
        }
    }

    @Test("an encrypted member, and will not read it")
    func encrypted() throws {
        var secret = ZipBuilder.Entry("a-1.dist-info/METADATA", "secret")
        secret.isEncrypted = true
        let bytes = ZipBuilder([secret, .init("b", "open")]).bytes
        let found = try pool.inspect(bytes: bytes, extract: ["*/METADATA"])
        #expect(found.listing.members.map(\.isEncrypted) == [true, false])
        #expect(found.extracted.isEmpty)
        #expect(throws: ArchiveError.encrypted(member: secret.name)) { try pool.contents(ofBytes: bytes) }
    }

    @Test("the contents of all files, in runs", arguments: [ArchiveFormat.zip, .tarGzip])
    func contents(format: ArchiveFormat) throws {
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let bytes =
            format == .zip
            ? ZipBuilder([.init("a", bytes: large), .directory("d"), .init("d/empty"), .init("d/b", "bb", .stored)])
                .bytes
            : TarBuilder([.init("a", bytes: large), .directory("d"), .init("d/empty"), .init("d/b", "bb")]).gzipped()
        let all = try pool.contents(ofBytes: bytes)
        #expect(all.map(\.path) == ["a", "d/empty", "d/b"])
        #expect(all.map(\.bytes) == [large, [], Array("bb".utf8)])
        let one = try pool.contents(ofBytes: bytes, paths: [Array("d/b".utf8)])
        #expect(one.map(\.path) == ["d/b"])
        let unfit = (0..<20_000).map { Array("none/\($0)".utf8) } + [Array("d/b".utf8)]
        #expect(try pool.contents(ofBytes: bytes, paths: unfit).map(\.path) == ["d/b"])
    }

    @Test("on after a reader of contents has had enough")
    func stop() throws {
        let bytes = TarBuilder((0..<50).map { .init("m\($0)", bytes: [UInt8](repeating: 7, count: 100_000)) }).bytes
        var seen = 0
        try withFile(of: bytes) { file in
            try pool.stream(file, size: Int64(bytes.count)) { _, _ in
                seen += 1
                return .stop
            }
        }
        #expect(seen == 1)
        #expect(try pool.inspect(bytes: bytes).listing.fileCount == 50)
    }
}

extension ArchiveLimits {
    static let everything = {
        var limits = ArchiveLimits.standard
        limits.formats = Set(ArchiveFormat.allCases)
        return limits
    }()
}
