/// What an archive may ask of us before it is refused.
package struct ArchiveLimits: Sendable, Equatable {
    /// The formats that are read at all. bzip2 and xz are off unless asked for: more code, hardly any use.
    package var formats: Set<ArchiveFormat> = [.zip, .tar, .tarGzip]
    /// Members of one archive, directories included.
    package var entries = 200_000
    /// Bytes of one member's path or link target.
    package var pathBytes = 4096
    /// Bytes of everything unpacked: declared for zip, counted for compressed tars.
    package var expandedBytes: Int64 = 4 << 30
    /// An archive that expands to no more than this is never called a bomb. (PyPI's rule has the same two numbers.)
    package var ratioFloorBytes: Int64 = 64 << 20
    /// Beyond `ratioFloorBytes`, expanded bytes may be at most this many times the archive's own size.
    package var expansionRatio: Int64 = 50
    /// Bytes of all paths and link targets together, and of an encoded listing.
    package var listingBytes = 64 << 20
    /// Bytes of one extracted member.
    package var extractedMemberBytes = 16 << 20
    /// Bytes of all extracted members of one archive together.
    package var extractedBytes = 32 << 20

    /// CPU time the worker may spend on one archive, plus a second per 64 MiB of archive.
    package var cpuTime: Duration = .seconds(10)
    /// Time a caller waits for the worker over one archive, plus six seconds per 64 MiB of archive. Long beside
    /// `cpuTime`, so that a loaded machine refuses nothing; it is what ends a worker that sleeps.
    package var waitingTime: Duration = .seconds(60)
    /// Bytes a worker may map beyond what it has when it starts.
    package var workerMemoryBytes: UInt64 = 256 << 20
    /// A worker that has served this many archives is replaced.
    package var archivesPerWorker = 10_000
    /// A worker that callers have waited for this long in all is replaced.
    package var workerLifetime: Duration = .seconds(300)

    /// The documented defaults.
    package static let standard = ArchiveLimits()

    /// The defaults, to be changed field by field.
    package init() {}
}
