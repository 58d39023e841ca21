internal import ArgumentParser
internal import RegistryCore

struct OrgCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org", abstract: "Administer organizations, which registries belong to.",
        discussion: ExitStatus.help,
        subcommands: [OrgCreateCommand.self, OrgListCommand.self, OrgShowCommand.self, OrgDeleteCommand.self])
}

/// An organization.
struct OrganizationEvent: OutputEvent {
    static let event = "organization"
    let slug: String
    let name: String
    let created: String
    let registries: Int

    init(_ info: OrganizationInfo) {
        slug = info.slug
        name = info.name
        created = Timestamp.text(info.created)
        registries = info.registries
    }

    var text: String? {
        """
        Organization  \(slug)
        Name          \(SafeText.escaping(name))
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

    func execute(_ console: Console) throws -> ExitStatus {
        let store = try location().openOrCreate(console)
        let registry = Registry(store: store)
        defer { registry.close() }
        console.report(OrganizationEvent(try registry.createOrganization(name, slug: slug)))
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
