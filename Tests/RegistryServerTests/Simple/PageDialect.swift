import HTTPTypes
import HummingbirdCore
import RegistryCore
import RegistryServer
import SimpleIndex

/// Serves index pages and nothing else: what a dialect would do, without credentials.
struct PageDialect: Dialect {
    static let name = DialectName.gitlab

    private let services: Services

    init(_ services: Services) { self.services = services }

    func addRoutes(to routes: inout RouteTable) {
        for (visibility, isPublic) in [("public", true), ("private", false)] {
            let base = "/\(visibility)/{org}/{registry}/simple"
            routes.get(base) { request, context in
                try await services.pages.root(
                    in: Self.path(context), as: Self.edition(context, visibility, isPublic), request)
            }
            routes.get(base + "/{project}") { request, context in
                let edition = try Self.edition(context, visibility, isPublic)
                let page = try await services.pages.project(
                    context.parameters["project"], in: Self.path(context), as: edition, request)
                return page ?? services.pages.marked(PlainAnswer.of(.notFound), isPublic: isPublic)
            }
        }
        // Over all registries of an organization.
        routes.get("/groups/{org}/simple") { request, context in
            try await services.pages.root(in: paths(context), as: Self.groupEdition(context), request)
        }
        routes.get("/groups/{org}/simple/{project}") { request, context in
            let page = try await services.pages.project(
                context.parameters["project"], in: paths(context), as: Self.groupEdition(context), request)
            return page ?? services.pages.marked(PlainAnswer.of(.notFound), isPublic: true)
        }
    }

    func response(to error: any Error, _ request: Request, _ context: ServerContext) -> Response {
        if case RegistryError.noSuchRegistry = error { return PlainAnswer.of(.notFound) }
        return PlainAnswer.to(error)
    }

    private static func path(_ context: ServerContext) throws -> RegistryPath {
        try RegistryPath("\(context.parameters["org"])/\(context.parameters["registry"])")
    }

    private static func edition(
        _ context: ServerContext, _ visibility: String, _ isPublic: Bool
    ) throws -> SimpleEdition {
        let base = "/\(visibility)/\(try path(context))"
        return SimpleEdition(
            links: SimpleLinks(files: base + "/files", projects: base + "/simple"), isPublic: isPublic,
            redirectsOtherSpellings: !isPublic)
    }

    private func paths(_ context: ServerContext) throws -> [RegistryPath] {
        try services.registry.registries(in: context.parameters["org"]).map(\.path)
    }

    private static func groupEdition(_ context: ServerContext) -> SimpleEdition {
        let base = "/groups/\(context.parameters["org"])"
        return SimpleEdition(
            links: SimpleLinks(files: base + "/files", projects: base + "/simple"), style: .gitlab, isPublic: true)
    }
}
