internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// A visitor's tokens.

extension Pages {
    func addTokens(to routes: inout RouteTable) {
        get(&routes, "/account/tokens") { visit in try await visit.showTokens() }
        post(&routes, "/account/tokens") { visit in try await visit.makeToken() }
        get(&routes, "/account/tokens/{token}/revoke") { visit in try await visit.confirmRevocation() }
        post(&routes, "/account/tokens/{token}/revoke") { visit in try await visit.revokeToken() }
    }
}

extension PageVisit {
    private static let day: Int64 = 86_400_000

    /// Days until a token ends, by the word in the form.
    private static let ends: [(word: String, label: String, days: Int64?)] = [
        ("7", "in a week", 7), ("30", "in 30 days", 30), ("90", "in 90 days", 90), ("365", "in a year", 365),
        ("never", "never", nil),
    ]

    private static func words(_ scope: Scope) -> String {
        switch scope {
        case .readPackages: "look at files and install them"
        case .writePackages: "publish files"
        case .deletePackages: "yank and delete files"
        case .readRegistries: "look at registries and their settings"
        case .writeRegistries: "make registries, change their settings and tokens"
        case .deleteRegistries: "delete registries"
        }
    }

    fileprivate func showTokens(
        _ given: TokensContent.Given = TokensContent.Given(), problem: String? = nil
    ) async throws -> Response {
        let user = try userName()
        let caller = caller
        let now = registry.options.now()
        let (tokens, paths) = try await read { registry in
            let visible = try registry.registries().filter { info in
                let access = try registry.access(of: caller, to: info.path)
                return access.isPublic || access.isReadable
            }
            return (try registry.tokens(.user(user)), visible.prefix(Self.targetLimit).map { "\($0.path)" })
        }
        let mayManage = try mayMakeTokens()
        // The newest first; what ended long ago is of no interest.
        let shown = tokens.reversed().filter {
            isOwn($0, user: user, mayManage: mayManage) && ($0.isGood(at: now) || $0.created > now - 30 * Self.day)
        }
        let everywhere = FormChoice(value: "", label: "everywhere that you may go", isChosen: true)
        let rows = shown.filter { $0.kind != .session }.map { row($0, now: now) }
        return page(
            TokensContent(
                user: caller.name, tokens: rows, hasTokens: !rows.isEmpty,
                sessions: shown.filter { $0.kind == .session && $0.isGood(at: now) }.map { row($0, now: now) },
                canMake: mayManage, action: links.tokens,
                scopes: caller.scopes.scopes.map { scope in
                    FormChoice(
                        value: scope.rawValue, label: Self.words(scope), isChosen: scope == .readPackages)
                },
                ends: Self.ends.map { end in
                    FormChoice(value: end.word, label: end.label, isChosen: end.days == 90)
                },
                targets: [everywhere]
                    + paths.map { FormChoice(value: $0, label: "in \($0) only", isChosen: false) },
                given: given, problem: problem),
            status: problem == nil ? .ok : .unprocessableContent)
    }

    /// Registries to choose from.
    private static let targetLimit = 500

    private func row(_ info: TokenInfo, now: Int64) -> TokensContent.Row {
        let isGood = info.isGood(at: now)
        return TokensContent.Row(
            description: info.description.isEmpty ? "(no description)" : info.description,
            kind: info.kind.rawValue.prefix(1).uppercased() + info.kind.rawValue.dropFirst(),
            reach: Self.reach(info), scopes: Self.scopes(info), created: PageMoment(info.created, now: now),
            expires: info.expires.map { PageMoment($0, now: now) },
            lastUsed: info.lastUsed.map { PageMoment($0, now: now) },
            state: isGood ? "In force" : info.revoked != nil ? "Revoked" : "Expired", tone: isGood ? "good" : "",
            revoke: isGood ? "\(links.token(info.id))/revoke" : nil, isThis: info.id == caller.tokenID)
    }

    private static func reach(_ info: TokenInfo) -> String { info.limit.map { "\($0)" } ?? "everywhere" }

    private static func scopes(_ info: TokenInfo) -> String {
        info.scopes == .all ? "everything" : info.scopes.names.joined(separator: ", ")
    }

    fileprivate func makeToken() async throws -> Response {
        let form = try await form()
        var scopes: ScopeSet = []
        for scope in Scope.allCases where form.has(scope.rawValue) { scopes.formUnion(scope.set) }
        let given = TokensContent.Given(description: form["description"])
        guard !scopes.isEmpty else { return try await showTokens(given, problem: "Tick what the token may do.") }
        guard !given.description.isEmpty else {
            return try await showTokens(given, problem: "Say what the token is for.")
        }
        guard let end = Self.ends.first(where: { $0.word == form["ends"] }) else {
            throw PageProblem.badRequest("The form does not say when the token ends.")
        }
        var new = try newToken(scopes)
        new.description = given.description
        let now = registry.options.now()
        new.expires = end.days.map { now + $0 * Self.day }
        if !form["target"].isEmpty {
            let path = try RegistryPath(form["target"])
            let access = try registry.access(of: caller, to: path)
            guard access.isPublic || access.isReadable else { throw PageProblem.notFound }
            new.limit = .registry(path)
        }
        let (actor, wanted) = (actor, new)
        let made: (info: TokenInfo, secret: String)
        do {
            made = try await read { try $0.createToken(wanted, by: actor) }
        } catch RegistryError.textTooLong(let what, let limit) {
            let error = RegistryError.textTooLong(what: what, limitBytes: limit)
            return try await showTokens(given, problem: ErrorWording.sentence(error))
        }
        return page(
            NewTokenContent(
                description: made.info.description, secret: made.secret, scopes: Self.scopes(made.info),
                reach: Self.reach(made.info), expires: made.info.expires.map { PageMoment($0, now: now) }))
    }

    /// The token of the path, where it is the visitor's own.
    private func ownToken() async throws -> TokenInfo {
        let user = try userName()
        let id = context.parameters["token"]
        let info = try await read { try $0.token(id: id) }
        guard isOwn(info, user: user, mayManage: try mayMakeTokens()) else { throw PageProblem.notFound }
        return info
    }

    fileprivate func confirmRevocation() async throws -> Response {
        let info = try await ownToken()
        let what = info.kind == .session ? "session" : "token"
        return page(
            ConfirmationContent(
                title: "Revoke this \(what)?",
                sentence: info.kind == .session
                    ? "The browser that it belongs to has to sign in again."
                    : "Whatever signs in with it is refused from then on. This cannot be undone.",
                items: [
                    .init(name: info.description, detail: "\(Self.reach(info)): \(Self.scopes(info))")
                ],
                action: "\(links.token(info.id))/revoke", button: "Revoke the \(what)", cancel: links.tokens))
    }

    fileprivate func revokeToken() async throws -> Response {
        _ = try await form()
        let info = try await ownToken()
        let actor = actor
        try await read { try $0.revokeToken(id: info.id, by: actor) }
        return redirect(to: links.tokens, done: .tokenRevoked)
    }
}
