internal import Synchronization

/// Figures about the server's own work, for `/metrics`.
public final class ServerMetrics: Sendable {
    private let sent = Atomic<Int>(0)

    init() {}

    /// Notes bytes of files that were sent.
    public func addSent(_ bytes: Int) { sent.add(bytes, ordering: .relaxed) }

    /// Bytes of files that were sent.
    public var sentBytes: Int { sent.load(ordering: .relaxed) }
}
