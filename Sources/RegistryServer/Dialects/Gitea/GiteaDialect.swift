internal import HTTPTypes
public import HummingbirdCore
internal import RegistryCore

/// Gitea's package registry, for Python: what twine and pip speak with, and the part of the REST API that manages it.
///
/// An owner is an organization; the files are in its registry `pypi`, or whichever the operator has named, which the
/// first upload makes.
public struct GiteaDialect: Dialect {
    /// `gitea`.
    public static let name = DialectName.gitea

    let services: Services
    let gate: GiteaGate

    /// Makes its handlers.
    public init(_ services: Services) {
        self.services = services
        gate = GiteaGate(services: services)
    }

    private static let packages = "/api/packages/{owner}/pypi"
    private static let rest = "/api/v1/packages/{owner}"

    /// All of its paths.
    public func addRoutes(to routes: inout RouteTable) {
        routes.post(Self.packages, upload)
        routes.get("\(Self.packages)/simple", showIndex)
        routes.get("\(Self.packages)/simple/{project}", showProject)
        routes.get("\(Self.packages)/files/{project}/{version}/{filename}", sendFile)

        routes.get(Self.rest, listPackages)
        routes.get("\(Self.rest)/pypi/{project}", listVersions)
        routes.get("\(Self.rest)/pypi/{project}/-/latest", showLatest)
        routes.get("\(Self.rest)/pypi/{project}/{version}", showVersion)
        routes.get("\(Self.rest)/pypi/{project}/{version}/files", listFiles)
        routes.delete("\(Self.rest)/pypi/{project}/{version}", deleteVersion)
    }

    /// Text for the package registry, JSON for the REST API.
    public func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
        if isREST(context) {
            return GiteaErrorBodies.rest(error, documentation: (try? services.publicURL(context)) ?? "")
        }
        return GiteaErrorBodies.text(error)
    }

    private func isREST(_ context: ServerContext) -> Bool {
        context.path?.components.dropFirst().first == "v1"
    }

    /// For the audit log.
    func actor(_ caller: Caller, _ context: ServerContext) -> Actor {
        context.actor(caller, via: .gitea)
    }
}
