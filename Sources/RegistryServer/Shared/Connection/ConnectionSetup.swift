internal import NIOCore
internal import NIOHTTPTypesHTTP1

/// Puts `HTTP1Gate` or `StreamGuard` where it belongs, and takes itself away.
///
/// Hummingbird makes the pipelines, for HTTP/1 and for the streams of HTTP/2 alike, and takes handlers for one place
/// only.  The gate belongs nearer to the socket.
final class ConnectionSetup: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let rules: ConnectionRules
    private let isPlain: Bool

    init(rules: ConnectionRules, isPlain: Bool) {
        self.rules = rules
        self.isPlain = isPlain
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
                try pipeline.addHandler(HTTP1Gate(rules: rules, isPlain: isPlain), position: .before(codec))
            } else {
                try pipeline.addHandler(StreamGuard(rules: rules), position: .before(self))
            }
        } catch {
            // Nothing may be served without its limits.
            context.close(promise: nil)
        }
        pipeline.removeHandler(context: context, promise: nil)
    }
}

@available(*, unavailable)
extension ConnectionSetup: Sendable {}
