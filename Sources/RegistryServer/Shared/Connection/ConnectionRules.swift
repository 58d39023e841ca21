internal import NIOCore

/// What a connection may cost, in the units of its event loop.
struct ConnectionRules: Sendable {
    /// Bytes of the target of a request.
    var targetBytes: Int
    /// Without a request for this long, a connection is closed.
    var idle: TimeAmount
    /// From the first byte of a request to the end of its header.
    var header: TimeAmount
    /// The window over which the rate of a body is judged.
    var rateWindow: TimeAmount
    /// Bytes of a body at least, each second.
    var leastBytesPerSecond: Int
    /// A client that takes nothing of an answer for this long is gone.
    var stall: TimeAmount
    /// How long what a client still sends is read and dropped, so that it gets to read its answer.
    var linger = TimeAmount.seconds(30)
    /// The same, since it sent something last.
    var lingerGap = TimeAmount.seconds(3)
    /// The same, where it has nothing left to send.
    var farewell = TimeAmount.seconds(1)

    /// How often that is looked at.
    var lingerTick: TimeAmount { .milliseconds(250) }

    init(_ limits: ServerLimits) {
        targetBytes = limits.targetBytes
        idle = .seconds(limits.idleSeconds)
        header = .seconds(limits.headerSeconds)
        rateWindow = .seconds(limits.rateSeconds)
        leastBytesPerSecond = limits.leastBytesPerSecond
        stall = .seconds(limits.stallSeconds)
    }

    /// How often the rules are looked at: a fraction of the shortest of them, and at least every five seconds.
    var tick: TimeAmount {
        let shortest = [idle, header, rateWindow, stall, .seconds(20)].map(\.nanoseconds).min() ?? 0
        return .nanoseconds(max(50_000_000, shortest / 4))
    }
}

/// How fast a body comes in, judged over windows in which we were reading all the time.
struct RateWindow {
    private var began = NIODeadline.now()
    private var bytes = 0

    mutating func restart() {
        began = .now()
        bytes = 0
    }

    mutating func add(_ count: Int) { bytes += count }

    /// Whether the window is over and too little came; a window that is over begins anew.
    mutating func isTooSlow(_ rules: ConnectionRules) -> Bool {
        let elapsed = NIODeadline.now() - began
        guard elapsed >= rules.rateWindow else { return false }
        defer { restart() }
        return Int64(bytes) * 1_000_000_000 < Int64(rules.leastBytesPerSecond) * elapsed.nanoseconds
    }
}

/// Whether a client takes what is sent to it.
struct StallWatch {
    private var queued = 0
    private var lastSent = 0
    private var lastProgress = NIODeadline.now()

    /// Notes bytes that were written to the channel.
    mutating func add(_ count: Int) { queued += count }

    /// Whether nothing has left for too long.
    /// - Parameter pending: bytes that the channel still holds.
    mutating func isStalled(pending: Int, _ rules: ConnectionRules) -> Bool {
        let now = NIODeadline.now()
        let sent = queued - pending
        if pending == 0 || sent > lastSent {
            lastSent = sent
            lastProgress = now
            return false
        }
        return now - lastProgress > rules.stall
    }
}

/// Asks for the body of a request whose client waits to be told to send it (`Expect: 100-continue`).
struct BodyWanted: Sendable {}
