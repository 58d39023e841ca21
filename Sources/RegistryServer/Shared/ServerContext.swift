public import Hummingbird
public import Logging
public import NIOCore
public import RegistryCore

/// What belongs to one request besides the request itself.
public struct ServerContext: InitializableFromSource, Sendable {
    /// The connection, or the HTTP/2 stream.
    public let channel: any Channel
    /// Says the request's id on every line.
    public let logger: Logger
    /// Collected for the log and the counters.
    public let facts = RequestFacts()
    /// What the route's captures took.
    public internal(set) var parameters = RouteParameters.none
    /// The path, taken apart.
    public internal(set) var path: RequestPath?
    /// Who asks and by what way, as far as the trusted proxies say.
    public internal(set) var origin = RequestOrigin.unknown

    /// Called by Hummingbird for every request.
    public init(source: ApplicationRequestContextSource) {
        channel = source.channel
        logger = source.logger
    }

    /// Where the connection's events are handled: nothing may block there.
    public var eventLoop: any EventLoop { channel.eventLoop }

    /// A text that names this request in the log, and in the header `X-Request-Id` of its answer.
    public var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }

    /// The client's address, as text; nil where it is not known.
    public var clientAddress: String? { origin.address.isEmpty ? nil : origin.address }

    /// Who makes a change by this request: for the audit log.
    public func actor(_ caller: Caller, via: Actor.Via) -> Actor {
        caller.actor(via: via, address: clientAddress)
    }
}
