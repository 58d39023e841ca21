internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

/// The form for signing in.
struct SignInContent: PageContent {
    static let template = PageTemplate.signIn
    let title = "Sign in"
    let action: String
    let next: String
    let user: String
    let problem: String?
    let hours = Registry.sessionLifetime / 3_600_000

    init(_ visit: PageVisit, next: String, user: String = "", problem: String? = nil) {
        action = visit.links.signIn
        self.next = visit.links.local(next)
        self.user = user
        self.problem = problem
    }
}

// Signing in and out.

extension Pages {
    func addSignIn(to routes: inout RouteTable) {
        get(&routes, "/sign-in") { visit in
            guard visit.session == nil else { return visit.redirect(to: visit.links.local(visit.query["next"])) }
            return visit.page(SignInContent(visit, next: visit.query["next"]))
        }
        post(&routes, "/sign-in") { visit in try await visit.signIn() }
        post(&routes, "/sign-out") { visit in try await visit.signOut() }
    }
}

extension PageVisit {
    /// Bytes of a sign-in form: a name, a secret, and where to go.
    private static let signInBytes = 16 << 10

    fileprivate func signIn() async throws -> Response {
        let form = try await PageQuery.form(of: request, limitBytes: Self.signInBytes)
        let (user, password) = (form["user"], form.exact("password"))
        let credential: Credential =
            user.isEmpty ? .secret(form["password"]) : .basic(user: user, password: password)
        let found = try await services.authenticate(credential, context, acceptsPasswords: true)
        switch found {
        case .caller(let caller):
            let actor = context.actor(caller, via: .pages)
            let began = try await read { try $0.beginSession(of: caller, by: actor) }
            // One browser, one session: what the cookie held before is over.
            if session != nil { try await endSession() }
            context.facts.setCaller(caller.name, tokenID: began.info.id)
            let seconds = ((began.info.expires ?? 0) - began.info.created) / 1000
            let cookie = SessionCookie.keeping(began.secret, isSecure: isSecure, seconds: seconds)
            return redirect(to: links.local(form["next"]), done: .signedIn, headers: [.setCookie: cookie])
        case .rejected(.throttled(let seconds)):
            context.facts.setNote("too many wrong passwords")
            throw PageProblem.throttled(seconds)
        case .anonymous, .rejected:
            // Which of the two was wrong is nobody's business.
            let problem =
                user.isEmpty
                ? "This token is not known, or not in force any more." : "User name and password do not fit."
            return page(
                SignInContent(self, next: form["next"], user: user, problem: problem), status: .forbidden)
        }
    }

    fileprivate func signOut() async throws -> Response {
        _ = try await form()
        try await endSession()
        return redirect(
            to: links.home, done: .signedOut, headers: [.setCookie: SessionCookie.ending(isSecure: isSecure)])
    }

    private func endSession() async throws {
        guard let id = caller.tokenID else { return }
        let actor = actor
        try await read { registry in
            do throws(RegistryError) {
                try registry.revokeToken(id: id, by: actor)
            } catch {
                if case .noSuchToken = error { return }
                throw error
            }
        }
    }
}
