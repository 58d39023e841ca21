public import RegistryCore
internal import Synchronization

/// Counts completed downloads in memory, for the registry to note them many at a time.
public final class DownloadCounter: Sendable {
    private let counts = Mutex<[DownloadKey: Int]>([:])
    /// Files that are counted at most between two notes; downloads of more are let go.
    private let limit: Int

    init(limit: Int = 100_000) { self.limit = limit }

    /// Notes one download.  Takes a lock for a moment and never waits for anything else.
    public func count(_ file: FileEntry) { add([DownloadKey(file): 1]) }

    /// What was counted since the last call.
    func take() -> [DownloadKey: Int] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }

    /// Puts back what could not be noted.
    func restore(_ taken: [DownloadKey: Int]) { add(taken) }

    private func add(_ added: [DownloadKey: Int]) {
        counts.withLock { counts in
            for (key, count) in added where counts[key] != nil || counts.count < limit {
                counts[key, default: 0] += count
            }
        }
    }
}
