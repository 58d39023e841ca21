internal import ArgumentParser
internal import RegistryCore

struct OrgCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org", abstract: "Administer organizations, which registries belong to.",
        discussion: ExitStatus.help,
        subcommands: [
            OrgCreateCommand.self, OrgListCommand.self, OrgShowCommand.self, OrgUpdateCommand.self,
            OrgDeleteCommand.self,
        ])
}

/// An organization.
struct OrganizationEvent: OutputEvent {
    static let event = "organization"
    let slug: String
    let name: String
    let created: String
    let visibility: String
    let registries: Int

    init(_ info: OrganizationInfo) {
        slug = info.slug
        name = info.name
        created = Timestamp.text(info.created)
        visibility = info.visibility.rawValue
        registries = info.registries
    }

    var text: String? {
        """
        Organization  \(slug)
        Name          \(SafeText.escaping(name))
        Visibility    \(visibility)
        Created       \(created)
        Registries    \(registries)
        """
    }
}

struct OrgCreateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an organization.",
        discussion: """
            Example:
              regadmin org create "Acme Robotics"        makes acme-robotics

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name, as people write it.") var name: String
    @Option(help: "What stands in paths; made from the name where it is not given.") var slug: String?
    @Option(help: "Who may read all its registries without a role.") var visibility = Visibility.private

    func execute(_ console: Console) throws -> ExitStatus {
        let store = try location().openOrCreate(console)
        let registry = Registry(store: store)
        defer { registry.close() }
        console.report(OrganizationEvent(try registry.createOrganization(name, slug: slug, visibility: visibility)))
        return .clean
    }
}

struct OrgListCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the organizations.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) throws -> ExitStatus {
        let registry = Registry(store: try location().openForReading())
        defer { registry.close() }
        var columns = Columns([.left, .right, .left])
        for info in try registry.organizations() {
            if console.isJSON { console.report(OrganizationEvent(info)) }
            columns.append([info.slug, "\(info.registries) registries", SafeText.escaping(info.name)])
        }
        for line in columns.lines { console.print(line) }
        return .clean
    }
}

struct OrgShowCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one organization.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var organization: String

    func execute(_ console: Console) throws -> ExitStatus {
        let registry = Registry(store: try location().openForReading())
        defer { registry.close() }
        guard let info = try registry.organizations().first(where: { $0.slug == organization }) else {
            throw RegistryError.noSuchOrganization(organization)
        }
        console.report(OrganizationEvent(info))
        return .clean
    }
}

struct OrgUpdateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change an organization's settings.",
        discussion: """
            Who may read an organization may read each of its registries, whatever that one's own visibility is.

            Example:
              regadmin org update acme --visibility internal

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument var organization: String
    @Option(help: "Its name, as people write it; the slug stays.") var name: String?
    @Option(help: "Who may read all its registries without a role.") var visibility: Visibility?

    func execute(_ console: Console) throws -> ExitStatus {
        try writing { registries in
            var changes = OrganizationChanges()
            changes.name = name
            changes.visibility = visibility
            console.report(OrganizationEvent(try registries.updateOrganization(organization, changes)))
            return .clean
        }
    }
}

struct OrgDeleteCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete an organization.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument var organization: String
    @Flag(help: "With its registries and all their files.") var force = false

    func execute(_ console: Console) throws -> ExitStatus {
        let registry = Registry(store: try location().open())
        defer { registry.close() }
        try registry.deleteOrganization(organization, force: force)
        console.report(DeletedEvent(subject: organization, kind: "organization"))
        return .clean
    }
}
