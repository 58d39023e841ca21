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
        let raw: [UInt8] = [0x61, 0xff, 0xfe]
        let zip = ZipBuilder([.init("naïve/ü.py"), .init(rawName: raw)])
        let inZip = try pool.inspect(bytes: zip.bytes).listing.members
        #expect(inZip.map(\.path) == [Array("naïve/ü.py".utf8), raw])
        let tar = TarBuilder([.init("naïve/ü.py"), .init(rawName: raw)])
        let inTar = try pool.inspect(bytes: tar.bytes).listing.members
        #expect(inTar.map(\.path) == [Array("naïve/ü.py".utf8), raw])
        #expect(inTar.map(\.text) == ["naïve/ü.py", nil])
    }
}

extension ArchiveLimits {
    static let everything = {
        var limits = ArchiveLimits.standard
        limits.formats = Set(ArchiveFormat.allCases)
        return limits
    }()
}
