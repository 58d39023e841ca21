internal import Synchronization

/// Figures about the server's own work, for `/metrics`.
public final class ServerMetrics: Sendable {
    struct RequestKind: Hashable, Sendable {
        let dialect: DialectName?
        let status: Int
    }

    struct Figures: Sendable {
        var requests: [RequestKind: Int] = [:]
        var latency: [DialectName?: LatencyHistogram] = [:]
        var sentBytes = 0
        var downloads = 0
        var uploads = 0
        var uploadBytes = 0
        var brokenUploads = 0
    }

    private let figures = Mutex(Figures())

    init() {}

    /// Notes a request that was answered.
    func count(dialect: DialectName?, status: Int, duration: Duration, sent: Int) {
        figures.withLock { figures in
            figures.requests[RequestKind(dialect: dialect, status: status), default: 0] += 1
            figures.latency[dialect, default: LatencyHistogram()].add(duration)
            figures.sentBytes += sent
        }
    }

    /// Notes a download that was sent to its end.
    func countDownload() { figures.withLock { $0.downloads += 1 } }

    /// Notes a file whose bytes came in completely, whatever the registry says of it then.
    func countUpload(bytes: Int64) {
        figures.withLock { figures in
            figures.uploads += 1
            figures.uploadBytes += Int(bytes)
        }
    }

    /// Notes an upload that broke off, or was refused while it came in.
    func countBrokenUpload() { figures.withLock { $0.brokenUploads += 1 } }

    /// All figures at one moment.
    var current: Figures { figures.withLock { $0 } }
}
