internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// The way of every request: where it comes from, what its path means, who answers, and what is written down of it.
struct RegistryResponder: HTTPResponder {
    typealias Context = ServerContext

    let services: Services
    let routes: RouteTable
    /// Nil where the operator wants none.
    let pages: Pages?
    let dialects: [DialectName: any Dialect]
    let isTLS: Bool
    let log: RequestLog

    func respond(to request: Request, context: ServerContext) async throws -> Response {
        let began = ContinuousClock.now
        var context = context
        context.origin = RequestOrigin(
            request.head, peer: context.channel.remoteAddress?.ipAddress ?? "", isTLS: isTLS,
            trustedProxies: services.settings.trustedProxies)
        var request = request
        if request.headers[.expect] != nil {
            request.body = RequestBody(asyncSequence: AskedBody(body: request.body, channel: context.channel))
        }
        var response = try await answer(request, &context)
        response.headers[.requestID] = context.requestID
        if request.method == .head { response = Self.withoutBody(response) }
        note(request.head, response, context, began)
        return response
    }

    private func note(
        _ request: HTTPRequest, _ response: Response, _ context: ServerContext, _ began: ContinuousClock.Instant
    ) {
        let (status, log) = (Int(response.status.code), log)
        let isStreamed = context.facts.whenStreamed { bytes, isComplete in
            log.note(
                request, context,
                RequestLog.Outcome(
                    status: status, bytes: bytes, isComplete: isComplete, duration: ContinuousClock.now - began))
        }
        guard !isStreamed else { return }
        let bytes = request.method == .head ? 0 : response.body.contentLength ?? 0
        log.note(
            request, context,
            RequestLog.Outcome(status: status, bytes: bytes, isComplete: true, duration: ContinuousClock.now - began))
    }

    /// The same header.  Where a length is not known, or not to be said, there is none.
    private static func withoutBody(_ response: Response) -> Response {
        var head = response.createHeadResponse()
        head.headers[.contentLength] = response.headers[.contentLength]
        return head
    }

    private func answer(_ request: Request, _ context: inout ServerContext) async throws -> Response {
        let path: RequestPath
        do throws(RequestPath.Problem) {
            path = try RequestPath(request.uri.path)
        } catch {
            return PlainAnswer.of(.badRequest, "this path cannot be served")
        }
        context.path = path
        switch routes.match(request.method, path) {
        case .route(let route, let parameters):
            context.parameters = parameters
            context.facts.setRoute(route.template, route.dialect)
            do {
                return try await route.handler(request, context)
            } catch let error as HTTPParserError {
                // Hummingbird answers what is no HTTP, and closes.
                throw error
            } catch {
                return word(error, of: route, request, context)
            }
        case .otherMethods(let allowed, let dialect):
            let speaker = dialect.flatMap { dialects[$0] }
            return speaker?.methodNotAllowed(allowed, request, context) ?? PlainAnswer.methodNotAllowed(allowed)
        case .nothing:
            return try await pages?.notFound(request, context) ?? PlainAnswer.of(.notFound)
        }
    }

    private func word(
        _ error: any Error, of route: Route, _ request: Request, _ context: ServerContext
    ) -> Response {
        let response =
            route.dialect.flatMap { dialects[$0] }?.response(to: error, request, context) ?? PlainAnswer.to(error)
        if response.status.code >= 500 {
            context.logger.error(
                "request failed", metadata: ["error": "\(error)", "route": "\(route.template)"])
        }
        return response
    }
}
