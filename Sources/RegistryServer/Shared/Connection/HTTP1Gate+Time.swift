internal import HTTPTypes
internal import NIOCore

extension HTTP1Gate {
    private var isLingering: Bool {
        if case .lingering = phase { true } else { false }
    }

    func scheduleTick(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: isLingering ? rules.lingerTick : rules.tick) {
            let (gate, context) = bound.value
            gate.look(context)
            if gate.timer != nil { gate.scheduleTick(context) }
        }
    }

    /// Ends the connection where its client has had its time.
    private func look(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        if case .lingering(let since) = phase {
            let gap = isBodyOpen ? rules.lingerGap : rules.farewell
            if now - since > rules.linger || now - lastReceived > gap { context.close(promise: nil) }
            return
        }
        let pending = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        if stall.isStalled(pending: pending ?? 0, rules) { return context.close(promise: nil) }
        guard case .open = phase else { return }
        if isBodyOpen {
            // While nobody asks for more, the client is not to blame, nor while it waits to be asked.
            guard isReading, !isContinueAwaited else { return rate.restart() }
            // The handler sees a body that ends early, and its answer gets out if it is quick.
            if rate.isTooSlow(rules) { context.close(promise: nil) }
        } else if exchanges.isEmpty {
            if let headerSince {
                if now - headerSince > rules.header { refuse(with: .requestTimeout, context) }
            } else if now - idleSince > rules.idle {
                context.close(promise: nil)
            }
        }
    }
}
