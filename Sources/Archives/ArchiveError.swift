/// Why an archive could not be read. Every case is about one archive; the pool goes on with the next.
package enum ArchiveError: Error, Equatable, Sendable {
    /// One of the numbers in `ArchiveLimits`; the raw value travels between worker and pool.
    package enum Limit: UInt8, Sendable, CaseIterable {
        case entries = 1
        case pathBytes = 2
        case expandedBytes = 3
        case expansionRatio = 4
        case listingBytes = 5
        case extractedMemberBytes = 6
        case extractedBytes = 7
    }

    /// Not an archive, or of a format that is not switched on.
    case unsupportedFormat
    /// The bytes end too early.
    case truncated
    /// The bytes contradict the format; libarchive's words, or ours.
    case damaged(String)
    /// The archive asks for more than a limit allows (for `expansionRatio`, the factor; else bytes or entries).
    case limitExceeded(Limit, limit: Int64)
    /// Contents were asked for that are encrypted.
    case encrypted(member: [UInt8])
    /// The file could not be read; the errno.
    case unreadable(errno: Int32)
    /// The worker was killed by this signal: by a limit, by confinement, or by a defect the archive found.
    case workerDied(signal: Int32)
    /// The worker ended by itself with this status.
    case workerExited(status: Int32)
    /// The worker took longer over the archive than `ArchiveLimits` allows, and was killed.
    case timedOut
    /// The worker answered what no worker answers, and was killed.
    case protocolViolation
    /// No worker could be started; the errno, and what was tried. Nothing is wrong with the archive.
    case cannotStart(errno: Int32, doing: String)
    /// The archive's skeleton lacks a byte that its reader needs: the archive itself has to be read.
    case notInSkeleton
    /// A stored listing is not what this version writes.
    case corruptListing

    /// Whether this is what became of a worker, rather than what a worker says of an archive.
    var isAboutWorker: Bool {
        switch self {
        case .workerDied, .workerExited, .timedOut, .protocolViolation, .cannotStart: true
        case .unsupportedFormat, .truncated, .damaged, .limitExceeded, .encrypted, .unreadable, .notInSkeleton,
            .corruptListing:
            false
        }
    }
}
