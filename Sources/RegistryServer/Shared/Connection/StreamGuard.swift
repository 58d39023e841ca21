internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// What `HTTP1Gate` does, as far as it makes sense for one stream of an HTTP/2 connection.
final class StreamGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let rules: ConnectionRules
    private var isBodyOpen = false
    private var isContinueAwaited = false
    private var isReading = false
    private var pendingBytes = 0
    private var rate = RateWindow()
    private var stall = StallWatch()
    private var timer: Scheduled<Void>?

    init(rules: ConnectionRules) { self.rules = rules }

    func handlerAdded(context: ChannelHandlerContext) { scheduleTick(context) }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    private func scheduleTick(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: rules.tick) {
            let (guardian, context) = bound.value
            guardian.look(context)
            if guardian.timer != nil { guardian.scheduleTick(context) }
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        if stall.isStalled(pending: pendingBytes, rules) { return context.close(promise: nil) }
        guard isBodyOpen, isReading, !isContinueAwaited else { return rate.restart() }
        if rate.isTooSlow(rules) { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            isBodyOpen = true
            isContinueAwaited = head.headerFields[.expect]?.lowercased() == "100-continue"
            rate.restart()
        case .body(let bytes):
            isContinueAwaited = false
            rate.add(bytes.readableBytes)
        case .end:
            isBodyOpen = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyWanted else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if isContinueAwaited {
            isContinueAwaited = false
            rate.restart()
            context.writeAndFlush(Self.wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        promise?.succeed()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .body(let bytes) = Self.unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        let count = bytes.readableBytes
        pendingBytes += count
        stall.add(count)
        let written = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in bound.value.pendingBytes -= count }
        context.write(data, promise: written)
    }
}

@available(*, unavailable)
extension StreamGuard: Sendable {}
