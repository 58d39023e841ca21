internal import SystemPackage

extension ArchiveError: CustomStringConvertible {
    /// The sentence an operator reads after the file's name.
    package var description: String {
        switch self {
        case .unsupportedFormat: "not an archive of a supported format"
        case .truncated: "the archive is truncated"
        case .damaged(let message): "the archive is damaged: \(message)"
        case .limitExceeded(let which, let limit): which.sentence(limit)
        case .encrypted(let member): "member \(String(decoding: member, as: UTF8.self)) is encrypted"
        case .unreadable(let errno): "the archive cannot be read: \(Errno(rawValue: errno))"
        case .workerDied(let signal): "the archive made its reader die by signal \(signal)"
        case .workerExited(let status): "the archive made its reader exit with status \(status)"
        case .timedOut: "reading the archive took too long"
        case .protocolViolation: "the archive made its reader answer nonsense"
        case .cannotStart(let errno, let doing):
            "no archive reader could be started: \(doing): \(Errno(rawValue: errno))"
        case .notInSkeleton: "more of the archive is needed than was kept"
        case .corruptListing: "the stored listing is damaged or of a newer version"
        }
    }
}

extension ArchiveError.Limit {
    fileprivate func sentence(_ limit: Int64) -> String {
        switch self {
        case .entries: "the archive has more than \(limit) members"
        case .pathBytes: "a member's path or link target is longer than \(limit) bytes"
        case .expandedBytes: "the archive expands to more than \(limit) bytes"
        case .expansionRatio: "the archive expands to more than \(limit) times its size"
        case .listingBytes: "the paths of the archive's members take more than \(limit) bytes"
        case .extractedMemberBytes: "a metadata member is larger than \(limit) bytes"
        case .extractedBytes: "the metadata members together are larger than \(limit) bytes"
        }
    }
}
