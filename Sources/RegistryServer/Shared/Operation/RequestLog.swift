internal import HTTPTypes
internal import HummingbirdCore

/// Writes down each request when its answer is complete: one line, and the counters.
struct RequestLog: Sendable {
    let sink: LogSink?
    let settings: ServerSettings.LogSettings
    let metrics: ServerMetrics

    /// What came of a request.
    struct Outcome: Sendable {
        let status: Int
        /// Bytes of the body that were sent.
        let bytes: Int
        /// Whether all of it was sent.
        let isComplete: Bool
        let duration: Duration
    }

    func note(_ request: HTTPRequest, _ context: ServerContext, _ outcome: Outcome) {
        let facts = context.facts.current
        metrics.count(
            dialect: facts.dialect, status: outcome.status, duration: outcome.duration, sent: outcome.bytes)
        guard settings.requests, let sink else { return }
        var line = LogLine(settings.format, level: outcome.status >= 500 ? "error" : "info", "request")
        line.add("method", request.method.rawValue)
        line.add("path", Self.withoutQuery(request.path ?? ""))
        line.add("route", facts.route)
        line.add("dialect", facts.dialect?.rawValue)
        line.add("status", outcome.status)
        line.add("bytes", outcome.bytes)
        if !outcome.isComplete { line.add("cut", "yes") }
        let parts = outcome.duration.components
        line.add("us", Int(parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000))
        line.add("address", context.origin.address)
        line.add("caller", facts.caller)
        line.add("token", facts.tokenID)
        line.add("digest", facts.digest)
        line.add("note", facts.note)
        line.add("agent", request.headerFields[.userAgent].map { String($0.prefix(120)) })
        line.add("request", context.requestID)
        line.finish()
        sink.append(line.bytes)
    }

    /// The query may hold what is nobody else's business; that there was one is all that is said.
    private static func withoutQuery(_ target: String) -> String {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return String(target.prefix(1024)) }
        return target[..<mark].prefix(1024) + "?…"
    }
}
