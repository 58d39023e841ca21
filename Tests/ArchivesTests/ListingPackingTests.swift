import Testing

@testable import Archives

@Suite("Listing packing")
struct ListingPackingTests {
    @Test(
        "gives back what it got",
        arguments: [
            [], [1], [UInt8](repeating: 7, count: 100_000), (0..<5000).map { UInt8(truncatingIfNeeded: $0 / 3) },
            { () -> [UInt8] in
                var random = SplitMix(seed: 3)
                return (0..<10_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }(),
        ] as [[UInt8]])
    func roundTrip(body: [UInt8]) throws {
        let sealed = ListingPacking.seal(body, version: 9)
        #expect(try ListingPacking.open(sealed, version: 9, limit: body.count) == body)
        #expect(sealed.count <= body.count + 2)
        #expect(throws: ArchiveError.corruptListing) { try ListingPacking.open(sealed, version: 8, limit: .max) }
    }

    @Test("packs what repeats")
    func repeats() {
        #expect(ListingPacking.seal([UInt8](repeating: 7, count: 100_000), version: 1).count < 30)
    }

    @Test("does not unpack more than the limit, or from before the beginning")
    func bounds() {
        let sealed = ListingPacking.seal([UInt8](repeating: 7, count: 100_000), version: 1)
        #expect(throws: ArchiveError.corruptListing) { try ListingPacking.open(sealed, version: 1, limit: 99_999) }
        for (length, distance) in [(5, 3), (5, 0), (200, 1)] as [(UInt8, UInt8)] {
            let bytes: [UInt8] = [1, 1, 9, 2, 0x61, 0x62, length, distance, 0]
            #expect(throws: ArchiveError.corruptListing) { try ListingPacking.open(bytes, version: 1, limit: 100) }
        }
    }
}
