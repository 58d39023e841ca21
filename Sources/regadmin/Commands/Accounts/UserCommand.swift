internal import ArgumentParser
internal import RegistryCore

struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Administer users, and who may do what.", discussion: ExitStatus.help,
        subcommands: [
            UserCreateCommand.self, UserListCommand.self, UserShowCommand.self, UserPasswordCommand.self,
            UserGrantCommand.self, UserRevokeGrantCommand.self, UserDeactivateCommand.self, UserActivateCommand.self,
            UserDeleteCommand.self,
        ])
}

/// A user.
struct UserEvent: OutputEvent {
    struct Role: Encodable {
        let target: String
        let role: String
    }

    static let event = "user"
    let id: String
    let name: String
    let displayName: String
    let email: String
    let isSiteAdministrator: Bool
    let isActive: Bool
    let hasPassword: Bool
    let created: String
    /// Nil in lists.
    let roles: [Role]?

    init(_ user: User, grants: [Grant]? = nil) {
        id = user.id
        name = user.name
        displayName = user.displayName
        email = user.email
        isSiteAdministrator = user.isSiteAdministrator
        isActive = user.isActive
        hasPassword = user.hasPassword
        created = Timestamp.text(user.created)
        roles = grants?.map { Role(target: $0.target.description, role: $0.role.name) }
    }

    var text: String? {
        var columns = Columns([.left, .left])
        columns.append(["User", name])
        if !displayName.isEmpty { columns.append(["Name", SafeText.escaping(displayName)]) }
        if !email.isEmpty { columns.append(["E-mail", SafeText.escaping(email)]) }
        columns.append(["State", isActive ? "active" : "deactivated"])
        columns.append(["Password", hasPassword ? "set" : "none"])
        if isSiteAdministrator { columns.append(["Rights", "everything (site administrator)"]) }
        columns.append(["Created", created])
        columns.append(["ID", id])
        for role in roles ?? [] { columns.append(["Role", "\(role.role) of \(role.target)"]) }
        return columns.lines.joined(separator: "\n")
    }
}

struct UserCreateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a user.",
        discussion: """
            Without --password the user has none and signs in with tokens only. The password is asked for at the \
            terminal, or read from standard input where that is none: it never stands on a command line.

            Examples:
              regadmin user create alice --email alice@example.org --password
              regadmin user create builder
              printf %s "$PASSWORD" | regadmin user create bob --password

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Letters, digits, hyphens, underscores and dots.") var name: String
    @Option(help: "The name as people write it.") var displayName = ""
    @Option(help: "Where mail reaches them.") var email = ""
    @Flag(help: "They may do everything everywhere.") var siteAdmin = false
    @Flag(help: "Read a password.") var password = false

    func execute(_ console: Console) throws -> ExitStatus {
        var new = NewUser(name: name)
        new.displayName = displayName
        new.email = email
        new.isSiteAdministrator = siteAdmin
        if password { new.password = try PasswordInput.read(for: name) }
        let registries = Registry(store: try location().openOrCreate(console))
        defer { registries.close() }
        console.report(UserEvent(try registries.createUser(new)))
        return .clean
    }
}

struct UserListCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List users, or those who have a role somewhere.",
        discussion: """
            Examples:
              regadmin user list
              regadmin user list --on acme/packages

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Option(
        name: .customLong("on"),
        help: ArgumentHelp("Who has a role of this organization or registry.", valueName: "org[/registry]"))
    var target: String?

    func execute(_ console: Console) throws -> ExitStatus {
        try reading { registries in
            var columns = Columns([.left, .left, .left, .left])
            let grants = try target.map { try registries.grants(on: GrantTarget($0)) }
            for user in try registries.users() {
                let own = grants?.filter { $0.user == user.name.lowercased() }
                if let own, own.isEmpty { continue }
                if console.isJSON { console.report(UserEvent(user, grants: own)) }
                columns.append([
                    user.name, user.isActive ? "active" : "deactivated",
                    own?.first?.role.name ?? (user.isSiteAdministrator ? "site administrator" : ""),
                    SafeText.escaping(user.displayName),
                ])
            }
            for line in columns.lines { console.print(line) }
            return .clean
        }
    }
}

struct UserShowCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one user and their roles.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String

    func execute(_ console: Console) throws -> ExitStatus {
        try reading { registries in
            console.report(UserEvent(try registries.user(name), grants: try registries.grants(of: name)))
            return .clean
        }
    }
}

struct UserPasswordCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Give a user another password, or none.",
        discussion: """
            The password is asked for at the terminal, or read from standard input where that is none. The old one \
            is worth nothing from then on; tokens stay good.

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String
    @Flag(help: "Take the password away.") var remove = false

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            // Before anything is typed for nobody.
            _ = try registries.user(name)
            try registries.setPassword(remove ? nil : PasswordInput.read(for: name), of: name)
            console.report(
                ChangedEvent(subject: name, kind: "user", change: remove ? "password removed" : "password set"))
            return .clean
        }
    }
}

struct UserGrantCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Give a user a role of an organization or registry.",
        discussion: """
            Roles: guest (knows of it), reader (installs), writer (publishes), admin (deletes, changes settings). A \
            role of an organization holds in all its registries; a user has one in each place.

            Examples:
              regadmin user grant alice writer acme/packages
              regadmin user grant bob reader acme

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String
    @Argument var role: Role
    @Argument(help: ArgumentHelp("An organization or a registry.", valueName: "org[/registry]")) var target: String

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            try registries.grant(role, to: name, on: GrantTarget(target))
            console.report(ChangedEvent(subject: name, kind: "user", change: "now \(role.name) of \(target)"))
            return .clean
        }
    }
}

struct UserRevokeGrantCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke-grant", abstract: "Take a user's role of an organization or registry away.",
        discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String
    @Argument(help: ArgumentHelp("An organization or a registry.", valueName: "org[/registry]")) var target: String

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            try registries.revokeGrant(of: name, on: GrantTarget(target))
            console.report(ChangedEvent(subject: name, kind: "user", change: "no role of \(target)"))
            return .clean
        }
    }
}

extension StoreCommand {
    /// Lets a user in, or in no more.
    fileprivate func setActive(_ isActive: Bool, _ name: String, _ console: Console) throws -> ExitStatus {
        try writing { registries in
            var changes = UserChanges()
            changes.isActive = isActive
            try registries.updateUser(name, changes)
            console.report(
                ChangedEvent(subject: name, kind: "user", change: isActive ? "activated" : "deactivated"))
            return .clean
        }
    }
}

struct UserDeactivateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate", abstract: "Let a user and their tokens in no more, until 'user activate'.",
        discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String

    func execute(_ console: Console) throws -> ExitStatus {
        try setActive(false, name, console)
    }
}

struct UserActivateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Let a user in again.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String

    func execute(_ console: Console) throws -> ExitStatus {
        try setActive(true, name, console)
    }
}

struct UserDeleteCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a user with their tokens and roles; what they published stays.",
        discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var name: String

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            try registries.deleteUser(name)
            console.report(DeletedEvent(subject: name, kind: "user"))
            return .clean
        }
    }
}
