internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1

/// Between the parser of an HTTP/1 connection and everything else: lets through what is sound, and ends what is not.
///
/// Hummingbird answers requests in order and applies back-pressure.  What it leaves open is done here: checks of the
/// header, `Expect: 100-continue`, time limits on every state, the end of a connection whose request was answered
/// before it was whole, and files sent by the kernel.
final class HTTP1Gate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// A request that has no whole answer yet.
    struct Exchange {
        let keepsAlive: Bool
        let version: HTTPVersion
        let isHead: Bool
    }

    enum Phase {
        case open
        /// No more requests; this is answered when those before are.
        case refusing(HTTPResponse.Status)
        /// The last answer is on its way; what comes in is dropped.
        case closing
        /// All is answered and the client knows; waiting for it to hang up.
        case lingering(since: NIODeadline)
    }

    let rules: ConnectionRules
    /// Whether files may be handed to the kernel: not under TLS.
    let isPlain: Bool
    var phase = Phase.open
    var exchanges: [Exchange] = []
    /// Whether the last request's body is still coming in.
    var isBodyOpen = false
    /// Whether a client waits to be told to send the body.
    var isContinueAwaited = false
    /// Whether the socket has been asked for more.
    var isReading = false
    /// Since when there is no request.
    var idleSince = NIODeadline.now()
    /// Since when a header is coming in.
    var headerSince: NIODeadline?
    var lastReceived = NIODeadline.now()
    var rate = RateWindow()
    var stall = StallWatch()
    /// Whether the end of this answer must not be written: HEAD has no body, not even an empty one in chunks.
    var endsSilently = false
    var timer: Scheduled<Void>?
    private(set) var context: ChannelHandlerContext?

    init(rules: ConnectionRules, isPlain: Bool) {
        self.rules = rules
        self.isPlain = isPlain
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        scheduleTick(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    // MARK: What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastReceived = .now()
        let part = Self.unwrapInboundIn(data)
        guard case .open = phase else {
            if case .end = part { isBodyOpen = false }
            return
        }
        switch part {
        case .head(let head):
            headerSince = nil
            if let status = HTTP1RequestCheck.refusal(of: head, targetBytes: rules.targetBytes) {
                return refuse(with: status, context)
            }
            exchanges.append(
                Exchange(keepsAlive: head.isKeepAlive, version: head.version, isHead: head.method == .HEAD))
            isBodyOpen = true
            isContinueAwaited = HTTP1RequestCheck.awaitsContinue(head)
            rate.restart()
        case .body(let bytes):
            isContinueAwaited = false
            rate.add(bytes.readableBytes)
        case .end:
            isBodyOpen = false
            isContinueAwaited = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        switch phase {
        case .open, .refusing:
            // Bytes came that were not the end of a header.
            if exchanges.isEmpty, !isBodyOpen, headerSince == nil { headerSince = .now() }
        case .closing, .lingering:
            // Nobody behind us asks for more.
            context.read()
        }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Inside a body, whoever reads it has to know.
        guard let error = error as? HTTPParserError, case .open = phase, !isBodyOpen else {
            return context.fireErrorCaught(error)
        }
        switch error {
        case .headerOverflow: refuse(with: .requestHeaderFieldsTooLarge, context)
        case .invalidVersion: refuse(with: .httpVersionNotSupported, context)
        default: refuse(with: .badRequest, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .lingering = phase, let event = event as? ChannelEvent, event == .inputClosed {
            // It has read its answer.
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyWanted else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if isContinueAwaited, case .open = phase {
            isContinueAwaited = false
            rate.restart()
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed()
    }

    // MARK: What goes out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(var head):
            guard head.status.code >= 200, let exchange = exchanges.first else {
                return context.write(data, promise: promise)
            }
            let isEarly = exchanges.count == 1 && isBodyOpen
            if isEarly || !exchange.keepsAlive {
                if case .open = phase { phase = .closing }
            }
            if case .closing = phase {
                head.headers.replaceOrAdd(name: "Connection", value: "close")
            } else if exchange.version.minor == 0 {
                head.headers.replaceOrAdd(name: "Connection", value: "keep-alive")
            }
            endsSilently = exchange.isHead && !head.headers.contains(name: "content-length")
            stall.add(256)
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes):
            stall.add(bytes.readableBytes)
            context.write(data, promise: promise)
        case .end:
            let data = endsSilently ? Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))) : data
            endsSilently = false
            if !exchanges.isEmpty { exchanges.removeFirst() }
            idleSince = .now()
            switch phase {
            case .closing: finish(context, data, promise)
            case .refusing(let status) where exchanges.isEmpty:
                context.write(data, promise: promise)
                answer(status, context)
            default: context.write(data, promise: promise)
            }
        }
    }

    /// Ends the connection with a status, after the answers that come before it.
    func refuse(with status: HTTPResponse.Status, _ context: ChannelHandlerContext) {
        phase = .refusing(status)
        if exchanges.isEmpty { answer(status, context) }
    }

    private func answer(_ status: HTTPResponse.Status, _ context: ChannelHandlerContext) {
        phase = .closing
        var text = context.channel.allocator.buffer(capacity: 64)
        text.writeString(status.reasonPhrase.lowercased() + "\n")
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status.code, reasonPhrase: status.reasonPhrase),
            headers: [
                "Content-Type": "text/plain; charset=utf-8", "Content-Length": "\(text.readableBytes)",
                "Date": HTTPDate.now.text, "Connection": "close",
            ])
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(text))), promise: nil)
        finish(context, Self.wrapOutboundOut(.end(nil)), nil)
    }

    /// Sends the last part, then half of the close, then drops what still comes: closing at once would let the kernel
    /// throw away an answer that the client has not read yet.
    private func finish(_ context: ChannelHandlerContext, _ end: NIOAny, _ promise: EventLoopPromise<Void>?) {
        let sent = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        sent.futureResult.whenComplete { _ in
            let (gate, context) = bound.value
            guard context.channel.isActive else { return }
            gate.lastReceived = .now()
            gate.phase = .lingering(since: .now())
            gate.timer?.cancel()
            gate.scheduleTick(context)
            context.close(mode: .output, promise: nil)
            context.read()
        }
        context.writeAndFlush(end, promise: sent)
    }
}

@available(*, unavailable)
extension HTTP1Gate: Sendable {}
