package import Archives
package import PythonPackaging

/// What inspecting a distribution found out.
///
/// A class, for all of this is handed on several times.
package final class InspectionReport: Sendable {
    /// The filename; where an old sdist's name can be read in two ways, as its metadata reads it.
    package let filename: DistributionFilename
    /// Every member; nil where the archive could not be read.
    package let listing: ArchiveListing?
    /// The listing in its stored form.
    package let encodedListing: [UInt8]?
    /// The metadata; nil where there is none or it cannot be read.
    package let metadata: CoreMetadata?
    /// Whether the metadata was looked for.
    package let isMetadataRead: Bool
    /// METADATA or PKG-INFO as it stands in the archive.
    package let metadataBytes: [UInt8]?
    /// At most a few of each rule; errors and warnings as the profile has it.
    package let findings: [InspectionFinding]
    /// Whether the policy refuses the file: the mode is `require` and a finding is an error.
    package let isRejected: Bool

    init(_ facts: InspectionFacts, findings: [InspectionFinding], isRejected: Bool) {
        filename = facts.filename
        listing = facts.listing
        encodedListing = facts.encodedListing
        metadata = facts.metadata
        isMetadataRead = facts.isMetadataRead
        metadataBytes = facts.metadataBytes
        self.findings = findings
        self.isRejected = isRejected
    }

    /// What the file is refused for; empty where it is not.
    package var refusals: [InspectionFinding] { isRejected ? findings.filter { $0.severity == .error } : [] }
}
