/// One fact that a command reports: a line of JSON, or a line for a person with the same in it.
protocol OutputEvent: Encodable {
    /// The value of the key `event`.
    static var event: String { get }
    /// The same where one type words several events.
    var eventName: String { get }
    /// Whether `--quiet` leaves it out of what a person reads.
    static var isDetail: Bool { get }
    /// What a person reads, without a line end at its end; nil for nothing.
    var text: String? { get }
}

extension OutputEvent {
    static var isDetail: Bool { false }
    var eventName: String { Self.event }
}

/// An event as it is written: its own keys, and the two that every line has.
struct EventEnvelope<Event: OutputEvent>: Encodable {
    /// Goes up when a key changes its meaning or goes away.
    static var schema: Int { 1 }

    let event: Event

    private enum Keys: String, CodingKey { case schema, event }

    func encode(to encoder: any Encoder) throws {
        try event.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(event.eventName, forKey: .event)
    }
}
