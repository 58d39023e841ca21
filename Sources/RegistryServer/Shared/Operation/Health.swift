internal import ContentStore
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import RegistryCore
internal import Secrets

/// What operators and their programs ask a server: `/healthz`, `/readyz`, `/metrics`.
struct Health: Sendable {
    let services: Services
    let connections: OpenConnections

    func addRoutes(to routes: inout RouteTable) {
        routes.get("/healthz") { _, _ in PlainAnswer.of(.ok, "ok", headers: [.cacheControl: "no-store"]) }
        routes.get("/readyz") { _, _ in try await ready() }
        routes.get("/metrics") { request, context in try await metrics(request, context) }
    }

    /// Whether uploads and downloads would work now: the index can be read and written, and the disk has room.
    private func ready() async throws -> Response {
        let store = services.registry.store
        let problem: String?
        do {
            problem = try await services.blocking.run { () throws -> String? in
                let statistics = try store.statistics()
                if store.options.isReadOnly { return "the store can only be read" }
                if statistics.freeBytes < store.options.minimumFreeBytes { return "the disk is full" }
                // Waits its turn like any other, and changes nothing.
                try store.write { _ in }
                return nil
            }
        } catch is ServerBusy {
            problem = "too much is waiting"
        } catch {
            // The log says what.
            services.logger.error("not ready", metadata: ["error": "\(error)"])
            problem = "the store does not answer"
        }
        let headers: HTTPFields = [.cacheControl: "no-store"]
        return problem.map { PlainAnswer.of(.serviceUnavailable, $0, headers: headers) }
            ?? PlainAnswer.of(.ok, "ready", headers: headers)
    }

    private func metrics(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard mayReadMetrics(request, context) else { return PlainAnswer.of(.notFound) }
        let store = services.registry.store
        let statistics = try await services.blocking.run { try store.statistics() }
        var page = MetricsPage()
        page.add(services.metrics.current)
        page.gauge("regadmin_connections", "Connections that are open.", connections.count)
        page.gauge("regadmin_blocking_calls", "Calls on the registry that run or wait.", services.blocking.depth)
        let uploads = services.uploads.load
        page.gauge("regadmin_uploads_running", "Uploads that are coming in.", uploads.inside)
        page.gauge("regadmin_uploads_waiting", "Uploads that wait for their turn.", uploads.waiting)
        page.add(statistics)
        page.addProcess()
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
    }

    /// With a token configured, whoever has it; else this machine alone, and not through a proxy on it, which speaks
    /// for others.
    private func mayReadMetrics(_ request: Request, _ context: ServerContext) -> Bool {
        if let token = services.settings.metrics.token {
            let given = request.headers[.authorization] ?? ""
            return ConstantTime.areEqual(Array(given.utf8), Array("Bearer \(token)".utf8))
        }
        let isForwarded = [HTTPField.Name.forwardedFor, .forwardedHost, .forwardedProto, .forwarded, .via]
            .contains { request.headers.contains($0) }
        return !isForwarded && AddressRange.loopback.contains { $0.contains(context.origin.address) }
    }
}

extension HTTPField.Name {
    /// What proxies say of clients, as RFC 7239 has it.
    static let forwarded = HTTPField.Name(validated: "Forwarded")
    /// Which proxies a request came through.
    static let via = HTTPField.Name(validated: "Via")
}
