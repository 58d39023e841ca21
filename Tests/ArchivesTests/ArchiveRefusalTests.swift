import FixtureBuilders
import Testing

@testable import Archives

@Suite("A worker pool refuses")
struct ArchiveRefusalTests {
    private let pool = ArchiveWorkerPool(testing: .standard)

    @Test("what is no archive")
    func noArchive() throws {
        #expect(throws: ArchiveError.truncated) { try pool.inspect(bytes: []) }
        #expect(throws: ArchiveError.damaged("a zip without members")) { try pool.inspect(bytes: ZipBuilder().bytes) }
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: Array("hello".utf8)) }
        let text = [UInt8](repeating: 0x41, count: 5000)
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: text) }
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: GzipBuilder.wrap(text)) }
    }

    @Test("another format than the name says")
    func otherFormat() throws {
        let zip = ZipBuilder().file("a", "b").bytes
        let tar = TarBuilder([.init("a")])
        #expect(throws: ArchiveError.self) { try pool.inspect(bytes: zip, as: .tar) }
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: zip, as: .tarGzip) }
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: tar.bytes, as: .tarGzip) }
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: tar.gzipped(), as: .zip) }
        #expect(throws: ArchiveError.self) { try pool.inspect(bytes: tar.gzipped(), as: .tar) }
        let twice = GzipBuilder.wrap(tar.gzipped())
        #expect(throws: ArchiveError.unsupportedFormat) { try pool.inspect(bytes: twice) }
    }

    @Test("a zip that is cut anywhere")
    func truncatedZip() throws {
        let bytes = ZipBuilder([.init("a", "aaaa"), .init("b", "bbbb")]).bytes
        for count in 4..<bytes.count {
            #expect(throws: ArchiveError.self, "\(count)") { try pool.inspect(bytes: Array(bytes[..<count])) }
        }
        #expect(throws: ArchiveError.truncated) { try pool.inspect(bytes: bytes.dropLast(1)) }
    }

    @Test("a gzipped tar that is cut anywhere")
    func truncatedGzip() throws {
        let bytes = TarBuilder([.init("a", "aaaa"), .init("b", "bbbb")]).gzipped()
        for count in 1..<bytes.count {
            #expect(throws: ArchiveError.self, "\(count) of \(bytes.count)") {
                try pool.inspect(bytes: Array(bytes[..<count]))
            }
        }
    }

    @Test("a tar that is cut inside a header or a member")
    func truncatedTar() throws {
        let bytes = TarBuilder([.init("a", "aaaa"), .init("b", "bbbb")]).bytes
        for count in [100, 511, 513, 1023 - 512 + 2, 1024 + 100, 1536 + 2] {
            #expect(throws: ArchiveError.self, "\(count)") { try pool.inspect(bytes: Array(bytes[..<count]), as: .tar) }
        }
    }

    @Test("data behind the end")
    func trailing() throws {
        var tar = TarBuilder([.init("a", "aaaa")])
        tar.trailing = Array("more".utf8)
        #expect(throws: ArchiveError.damaged("data follows the end of the tar")) { try pool.inspect(bytes: tar.bytes) }
        #expect(throws: ArchiveError.damaged("data follows the end of the tar")) {
            try pool.inspect(bytes: tar.gzipped())
        }
        tar.trailing = [UInt8](repeating: 0, count: 200_000) + [1]
        #expect(throws: ArchiveError.damaged("data follows the end of the tar")) {
            try pool.inspect(bytes: tar.gzipped())
        }
        tar.trailing = [UInt8](repeating: 0, count: 20_000)
        #expect(throws: Never.self) { try pool.inspect(bytes: tar.gzipped()) }
        #expect(throws: Never.self) { try pool.inspect(bytes: tar.gzipped() + [0, 0, 0]) }
        #expect(throws: ArchiveError.damaged("data follows the compressed stream")) {
            try pool.inspect(bytes: tar.gzipped() + Array("more".utf8))
        }
    }

    @Test("contents whose checksum is wrong")
    func checksum() throws {
        var wrong = ZipBuilder.Entry("a", "contents")
        wrong.checksum ^= 1
        let error = #expect(throws: ArchiveError.self) { try pool.contents(ofBytes: ZipBuilder([wrong]).bytes) }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        var gzip = GzipBuilder()
        gzip.append(TarBuilder([.init("a", "b")]).bytes)
        let bytes = gzip.finish(checksum: 7)
        #expect(throws: ArchiveError.damaged("the gzip checksum is wrong")) { try pool.inspect(bytes: bytes) }
    }

    @Test("more members than the limit")
    func entries() throws {
        let header = TarBuilder([.init("x")]).bytes.prefix(512)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 * 200_003)
        for _ in 0..<200_000 { bytes += header }
        let end = [UInt8](repeating: 0, count: 1024)
        let most = try pool.inspect(bytes: bytes + end)
        #expect(most.listing.members.count == 200_000)
        #expect(most.encodedListing.count < 100_000)
        bytes += header
        #expect(throws: ArchiveError.limitExceeded(.entries, limit: 200_000)) { try pool.inspect(bytes: bytes + end) }
    }

    @Test("paths longer than the limit")
    func paths() throws {
        let long = [UInt8](repeating: 0x78, count: 4097)
        let refusal = ArchiveError.limitExceeded(.pathBytes, limit: 4096)
        #expect(throws: refusal) { try pool.inspect(bytes: ZipBuilder([.init(rawName: long)]).bytes) }
        #expect(throws: refusal) { try pool.inspect(bytes: TarBuilder([.init(rawName: long)]).bytes) }
        let fits = TarBuilder([.init(rawName: long.dropLast())]).bytes
        #expect(try pool.inspect(bytes: fits).listing.members.first?.path.count == 4096)
    }

    @Test("bombs, and quickly")
    func bombs() throws {
        let ratio = ArchiveError.limitExceeded(.expansionRatio, limit: 50)
        let zip = ZipBuilder([.bomb("a", count: 100 << 20)]).bytes
        #expect(throws: ratio) { try pool.inspect(bytes: zip) }
        #expect(throws: ratio) { try pool.contents(ofBytes: zip) }

        var liar = ZipBuilder.Entry.bomb("a", count: 100 << 20)
        liar.size = 10
        #expect(throws: ArchiveError.self) { try pool.contents(ofBytes: ZipBuilder([liar]).bytes) }

        var header = TarBuilder.Entry("a")
        header.claimedSize = 4 << 30
        var gzip = GzipBuilder()
        gzip.append(Array(TarBuilder([header]).bytes.prefix(512)))
        gzip.appendRun(of: 0, count: 4 << 30)
        let bytes = gzip.finish()
        #expect(throws: ratio) { try pool.inspect(bytes: bytes) }
    }

    @Test("sizes that nothing can have")
    func claims() throws {
        var huge = TarBuilder.Entry("a")
        huge.claimedSize = 1 << 40
        #expect(throws: ArchiveError.limitExceeded(.expandedBytes, limit: 4 << 30)) {
            try pool.inspect(bytes: TarBuilder([huge]).bytes)
        }
        huge.claimedSize = nil
        huge.pax = [("size", Array("9223372036854775807".utf8))]
        #expect(throws: ArchiveError.self) { try pool.inspect(bytes: TarBuilder([huge]).bytes) }
        var entry = ZipBuilder.Entry("a", "b")
        entry.size = 3 << 30
        let twice = ZipBuilder([entry, entry])
        #expect(throws: ArchiveError.self) { try pool.inspect(bytes: twice.bytes) }
    }

    @Test("members too large to be metadata")
    func extracts() throws {
        let limit = ArchiveError.limitExceeded(.extractedMemberBytes, limit: 16 << 20)
        let zip = ZipBuilder([.bomb("a.dist-info/METADATA", count: 17 << 20)]).bytes
        #expect(throws: limit) { try pool.inspect(bytes: zip, extract: ["*/METADATA"]) }
        let three = ZipBuilder((0..<3).map { .bomb("a\($0).dist-info/METADATA", count: 15 << 20) }).bytes
        #expect(throws: ArchiveError.limitExceeded(.extractedBytes, limit: 32 << 20)) {
            try pool.inspect(bytes: three, extract: ["*/METADATA"])
        }
        let two = ZipBuilder((0..<2).map { .bomb("a\($0).dist-info/METADATA", count: 15 << 20) }).bytes
        #expect(
            try pool.inspect(bytes: two, extract: ["*/METADATA"]).extracted.map(\.bytes.count) == [15 << 20, 15 << 20])
    }

    @Test("random damage, without taking harm")
    func damage() throws {
        var random = SplitMix(seed: 1)
        let sound = [
            ZipBuilder([.init("a-1.dist-info/METADATA", "Name: a\n"), .directory("b"), .symlink("c", to: "d")]).bytes,
            TarBuilder([.init("a-1/PKG-INFO", "Name: a\n"), .symlink("a-1/é", to: "d")]).bytes,
            TarBuilder([.init("a-1/PKG-INFO", "Name: a\n"), .symlink("a-1/é", to: "d")]).gzipped(),
        ]
        for round in 0..<600 {
            var bytes = sound[round % sound.count]
            for _ in 0...Int(random.next() % 4) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            do { _ = try pool.inspect(bytes: bytes, extract: ["*/METADATA", "*/PKG-INFO"]) } catch let error
                as ArchiveError
            {
                switch error {
                case .workerDied, .workerExited, .timedOut, .protocolViolation, .cannotStart:
                    Issue.record("\(error): \(bytes)")
                default: break
                }
            }
        }
    }
}

/// A generator that gives the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
