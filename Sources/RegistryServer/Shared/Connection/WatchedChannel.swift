internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOSSL

/// A child channel that is known while it is open, whose requests are handled on its event loop, and whose TLS handshake
/// has to be over in time: before it is, no other limit is in force.
struct WatchedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let connections: OpenConnections
    /// For the handshake; nil without TLS.
    let handshake: TimeAmount?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        connections.add(channel)
        let made = base.setup(channel: channel, logger: logger)
        guard let handshake else { return made }
        return made.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(HandshakeTimer(limit: handshake), position: .after(tls))
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
