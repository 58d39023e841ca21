internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import RegistryCore
internal import SimpleIndex

/// One request for a page: who asks, and all that answers are made with.
struct PageVisit: Sendable {
    let pages: Pages
    let request: Request
    let context: ServerContext
    /// Whether the visitor's browser speaks TLS with us, or with the proxy.
    let isSecure: Bool
    let links: PageLinks
    /// Scheme, host and perhaps a path, without a slash at the end: what the visitor's clients are told; nil where the
    /// request names no host that can stand in a URL.
    let publicURL: String?
    let query: PageQuery
    /// Who asks; strangers until `identify` has found out.
    private(set) var caller = Caller.anonymous
    /// The secret of the visitor's session.
    private(set) var session: String?

    var services: Services { pages.services }
    var registry: Registry { pages.services.registry }

    init(pages: Pages, request: Request, context: ServerContext) {
        self.pages = pages
        self.request = request
        self.context = context
        publicURL = try? pages.services.publicURL(context)
        isSecure = publicURL?.hasPrefix("https://") ?? context.origin.isSecure
        links = PageLinks(publicURL: publicURL ?? "")
        query = PageQuery(request.uri.query ?? "")
    }

    /// Finds out who asks: the cookie's session, and nothing else that a browser might send by itself.
    mutating func identify() async throws {
        guard let secret = SessionCookie.secret(in: request, isSecure: isSecure) else { return }
        // A session is no password: nothing is hashed slowly.
        guard
            case .caller(let caller)? = try registry.authenticateWithoutHashing(
                .session(secret), acceptsPasswords: false)
        else { return }
        self.caller = caller
        session = secret
        context.facts.setCaller(caller.name, tokenID: caller.tokenID)
    }

    /// For the audit log.
    var actor: Actor { context.actor(caller, via: .pages) }

    /// Where this page is, with its query: what signing in leads back to.
    var address: String { links.root + (request.uri.string.first == "/" ? request.uri.string : "/") }

    // MARK: - What the visitor may

    /// The caller, where they have signed in.
    /// - Throws: `PageProblem.signIn`.
    func signedIn() throws(PageProblem) -> Caller {
        guard session != nil else { throw .signIn }
        return caller
    }

    /// The name of the signed-in user, for what only users have.
    func userName() throws(PageProblem) -> String {
        guard let name = try signedIn().userName else {
            throw .forbidden("You have signed in with a token that belongs to no user.")
        }
        return name
    }

    /// The registry that the path names, where the visitor may read it.
    ///
    /// One that the visitor must not know of, one that is not there and a text that names none are the same.
    /// - Throws: `PageProblem`, `RegistryError`.
    func readableRegistry() throws -> (path: RegistryPath, access: Access) {
        guard let path = try? RegistryPath("\(context.parameters["organization"])/\(context.parameters["registry"])")
        else { throw PageProblem.notFound }
        let access = try registry.access(of: caller, to: path)
        guard access.canSee else { throw PageProblem.notFound }
        guard access.isPublic || access.canRead else {
            throw PageProblem.forbidden("You may not look into this registry: that takes a reader's role.")
        }
        return (path, access)
    }

    /// The same, where the visitor may do something with it besides.
    /// - Parameter need: what that takes, as the end of a sentence: `an administrator's role`.
    func registry(
        _ need: String, where mayDo: (Access) -> Bool
    ) throws -> (path: RegistryPath, access: Access) {
        let (path, access) = try readableRegistry()
        guard mayDo(access) else {
            _ = try signedIn()
            throw PageProblem.forbidden("That takes \(need), and a session that reaches as far.")
        }
        return (path, access)
    }

    /// Works on the registry on a thread that may block.
    func read<Result: Sendable>(_ body: @escaping @Sendable (Registry) throws -> Result) async throws -> Result {
        let registry = registry
        return try await services.blocking.run { try body(registry) }
    }

    // MARK: - Forms

    /// Bytes of a form without a file.
    private static let formBytes = 256 << 10

    /// Whether the browser says that a page of ours sent this.
    ///
    /// Where it says nothing at all it is no browser of today, and the form's token decides.
    var isFromHere: Bool {
        switch request.headers[.secFetchSite] {
        case "same-origin", "none": return true
        case nil: break
        default: return false
        }
        guard let origin = request.headers[.origin] else { return true }
        let host = origin.split(separator: "/").last.map { $0.lowercased() }
        let named = publicURL?.split(separator: "/").dropFirst().first.map { $0.lowercased() }
        return host != nil && (host == context.origin.host?.lowercased() || host == named)
    }

    /// The fields of the form that was sent.
    /// - Throws: `PageProblem.foreignForm` without the session's token, `signIn` without a session, `badRequest`.
    func form() async throws -> PageQuery {
        let form = try await PageQuery.form(of: request, limitBytes: Self.formBytes)
        try check(form[FormToken.field])
        return form
    }

    /// Looks at the token of a form.
    func check(_ token: String) throws(PageProblem) {
        guard let session else { throw .signIn }
        guard FormToken.isValid(token, for: session) else { throw .foreignForm }
    }
}

extension HTTPField.Name {
    /// Which site a request began at, as the browser says (Fetch Metadata).
    static let secFetchSite = HTTPField.Name(validated: "Sec-Fetch-Site")
}
