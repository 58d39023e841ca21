public import HTTPTypes
public import HummingbirdCore

/// Whose wire contract a route speaks.
public enum DialectName: String, Sendable, CaseIterable {
    /// Buildkite Package Registries.
    case buildkite
    /// Gitea's package registry.
    case gitea
    /// GitLab's package registry.
    case gitlab
}

/// One system's way to speak of registries: it words things and decides nothing.
public protocol Dialect: Sendable {
    /// Which it is.
    static var name: DialectName { get }

    /// Makes its handlers, which share what is in `services`.
    init(_ services: Services)

    /// Adds its routes.
    func addRoutes(to routes: inout RouteTable)

    /// What the client is told where a handler threw: the one place where an error becomes a status.
    ///
    /// Internal errors (`RegistryError.store` and the like) are logged by the caller of this, with the request's id;
    /// the answer says nothing of them.
    func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response

    /// What the client is told where its path is one of ours, and only by other methods.
    func methodNotAllowed(
        _ allowed: [HTTPRequest.Method], _ request: Request, _ context: ServerContext
    ) -> Response
}

extension Dialect {
    /// 405 with `Allow` and a line of text.
    public func methodNotAllowed(
        _ allowed: [HTTPRequest.Method], _ request: Request, _ context: ServerContext
    ) -> Response {
        PlainAnswer.methodNotAllowed(allowed)
    }
}
