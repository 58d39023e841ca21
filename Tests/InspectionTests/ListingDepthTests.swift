import FixtureBuilders
import Inspection
import PythonPackaging
import Testing

@Suite("Listing what is in a distribution")
struct ListingDepthTests {
    static let distributions =
        WheelInspectionTests.archives + WheelInspectionTests.contents + SdistInspectionTests.archives
        + SdistInspectionTests.contents

    @Test("sees what an inspection by the rules sees, and judges nothing", arguments: distributions)
    func sameWithoutRules(faulty: Faulty) throws {
        let listed = try inspect(faulty.distribution, InspectionPolicy(mode: .warn, depth: .listing))
        let judged = try inspect(faulty.distribution, InspectionPolicy(mode: .warn))
        #expect(listed.listing == judged.listing)
        #expect(listed.encodedListing == judged.encodedListing)
        #expect(listed.filename == judged.filename)
        #expect(!listed.isMetadataRead || listed.metadataBytes == judged.metadataBytes)
        // Only that an archive cannot be read is told.
        #expect(listed.findings.isEmpty == (listed.listing != nil), "\(listed.findings)")
        #expect(!listed.isRejected)
    }

    @Test("reads metadata only for the name of an old sdist")
    func metadata() throws {
        let policy = InspectionPolicy(mode: .warn, depth: .listing)
        let wheel = try inspect(WheelBuilder("demo", version: "1.0").build(), policy)
        #expect(wheel.listing != nil && !wheel.isMetadataRead && wheel.metadata == nil)
        let sdist = try inspect(SdistBuilder("demo", version: "1.0").build(), policy)
        #expect(sdist.listing != nil && !sdist.isMetadataRead && sdist.metadata == nil)
        let ambiguous = try inspect(SdistBuilder("tool-2", version: "5").spelled("tool-2").build(), policy)
        #expect(ambiguous.filename.project.normalized == "tool-2" && ambiguous.metadata?.version.text == "5")
    }
}
