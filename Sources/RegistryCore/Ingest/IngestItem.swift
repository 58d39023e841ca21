internal import ContentStore
internal import Digests
internal import SystemPackage

/// What a worker hands over for one file.
struct IngestItem {
    let path: FilePath
    let work: Work

    enum Work {
        /// Nothing more to do.
        case settled(IngestOutcome)
        /// To be published.
        case ready(PreparedFile)
    }

    /// Of the bytes that are to be published; nil where none are.
    var digest: ContentDigest? {
        if case .ready(let file) = work { file.blob.digests.sha256 } else { nil }
    }

    /// Bytes of memory that it holds, roughly.
    var cost: Int {
        guard case .ready(let file) = work else { return 512 }
        // A large blob holds a descriptor and page cache that has yet to reach the disk.
        let bytes = file.blob.size <= IngestRun.smallLimit ? Int(file.blob.size) : 128 << 10
        return 1024 + bytes + (file.derived?.count ?? 0)
    }
}
