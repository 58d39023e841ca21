public import HTTPTypes
public import HummingbirdCore
internal import RegistryCore

/// GitLab's package registry, for Python: projects and groups, what twine and pip speak with, and the part of the REST
/// API that manages packages.
///
/// A project is a registry, by its number or by `organization%2Fregistry`; a group is an organization.
public struct GitLabDialect: Dialect {
    /// `gitlab`.
    public static let name = DialectName.gitlab

    let services: Services
    let gate: GitLabGate

    /// Makes its handlers.
    public init(_ services: Services) {
        self.services = services
        gate = GitLabGate(services: services)
    }

    private static let project = "/api/v4/projects/{id}/packages"
    private static let group = "/api/v4/groups/{id}"

    /// All of its paths.
    public func addRoutes(to routes: inout RouteTable) {
        routes.post("\(Self.project)/pypi", upload)
        routes.get("\(Self.project)/pypi/simple", showProjectIndex)
        routes.get("\(Self.project)/pypi/simple/{name}", showProjectPackage)
        routes.get("\(Self.project)/pypi/files/{digest}/{filename}", sendProjectFile)

        routes.get("\(Self.group)/-/packages/pypi/simple", showGroupIndex)
        routes.get("\(Self.group)/-/packages/pypi/simple/{name}", showGroupPackage)
        routes.get("\(Self.group)/-/packages/pypi/files/{digest}/{filename}", sendGroupFile)

        routes.get(Self.project, listProjectPackages)
        routes.get("\(Self.group)/packages", listGroupPackages)
        routes.get("\(Self.project)/{package}", showPackage)
        routes.get("\(Self.project)/{package}/package_files", listPackageFiles)
        routes.delete("\(Self.project)/{package}", deletePackage)
        routes.delete("\(Self.project)/{package}/package_files/{file}", deletePackageFile)
    }

    /// JSON, always.
    public func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
        GitLabErrorBodies.response(to: error)
    }

    /// 405, as JSON.
    public func methodNotAllowed(
        _ allowed: [HTTPRequest.Method], _ request: Request, _ context: ServerContext
    ) -> Response {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return GitLabErrorBodies.response(
            to: HTTPProblem(.methodNotAllowed, "405 Method Not Allowed", headers: [.allow: names]))
    }

    /// For the audit log.
    func actor(_ caller: Caller, _ context: ServerContext) -> Actor {
        context.actor(caller, via: .gitlab)
    }
}
