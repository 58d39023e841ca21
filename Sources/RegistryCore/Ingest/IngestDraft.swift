internal import Archives
internal import ContentStore
internal import PythonPackaging

/// What is known of a file on its way.
struct IngestDraft {
    let file: SourceFile
    var filename: DistributionFilename?
    /// All bytes of a small file.
    var small: [UInt8]?
    /// Once all bytes are there and hashed.
    var blob: SealedBlob?
    /// What was gathered of a large one while it was read.
    var skeleton: ZipSkeleton?
    /// What the registry has under the name already.
    var known: Known?
    /// What became of it, as soon as that is certain.
    var outcome: IngestOutcome?

    init(_ file: SourceFile) { self.file = file }

    struct Known {
        let name: BlobName
        let record: FileRecord
    }
}
