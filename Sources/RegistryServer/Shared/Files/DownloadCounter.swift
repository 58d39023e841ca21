public import RegistryCore
internal import Synchronization

/// Counts completed downloads in memory, for the registry to note them many at a time.
public final class DownloadCounter: Sendable {
    /// A file whose downloads are counted.
    struct Key: Hashable, Sendable {
        let registry: RegistryPath
        let file: FileID
    }

    private let counts = Mutex<[Key: Int]>([:])
    /// Files that are counted at most between two notes; more are let go.
    private let limit: Int

    init(limit: Int = 100_000) { self.limit = limit }

    /// Notes one download.  Takes a lock for a moment and never waits for anything else.
    public func count(_ file: FileEntry) {
        let key = Key(registry: file.registry, file: file.id)
        counts.withLock { counts in
            if counts[key] != nil || counts.count < limit { counts[key, default: 0] += 1 }
        }
    }

    /// What was counted since the last call.
    func take() -> [Key: Int] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }

    /// Puts back what could not be noted.
    func restore(_ taken: [Key: Int]) {
        counts.withLock { counts in
            for (key, count) in taken where counts[key] != nil || counts.count < limit {
                counts[key, default: 0] += count
            }
        }
    }
}
