public import HTTPTypes
public import HummingbirdCore
internal import RegistryCore

/// Buildkite Package Registries, for Python: publishing, the REST API and the index, in all their generations.
public struct BuildkiteDialect: Dialect {
    /// `buildkite`.
    public static let name = DialectName.buildkite

    let services: Services
    let gate: BuildkiteGate
    let staged: StagedUploads

    /// Makes its handlers, and the key of its tickets.
    public init(_ services: Services) {
        self.services = services
        gate = BuildkiteGate(services: services)
        staged = StagedUploads(limitBytes: 4 * max(1, services.limits.uploadBytes))
    }

    /// Worded for the API that the path belongs to.
    public func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
        BuildkiteErrorBodies.response(to: error, Self.wording(of: context))
    }

    /// 405, as JSON.
    public func methodNotAllowed(
        _ allowed: [HTTPRequest.Method], _ request: Request, _ context: ServerContext
    ) -> Response {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        let problem = HTTPProblem(.methodNotAllowed, "Only \(names) can be asked of this", headers: [.allow: names])
        return BuildkiteErrorBodies.response(to: problem, Self.wording(of: context))
    }

    private static func wording(of context: ServerContext) -> BuildkiteErrorBodies.Wording {
        let components = context.path?.components ?? []
        return switch (components.first, components.dropFirst().first) {
        case ("v2", _), ("api", "v2"): .rest
        case ("api", _): .legacy
        default: .index
        }
    }

    func links(_ context: ServerContext) throws(HTTPProblem) -> BuildkiteLinks {
        BuildkiteLinks(base: try services.publicURL(context))
    }

    /// For the audit log.
    func actor(_ caller: Caller, _ context: ServerContext) -> Actor {
        context.actor(caller, via: .buildkite)
    }
}

extension ServerContext {
    /// The registry that the path names, as the client wrote it.
    var registryText: (organization: String, registry: String) { (parameters["organization"], parameters["registry"]) }
}
