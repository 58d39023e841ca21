import Testing

@testable import Archives

@Suite("An expansion meter")
struct ExpansionMeterTests {
    @Test("lets small archives expand as they like, and stops large ones at the ratio")
    func ratio() throws {
        var meter = ExpansionMeter(archiveSize: 10, limits: .standard)
        try meter.add(64 << 20)
        #expect(throws: ArchiveError.limitExceeded(.expansionRatio, limit: 50)) { try meter.add(1) }
        var large = ExpansionMeter(archiveSize: 10 << 20, limits: .standard)
        try large.add(500 << 20)
        #expect(throws: ArchiveError.limitExceeded(.expansionRatio, limit: 50)) { try large.add(1) }
    }

    @Test("stops every archive at the total, and does not overflow")
    func total() throws {
        var meter = ExpansionMeter(archiveSize: .max, limits: .standard)
        try meter.add(4 << 30)
        #expect(throws: ArchiveError.limitExceeded(.expandedBytes, limit: 4 << 30)) { try meter.add(.max) }
        #expect(throws: ArchiveError.limitExceeded(.expandedBytes, limit: 4 << 30)) { try meter.add(-5) }
    }
}
