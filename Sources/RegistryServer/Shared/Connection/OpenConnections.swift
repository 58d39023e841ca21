internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// The connections that are open, whatever they speak: to count them, to limit them, and to end them.
final class OpenConnections: AvailableConnectionsDelegate {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let accepted = Atomic(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { channels.withLock { $0.count } }

    func add(_ channel: any Channel) {
        channels.withLock { $0[ObjectIdentifier(channel)] = channel }
        channel.closeFuture.whenComplete { [self] _ in
            channels.withLock { $0[ObjectIdentifier(channel)] = nil }
        }
    }

    /// Closes all that are open now, whatever is under way on them.
    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }

    // What Hummingbird asks when a connection has come or gone: counted apart from the channels, since it asks before
    // the end of one has reached them.
    func connectionOpened() { accepted.add(1, ordering: .relaxed) }
    func connectionClosed() { accepted.subtract(1, ordering: .relaxed) }
    func isAcceptingNewConnections() -> Bool { accepted.load(ordering: .relaxed) < limit }
}
