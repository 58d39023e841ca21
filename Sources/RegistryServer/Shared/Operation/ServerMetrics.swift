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
        var receivedBytes = 0
        var downloads = 0
        var uploads: [DialectName?: Int] = [:]
        var uploadBytes = 0
        var refusedUploads: [DialectName?: Int] = [:]
    }

    private let figures = Mutex(Figures())

    init() {}

    /// Notes a request that was answered.
    func count(dialect: DialectName?, status: Int, duration: Duration, sent: Int, received: Int) {
        figures.withLock { figures in
            figures.requests[RequestKind(dialect: dialect, status: status), default: 0] += 1
            figures.latency[dialect, default: LatencyHistogram()].add(duration)
            figures.sentBytes += sent
            figures.receivedBytes += received
        }
    }

    /// Notes a download that was sent to its end.
    func countDownload() { figures.withLock { $0.downloads += 1 } }

    /// Notes a file that was taken in, by a dialect's route.
    public func countUpload(_ dialect: DialectName?, bytes: Int64) {
        figures.withLock { figures in
            figures.uploads[dialect, default: 0] += 1
            figures.uploadBytes += Int(bytes)
        }
    }

    /// Notes a file that was refused.
    public func countRefusedUpload(_ dialect: DialectName?) {
        figures.withLock { $0.refusedUploads[dialect, default: 0] += 1 }
    }

    /// All figures at one moment.
    var current: Figures { figures.withLock { $0 } }
}
