public import Logging

/// swift-log's events as lines of the server's log.
public struct ServerLogHandler: LogHandler {
    private let sink: LogSink
    private let format: ServerSettings.LogSettings.Format
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]

    /// Lines for `sink`, by the operator's settings; an unknown level is `info`.
    public init(_ sink: LogSink, _ settings: ServerSettings.LogSettings) {
        self.sink = sink
        format = settings.format
        logLevel = Logger.Level(rawValue: settings.level) ?? .info
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = LogLine(format, level: event.level.rawValue, "\(event.message)")
        let all = metadata.merging(event.metadata ?? [:]) { _, given in given }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line.add(key == "hb.request.id" ? "request" : key, "\(value)")
        }
        if let error = event.error { line.add("error", "\(error)") }
        line.finish()
        sink.append(line.bytes)
        // Whoever is about to die has said so before.
        if event.level >= .critical { sink.flush() }
    }
}
