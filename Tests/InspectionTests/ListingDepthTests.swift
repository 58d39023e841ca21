import FixtureBuilders
import Inspection
import PythonPackaging
import Testing

@Suite("Noting what is in a distribution")
struct ListingDepthTests {
    static let distributions =
        WheelInspectionTests.archives + WheelInspectionTests.contents + SdistInspectionTests.archives
        + SdistInspectionTests.contents

    @Test("sees what an inspection by the rules sees, and judges nothing", arguments: distributions)
    func sameWithoutRules(faulty: Faulty) throws {
        let noted = try inspect(faulty.distribution, InspectionPolicy(mode: .warn, depth: .listing))
        let judged = try inspect(faulty.distribution, InspectionPolicy(mode: .warn))
        #expect(noted.listing == judged.listing)
        #expect(noted.encodedListing == judged.encodedListing)
        #expect(noted.metadataBytes == judged.metadataBytes)
        #expect(noted.filename == judged.filename)
        #expect(noted.metadata?.requiresDist == judged.metadata?.requiresDist)
        // Only that an archive cannot be read is told.
        #expect(noted.findings.isEmpty == (noted.listing != nil), "\(noted.findings)")
        #expect(!noted.isRejected)
    }

    @Test("takes metadata from where installers do", arguments: FixtureDistributions.all.map(\.filename))
    func metadata(filename: String) throws {
        let distribution = try #require(FixtureDistributions.all.first { $0.filename == filename })
        let noted = try inspect(distribution, InspectionPolicy(mode: .warn, depth: .listing))
        #expect(noted.listing != nil && noted.findings.isEmpty)
        #expect(noted.metadata?.name == noted.filename.project)
        #expect(noted.metadata?.version == noted.filename.version)
    }
}
