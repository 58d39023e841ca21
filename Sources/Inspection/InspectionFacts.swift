internal import Archives
internal import PythonPackaging

/// What is read of a distribution while it is inspected; the report gives it on.
struct InspectionFacts {
    var filename: DistributionFilename
    var listing: ArchiveListing?
    var encodedListing: [UInt8]?
    var metadata: CoreMetadata?
    var isMetadataRead = false
    var metadataBytes: [UInt8]?

    init(_ filename: DistributionFilename) { self.filename = filename }
}
