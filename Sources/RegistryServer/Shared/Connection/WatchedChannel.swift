internal import Glibc
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

    /// Bytes that the kernel holds for a connection before it can send them (tcp(7), `TCP_NOTSENT_LOWAT`).
    ///
    /// More would be memory that a slow client ties up; and what is kept ready is sent when an acknowledgement comes, on
    /// the processor that it comes in on: a client of the same machine took 1.6 times as much a second as without a limit.
    private static var unsentBytes: SocketOptionValue { 128 << 10 }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        connections.add(channel)
        // Where the kernel knows no such limit, all is as it was.
        let limit = NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT)
        try? channel.syncOptions?.setOption(.tcpOption(limit), value: Self.unsentBytes)
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
