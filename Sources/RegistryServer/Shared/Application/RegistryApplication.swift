internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import RegistryCore
internal import ServiceLifecycle
internal import Synchronization

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

    private let services: Services
    private let group: ServiceGroup
    private let announcement: Announcement

    /// Makes a server that does nothing before `run`.
    /// - Parameter registry: stays the caller's, who closes it after `run` has returned.
    public init(
        registry: Registry, settings: ServerSettings, logger: Logger, dialects: [any Dialect.Type] = Dialects.all
    ) throws {
        let services = Services(registry: registry, settings: settings)
        self.services = services
        let spoken = dialects.filter { settings.dialects.contains($0.name) }.map { $0.init(services) }
        var routes = RouteTable()
        Health(services: services).addRoutes(to: &routes)
        for dialect in spoken {
            routes.dialect = type(of: dialect).name
            dialect.addRoutes(to: &routes)
        }
        let responder = RegistryResponder(
            services: services, routes: routes,
            dialects: Dictionary(uniqueKeysWithValues: spoken.map { (type(of: $0).name, $0) }),
            isTLS: settings.tls != nil)
        let announce = Announcement()
        let application = Application(
            responder: responder, server: try ServerBuilding.server(settings),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    settings.limits.connections, logger: logger)),
            onServerRunning: { channel in announce.make(channel, isSecure: settings.tls != nil) },
            logger: logger)
        announcement = announce
        group = ServiceGroup(configuration: .init(services: [application], logger: logger))
    }

    /// Serves until `stop` is called; returns when everything is settled.
    /// - Parameter onListening: called once, when connections are accepted.
    /// - Throws: where it cannot listen.
    public func run(onListening: @escaping @Sendable (Listening) -> Void = { _ in }) async throws {
        announcement.set(onListening)
        do {
            try await group.run()
        } catch {
            await services.blocking.shutdown()
            throw error
        }
        await services.blocking.shutdown()
    }

    /// The same for a thread that has nothing else to do.  Not for one of Swift's own.
    public func runToEnd(onListening: @escaping @Sendable (Listening) -> Void = { _ in }) throws {
        let promise = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        promise.completeWithTask { try await self.run(onListening: onListening) }
        try promise.futureResult.wait()
    }

    /// Begins to stop: no new connections, requests under way get their answers.
    public func stop() async { await group.triggerGracefulShutdown() }
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
