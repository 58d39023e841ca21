import Testing

@testable import Archives

@Suite("An archive error")
struct ArchiveErrorTests {
    private static let ofArchives: [ArchiveError] =
        [
            .unsupportedFormat, .truncated, .damaged("odd"), .encrypted(member: [0x61, 0xff]), .unreadable(errno: 5),
        ] + ArchiveError.Limit.allCases.map { .limitExceeded($0, limit: 7) }

    @Test("crosses from worker to pool", arguments: ofArchives)
    func crosses(error: ArchiveError) throws {
        var writer = ByteWriter()
        error.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try ArchiveError(decoding: &reader) == error)
        #expect(!error.isAboutWorker)
    }

    @Test("is a sentence with the facts in it")
    func sentences() {
        #expect(ArchiveError.damaged("odd").description == "the archive is damaged: odd")
        #expect(
            ArchiveError.limitExceeded(.entries, limit: 200_000).description
                == "the archive has more than 200000 members")
        #expect(ArchiveError.unreadable(errno: 5).description == "the archive cannot be read: Input/output error")
    }
}
