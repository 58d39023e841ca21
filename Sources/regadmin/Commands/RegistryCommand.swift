internal import ArgumentParser
internal import RegistryCore

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Administer registries, which files are in.",
        discussion: ExitStatus.help,
        subcommands: [
            RegistryCreateCommand.self, RegistryListCommand.self, RegistryShowCommand.self, RegistryUpdateCommand.self,
            RegistryDeleteCommand.self,
        ])
}

struct RegistryCreateCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a registry, and its organization where there is none.",
        discussion: """
            Example:
              regadmin registry create acme/packages --description "What our teams publish"

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath
    @Option(help: "Its name, as people write it.") var name: String?
    @Option(help: "What it is for.") var description = ""
    @Flag(help: "Anybody may read it.") var `public` = false
    @Option(help: "Who may read it without a grant.") var visibility: Visibility?
    @Option(help: "What becomes of an upload that is not what its name says.") var inspect = InspectionMode.require
    @Option(help: "How exacting the inspection of uploads is.") var profile = InspectionProfile.strict

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: try location().openOrCreate(console))
        defer { registries.close() }
        var settings = RegistrySettings()
        settings.name = name
        settings.description = description
        settings.visibility = visibility ?? (`public` ? .public : .private)
        settings.policy = InspectionPolicySetting(mode: inspect, profile: profile)
        console.report(RegistryEvent(try registries.createRegistry(registry, settings: settings), hasCounts: true))
        return .clean
    }
}

struct RegistryListCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the registries.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Only this organization's.") var organization: String?

    func execute(_ console: Console) throws -> ExitStatus {
        let registry = Registry(store: try location().openForReading())
        defer { registry.close() }
        var columns = Columns([.left, .left, .left])
        for info in try registry.registries(in: organization) {
            if console.isJSON { console.report(RegistryEvent(info, hasCounts: false)) }
            columns.append([
                "\(info.path)", info.visibility.rawValue, SafeText.escaping(info.description),
            ])
        }
        for line in columns.lines { console.print(line) }
        return .clean
    }
}

struct RegistryShowCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one registry and count what is in it.", discussion: ExitStatus.help)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: try location().openForReading())
        defer { registries.close() }
        console.report(RegistryEvent(try registries.registry(at: registry), hasCounts: true))
        return .clean
    }
}

struct RegistryDeleteCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a registry.",
        discussion: "The bytes of its files stay until 'regadmin gc'.\n\n\(ExitStatus.help)")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath
    @Flag(help: "With all its files.") var force = false

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: try location().open())
        defer { registries.close() }
        try registries.deleteRegistry(registry, force: force)
        console.report(DeletedEvent(subject: "\(registry)", kind: "registry"))
        return .clean
    }
}
