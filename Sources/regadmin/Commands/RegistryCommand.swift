internal import ArgumentParser
internal import RegistryCore

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Administer registries, which files are in.",
        discussion: ExitStatus.help,
        subcommands: [
            RegistryCreateCommand.self, RegistryListCommand.self, RegistryShowCommand.self, RegistryDeleteCommand.self,
        ])
}

/// A registry.
struct RegistryEvent: OutputEvent {
    static let event = "registry"
    let path: String
    let id: String
    let number: UInt64
    let name: String
    let description: String
    let visibility: String
    let inspect: String
    let profile: String
    let created: String
    let serial: UInt64
    /// Nil in lists: counting looks at each file.
    let projects: Int?
    let releases: Int?
    let files: Int?
    let bytes: Int64?

    init(_ info: RegistryInfo, hasCounts: Bool) {
        path = "\(info.path)"
        id = info.id
        number = info.number
        name = info.name
        description = info.description
        visibility = info.isPublic ? "public" : "private"
        inspect = info.policy.mode.rawValue
        profile = info.policy.profile.rawValue
        created = Timestamp.text(info.created)
        serial = info.serial
        projects = hasCounts ? info.counts.projects : nil
        releases = hasCounts ? info.counts.releases : nil
        files = hasCounts ? info.counts.files : nil
        bytes = hasCounts ? info.counts.bytes : nil
    }

    var text: String? {
        var columns = Columns([.left, .left])
        columns.append(["Registry", path])
        columns.append(["Name", SafeText.escaping(name)])
        if !description.isEmpty { columns.append(["Description", SafeText.escaping(description)]) }
        columns.append(["Visibility", visibility])
        columns.append(["Inspection", "\(inspect), \(profile)"])
        columns.append(["Created", created])
        columns.append(["ID", id])
        if let projects, let releases, let files, let bytes {
            columns.append(["Projects", "\(projects) (\(releases) releases)"])
            columns.append(["Files", "\(files)"])
            columns.append(["Size", "\(ByteCount.exact(bytes)) bytes (\(ByteCount.text(bytes)))"])
        }
        return columns.lines.joined(separator: "\n")
    }
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
    @Option(help: "What becomes of an upload that is not what its name says.") var inspect = InspectionMode.require
    @Option(help: "How exacting the inspection of uploads is.") var profile = InspectionProfile.strict

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: try location().openOrCreate(console))
        defer { registries.close() }
        var settings = RegistrySettings()
        settings.name = name
        settings.description = description
        settings.isPublic = `public`
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
                "\(info.path)", info.isPublic ? "public" : "private", SafeText.escaping(info.description),
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
