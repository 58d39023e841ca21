public import ContentStore
public import PythonPackaging

/// Everything that is known of a file.
public struct FileDetails: Sendable {
    /// What the index says.
    public let file: FileEntry
    /// Whether anybody may read its registry.
    public let isPublic: Bool
    /// The registry's display name.
    public let registryName: String
    /// Its metadata, description included; nil where it has none that can be read, or its bytes cannot be.
    public let metadata: CoreMetadata?
    /// Files in the archive; nil where the archive cannot be read.
    public let archiveFiles: Int?
    /// Directories in the archive that have an entry of their own.
    public let archiveDirectories: Int?
    /// How often it was downloaded.
    public let downloads: DownloadCounts

    /// The dependencies as the metadata writes them.
    public var dependencies: [String] { metadata?.requiresDist ?? [] }
    /// Projects it depends on, optional ones included.
    public var dependencyCount: Int { metadata?.dependencyCount ?? file.dependencies ?? 0 }
    /// Whether its bytes are believed to be what they were.
    public var health: BlobHealth { file.blob.health }
    /// Which written copy of its bytes is live.
    public var generation: Generation { file.blob.generation }

    /// What a user types to install it.
    /// - Parameter baseURL: where the registries are served, without a slash at the end; nil where they are not.
    public func installCommand(baseURL: String? = nil) -> String {
        let index = baseURL.map { " --index-url \($0)/\(file.registry)/pypi/simple/" } ?? ""
        return "pip install\(index) \(file.project)==\(file.version)"
    }
}
