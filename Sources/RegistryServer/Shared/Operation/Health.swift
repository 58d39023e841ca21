internal import HTTPTypes
internal import HummingbirdCore

/// `/healthz`: the process answers.
struct Health: Sendable {
    let services: Services

    func addRoutes(to routes: inout RouteTable) {
        routes.get("/healthz") { _, _ in PlainAnswer.of(.ok, "ok") }
    }
}
