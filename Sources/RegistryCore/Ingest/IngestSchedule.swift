internal import Synchronization

/// Hands source files to threads: the largest first, so that no thread is left with one at the end, then the small
/// ones in order, several at once.
final class IngestSchedule: Sendable {
    private let order: [Int32]
    private let files: [SourceFile]
    private let next = Mutex(0)
    /// How many files are larger than `smallLimit`; they come first.
    let largeFiles: Int

    /// Files up to here are read whole and handed out in groups; bytes.
    static let smallLimit: Int64 = 256 << 10
    /// Files in a group at most: what a processor hashes side by side.
    private static let groupFiles = 16
    /// Bytes of a group, roughly.
    private static let groupBytes: Int64 = 1 << 20

    init(_ files: [SourceFile]) {
        self.files = files
        let all = files.indices.map(Int32.init)
        let large = all.filter { files[Int($0)].size > Self.smallLimit }
        largeFiles = large.count
        order =
            large.sorted { (files[Int($1)].size, $0) < (files[Int($0)].size, $1) }
            + all.filter { files[Int($0)].size <= Self.smallLimit }
    }

    /// Whether every file has been handed out, so that a thread may soon be idle.
    var isExhausted: Bool { next.withLock { $0 == order.count } }

    /// The next large file; nil when there are no more.
    func takeLarge() -> SourceFile? {
        next.withLock { next in
            guard next < largeFiles else { return nil }
            defer { next += 1 }
            return files[Int(order[next])]
        }
    }

    /// The next files to work on: one large one, or a group of small ones; empty when there are no more.
    func take() -> [SourceFile] {
        next.withLock { next in
            var group: [SourceFile] = []
            var bytes: Int64 = 0
            while next < order.count, group.count < Self.groupFiles, bytes < Self.groupBytes {
                let file = files[Int(order[next])]
                if file.size > Self.smallLimit && !group.isEmpty { break }
                next += 1
                group.append(file)
                if file.size > Self.smallLimit { break }
                bytes += file.size
            }
            return group
        }
    }
}
