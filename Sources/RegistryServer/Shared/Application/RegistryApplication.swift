internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import RegistryCore
internal import ServiceLifecycle
internal import Synchronization
internal import Upstream

/// The server: listens, answers by the dialects, and ends in good order.
public final class RegistryApplication: Sendable {
    /// Where a server listens.
    public struct Listening: Sendable, Equatable {
        /// The address, as text.
        public let host: String
        /// The port, also where 0 was asked for.
        public let port: Int
        /// Whether it speaks TLS.
        public let isSecure: Bool

        /// What a browser takes.
        public var url: String {
            let name = host.contains(":") ? "[\(host)]" : host
            return (isSecure ? "https://" : "http://") + "\(name):\(port)"
        }
    }

    let services: Services
    private let group: ServiceGroup
    private let announcement: Announcement
    private let connections: OpenConnections
    private let background: BackgroundWork

    /// Makes a server that does nothing before `run`.
    /// - Parameters:
    ///   - registry: stays the caller's, who closes it after `run` has returned.
    ///   - logger: for what is not about one request.
    ///   - log: takes a line for each request, and is written out while the server runs; nil for none.
    /// - Throws: where certificate or key cannot be used.
    public init(
        registry: Registry, settings: ServerSettings, logger: Logger, log: LogSink? = nil,
        dialects: [any Dialect.Type] = Dialects.all
    ) throws {
        let connections = OpenConnections(limit: settings.limits.connections)
        // What can fail comes first: services are ended by `run` alone.
        let server = try ServerBuilding.server(settings, connections)
        let services = Services(registry: registry, settings: settings, logger: logger)
        self.services = services
        self.connections = connections
        background = BackgroundWork(services: services, sink: log, logger: logger)
        let spoken = dialects.filter { settings.dialects.contains($0.name) }.map { $0.init(services) }
        var routes = RouteTable()
        Health(services: services, connections: connections).addRoutes(to: &routes)
        for dialect in spoken {
            routes.dialect = type(of: dialect).name
            dialect.addRoutes(to: &routes)
        }
        let pages = settings.pages ? Pages(services: services) : nil
        routes.dialect = nil
        pages?.addRoutes(to: &routes)
        let responder = RegistryResponder(
            services: services, routes: routes, pages: pages,
            dialects: Dictionary(uniqueKeysWithValues: spoken.map { (type(of: $0).name, $0) }),
            isTLS: settings.tls != nil,
            log: RequestLog(sink: log, settings: settings.log, metrics: services.metrics))
        let announce = Announcement()
        let application = Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: 1024,
                availableConnectionsDelegate: connections),
            onServerRunning: { channel in announce.make(channel, isSecure: settings.tls != nil) },
            logger: logger)
        announcement = announce
        group = ServiceGroup(configuration: .init(services: [application], logger: logger))
    }

    /// Serves until `stop` is called; returns when everything is settled.
    /// - Parameter onListening: called once, when connections are accepted.
    /// - Throws: where it cannot listen.
    public func run(onListening: @escaping @Sendable (Listening) -> Void = { _ in }) async throws {
        announcement.set { listening in
            onListening(listening)
            Systemd.notify("READY=1")
        }
        let upkeep = Task { await background.run() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await group.run()) } catch { outcome = .failure(error) }
        upkeep.cancel()
        await upkeep.value
        await background.noteDownloads()
        await services.cache.stop()
        await services.receiving.shutdown()
        await services.blocking.shutdown()
        try outcome.get()
    }

    /// The same for a thread that has nothing else to do.  Not for one of Swift's own.
    public func runToEnd(onListening: @escaping @Sendable (Listening) -> Void = { _ in }) throws {
        try Self.waiting { try await self.run(onListening: onListening) }
    }

    /// Runs work that suspends while this thread waits, for callers that cannot suspend.
    public static func waiting<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) throws -> Result {
        let promise = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Result.self)
        promise.completeWithTask(body)
        return try promise.futureResult.wait()
    }

    /// Notes now the downloads that were counted; else that happens every few seconds and at the end.
    func noteDownloads() async { await background.noteDownloads() }

    /// Begins to stop: no new connections, requests under way get their answers.  Those that take longer than
    /// `shutdownSeconds` are cut off.
    public func stop() async {
        Systemd.notify("STOPPING=1")
        let (connections, logger, seconds) = (connections, services.logger, services.settings.shutdownSeconds)
        MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: .seconds(seconds)) {
            let count = connections.count
            guard count > 0 else { return }
            logger.warning("cutting off what is still under way", metadata: ["connections": "\(count)"])
            connections.closeAll()
        }
        await group.triggerGracefulShutdown()
    }
}

/// Tells once where the server listens.
private final class Announcement: Sendable {
    private let receiver = Mutex<(@Sendable (RegistryApplication.Listening) -> Void)?>(nil)

    func set(_ receiver: @escaping @Sendable (RegistryApplication.Listening) -> Void) {
        self.receiver.withLock { $0 = receiver }
    }

    func make(_ channel: any Channel, isSecure: Bool) {
        guard let address = channel.localAddress, let host = address.ipAddress, let port = address.port else { return }
        let told = receiver.withLock { receiver in
            defer { receiver = nil }
            return receiver
        }
        told?(RegistryApplication.Listening(host: host, port: port, isSecure: isSecure))
    }
}
