public import SimpleIndex
public import SystemPackage

/// How indexes elsewhere are asked, and what they may send.
public struct UpstreamLimits: Sendable {
    /// Seconds until a connection stands.
    public var connectSeconds: Int64 = 5
    /// Seconds without a byte before a connection is given up.
    public var idleSeconds: Int64 = 20
    /// Seconds for a page or a metadata file, from the first redirect to the last byte.
    public var pageSeconds: Int64 = 60
    /// Redirects of one request.
    public var redirects = 5
    /// Times that a request is sent before it is given up.
    public var attempts = 3
    /// Seconds between the first two of them at most; twice as many before each further one.
    public var pauseSeconds = 0.4
    /// The longest of those pauses, and of those that an upstream asks for.
    public var longestPauseSeconds = 5.0
    /// What a page may have.
    public var page = PageLimits()
    /// Bytes of a metadata file.
    public var metadataBytes: Int64 = 8 << 20
    /// Bytes of a provenance object; PyPI's have some ten thousand.
    public var provenanceBytes: Int64 = 1 << 20
    /// Metadata files and provenance objects that are fetched at the same time.
    public var documents = 256
    /// Bytes of a file.
    public var fileBytes: Int64 = 16 << 30
    /// Seconds that a file may take in all.
    public var fileSeconds: Int64 = 3600
    /// Files that are fetched at the same time.
    public var fetches = 64
    /// Seconds that pages are served from memory without another attempt, after an index could not be reached.
    public var outageSeconds: Int64 = 10
    /// Seconds that a page is shown without another question where its index would have every look be a question
    /// (`max-age=0`, `no-cache`, `no-store`); fewer where the registry's settings say so.
    public var leastFreshSeconds: Int64 = 10
    /// Seconds that the answers “no such project” and “no such provenance” are believed.
    public var absentSeconds: Int64 = 60
    /// Seconds that a file is not fetched again which was not what its page said, or which the registry refused.
    public var refusedSeconds: Int64 = 60
    /// Bytes of all pages and metadata files that are kept of one registry.
    public var documentBytes: Int64 = 512 << 20
    /// Bytes of pages that are kept ready in memory, of all registries.
    public var memoryBytes = 64 << 20
    /// Seconds between two looks of a server at whether what was fetched exceeds its registry's limit.
    public var evictionSeconds: Int64 = 600
    /// A PEM file of certificate authorities that are trusted besides the system's.
    public var authorities: FilePath?

    /// The defaults, to be changed field by field.
    public init() {}
}
