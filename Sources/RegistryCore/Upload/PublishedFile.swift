public import ContentStore

/// A file that an upload put into a registry, or found there.
public struct PublishedFile: Sendable {
    /// The file as the registry has it.
    public let entry: FileEntry
    /// Whether it is new, was there, or was there with damaged bytes.
    public let outcome: PublishOutcome
    /// What the inspection found odd and let pass.
    public let warnings: [IngestRefusal]
}
