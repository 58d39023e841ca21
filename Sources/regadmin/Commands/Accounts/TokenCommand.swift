internal import ArgumentParser
internal import RegistryCore

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list and revoke tokens, which programs sign in with.",
        discussion: ExitStatus.help,
        subcommands: [
            TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self, TokenPruneCommand.self,
        ])
}

/// A token, without its secret.
struct TokenEvent: OutputEvent {
    static let event = "token"
    let id: String
    let kind: String
    let description: String
    let user: String?
    let username: String?
    let scopes: [String]
    let limit: String?
    let createdBy: String
    let created: String
    let expires: String?
    let revoked: String?
    let lastUsed: String?
    /// `good`, `expired` or `revoked`.
    let state: String

    init(_ info: TokenInfo) {
        id = info.id
        kind = info.kind.rawValue
        description = info.description
        user = info.owner
        username = info.username
        scopes = info.scopes.names
        limit = info.limit?.description
        createdBy = info.createdBy
        created = Timestamp.text(info.created)
        expires = info.expires.map(Timestamp.text)
        revoked = info.revoked.map(Timestamp.text)
        lastUsed = info.lastUsed.map(Timestamp.text)
        state = info.revoked != nil ? "revoked" : info.isGood(at: Timestamp.now) ? "good" : "expired"
    }

    // A person has it as a line of a table.
    var text: String? { nil }

    var row: [String] {
        [
            id, kind, state, SafeText.escaping(user ?? username ?? "-"), limit ?? "-", scopes.joined(separator: ","),
            expires ?? "no end", lastUsed ?? "never used", SafeText.escaping(description),
        ]
    }
}

/// A token with its secret, once.
struct NewTokenEvent: OutputEvent {
    static let event = "token_created"
    let id: String
    let kind: String
    let scopes: [String]
    let expires: String?
    let username: String?
    let secret: String

    init(_ info: TokenInfo, secret: String) {
        id = info.id
        kind = info.kind.rawValue
        scopes = info.scopes.names
        expires = info.expires.map(Timestamp.text)
        username = info.username
        self.secret = secret
    }

    // Alone on its line, so that a shell can put it into a variable.
    var text: String? { secret }
}

struct TokenCreateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token and print its secret, which is shown this once.",
        discussion: """
            Kinds: personal (a user's), registry (reads one registry), deploy (a machine's, for one registry or \
            organization), job (a user's, for an hour). The kind follows from --user and --registry where it is not \
            said.

            Scopes have the names of all three systems: read_packages, write_packages, delete_packages, \
            read_registries, write_registries, delete_registries; read:package, write:package; api, read_api, \
            read_package_registry, write_package_registry.

            Examples:
              TOKEN=$(regadmin token create --user alice --description laptop)
              regadmin token create --registry acme/packages --description "office machines"
              regadmin token create --kind deploy --registry acme/packages --scope write_packages --expires-in 90d

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "What sort of token.") var kind: TokenKind?
    @Option(help: ArgumentHelp("The user whose token it is.", valueName: "name")) var user: String?
    @Option(help: ArgumentHelp("Good for this registry only.", valueName: "org/registry"))
    var registry: RegistryPath?
    @Option(name: .customLong("org"), help: ArgumentHelp("Good for this organization only.", valueName: "org"))
    var organization: String?
    @Option(help: "What it is for.") var description = ""
    @Option(
        name: .customLong("scope"),
        help: ArgumentHelp("What it lets its bearer do; may be given again.", valueName: "name"),
        completion: .list(ScopeSet.knownNames))
    var scopes: [String] = []
    @Option(help: ArgumentHelp("The user name that goes with a deploy token.", valueName: "name"))
    var username: String?
    @Option(help: ArgumentHelp("When it ends: 30m, 12h, 90d.", valueName: "time")) var expiresIn: TimeSpan?

    func validate() throws {
        if registry != nil, organization != nil { throw ValidationError("--registry and --org exclude each other") }
        for name in scopes where ScopeSet(name: name) == nil {
            throw ValidationError("there is no scope “\(name)”; see 'regadmin token create --help'")
        }
        if user == nil, registry == nil, organization == nil {
            throw ValidationError("say whose token it is (--user), or what it is good for (--registry, --org)")
        }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        var new = NewToken(kind ?? (user != nil ? .personal : registry != nil && scopes.isEmpty ? .registry : .deploy))
        new.description = description
        new.owner = user
        new.username = username
        new.limit = try registry.map(GrantTarget.registry) ?? organization.map { try GrantTarget($0) }
        if !scopes.isEmpty {
            new.scopes = scopes.compactMap { ScopeSet(name: $0) }.reduce(into: []) { $0.formUnion($1) }
        }
        new.expires = expiresIn.map { Timestamp.now + $0.seconds * 1000 }
        return try writing { registries in
            let (info, secret) = try registries.createToken(new)
            console.report(NewTokenEvent(info, secret: secret))
            if let username = info.username { console.note("user name \(username)") }
            console.note("token \(info.id), \(info.scopes.names.joined(separator: " ")); its secret is not shown again")
            return .clean
        }
    }
}

struct TokenListCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List tokens; secrets are kept nowhere, so they are not shown.",
        discussion: """
            Examples:
              regadmin token list
              regadmin token list --user alice
              regadmin token list --for acme/packages --all

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("Only this user's.", valueName: "name")) var user: String?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Only those limited to this organization or registry.", valueName: "org[/registry]"))
    var target: String?
    @Flag(help: "Also those that have expired or were revoked.") var all = false

    func validate() throws {
        if user != nil, target != nil { throw ValidationError("--user and --for exclude each other") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        try reading { registries in
            let selection: TokenSelection =
                if let user { .user(user) } else if let target { .limited(to: try GrantTarget(target)) } else { .all }
            var columns = Columns([.left, .left, .left, .left, .left, .left, .left, .left, .left])
            for info in try registries.tokens(selection) where all || info.isGood(at: Timestamp.now) {
                let event = TokenEvent(info)
                console.report(event)
                columns.append(event.row)
            }
            for line in columns.lines { console.print(line) }
            return .clean
        }
    }
}

struct TokenRevokeCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make tokens worth nothing, at once and for good.",
        discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument(help: ArgumentHelp("Ids, as 'token list' shows them.", valueName: "id")) var ids: [String]

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            var status = ExitStatus.clean
            for id in ids {
                do throws(RegistryError) {
                    try registries.revokeToken(id: id)
                    console.report(ChangedEvent(subject: id, kind: "token", change: "revoked"))
                } catch .noSuchToken {
                    console.complain(Complaint(subject: id, message: "no such token", advice: nil))
                    status = .faults
                }
            }
            return status
        }
    }
}

struct TokenPruneCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Forget tokens that expired or were revoked long ago.",
        discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("How long ago at least.", valueName: "time"))
    var olderThan = TimeSpan(argument: "30d")!

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            let count = try registries.pruneTokens(endedBefore: Timestamp.now - olderThan.seconds * 1000)
            console.report(PrunedEvent(count: count, kind: "tokens"))
            return .clean
        }
    }
}
