package import Archives
package import PythonPackaging

/// What inspecting a distribution found out.
package struct InspectionReport: Sendable {
    /// The filename; where an old sdist's name can be read in two ways, as its metadata reads it.
    package internal(set) var filename: DistributionFilename
    /// Every member; nil where the archive could not be read.
    package internal(set) var listing: ArchiveListing?
    /// The listing in its stored form.
    package internal(set) var encodedListing: [UInt8]?
    /// The metadata; nil where there is none or it cannot be read.
    package internal(set) var metadata: CoreMetadata?
    /// Whether the metadata was looked for.
    package internal(set) var isMetadataRead = false
    /// METADATA or PKG-INFO as it stands in the archive.
    package internal(set) var metadataBytes: [UInt8]?
    /// At most a few of each rule; errors and warnings as the profile has it.
    package internal(set) var findings: [InspectionFinding] = []
    /// Whether the policy refuses the file: the mode is `require` and a finding is an error.
    package internal(set) var isRejected = false

    init(_ filename: DistributionFilename) { self.filename = filename }

    /// What the file is refused for; empty where it is not.
    package var refusals: [InspectionFinding] { isRejected ? findings.filter { $0.severity == .error } : [] }
}
