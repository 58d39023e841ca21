internal import HTTPTypes
internal import HummingbirdCore
internal import NIOHTTP1
internal import RegistryCore

/// The server's own pages, for people with a browser.
///
/// Like a dialect they word things and decide nothing: every change is a verb of the registry, with the visitor as its
/// actor.  Rendered here, with one stylesheet and one script of ours; everything but copying, searching while one types
/// and dropping files works without the script.
struct Pages: Sendable {
    let services: Services
    let renderer = PageRenderer()
    let assets = PageAssets()
    let counter: RegistryCounter
    let packages: PackageMemory

    init(services: Services) {
        self.services = services
        counter = RegistryCounter(registry: services.registry, blocking: services.blocking)
        packages = PackageMemory(limitBytes: services.limits.packageCacheBytes)
    }

    /// What answers a visit.
    typealias Handler = @Sendable (PageVisit) async throws -> Response

    /// All of their paths.  A dialect's path is longer, or has another literal component: `RouteTable` tries a capture
    /// where a literal leads nowhere.
    func addRoutes(to routes: inout RouteTable) {
        assets.addRoutes(to: &routes)
        addSignIn(to: &routes)
        addTokens(to: &routes)
        addRegistries(to: &routes)
        addNewRegistry(to: &routes)
        addReleases(to: &routes)
        addUpstreams(to: &routes)
        addSetup(to: &routes)
        addPublishing(to: &routes)
        addSettings(to: &routes)
        addPackages(to: &routes)
        addHealth(to: &routes)
    }

    /// Adds a page.
    func get(_ routes: inout RouteTable, _ template: String, _ handler: @escaping Handler) {
        routes.get(template) { request, context in try await answer(request, context, handler) }
    }

    /// Adds what a form of one's own leads to.  Forms of other sites are refused before anything is read of them; the
    /// handler reads the form with `visit.form()` or `visit.upload`, which look at its token.
    func post(_ routes: inout RouteTable, _ template: String, _ handler: @escaping Handler) {
        routes.post(template) { request, context in
            try await answer(request, context) { visit in
                guard visit.isFromHere else { throw PageProblem.foreignForm }
                return try await handler(visit)
            }
        }
    }

    /// What a browser is told where no route fits; nil for programs, which get a line of text.
    func notFound(_ request: Request, _ context: ServerContext) async throws -> Response? {
        guard request.method == .get || request.method == .head,
            request.headers[.accept]?.contains("text/html") ?? false
        else { return nil }
        return try await answer(request, context) { _ in throw PageProblem.notFound }
    }

    private func answer(_ request: Request, _ context: ServerContext, _ handler: Handler) async throws -> Response {
        var visit = PageVisit(pages: self, request: request, context: context)
        do {
            try await visit.identify()
            return try await handler(visit)
        } catch PageProblem.signIn where request.method == .get || request.method == .head {
            return visit.redirect(to: visit.links.signIn + PageLinks.query(["next": visit.address]))
        } catch let error as HTTPParserError {
            // The connection is at its end: there is nobody to answer.
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            return visit.answer(to: error)
        }
    }
}
