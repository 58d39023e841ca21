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
            A source registry, which is what is made where nothing else is said, has files of its own. A composite one
            shows those of its members, registries of the same organization: for each project those of the first source
            that has it. An upstream registry stands for an index elsewhere; a composite one asks it last, and only for
            names that no source has, ever held or reserves.

            Examples:
              regadmin registry create acme/packages --description "What our teams publish" --reserve 'acme-*'
              regadmin registry create acme/pypi --kind upstream --url https://index.example/simple/ --official
              regadmin registry create acme/all --kind composite --upstream acme/packages --upstream acme/pypi

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath
    @Option(help: "Its name, as people write it.") var name: String?
    @Option(help: "What it is for.") var description = ""
    @Flag(help: "Anybody may read it.") var `public` = false
    @Option(help: "Who may read it without a grant.") var visibility: Visibility?
    @Option(help: "What becomes of an upload that is not what its name says.") var inspect = InspectionMode.require
    @Option(help: "How exacting the inspection is: strict where nothing is said, legacy for upstream registries.")
    var profile: InspectionProfile?
    @Option(help: "What it is made of.") var kind = RegistryKind.source
    @Option(
        help: ArgumentHelp(
            "Of a composite registry: a member, in order. May be repeated.", valueName: "org/registry"))
    var upstream: [RegistryPath] = []
    @Option(
        help: ArgumentHelp(
            "A name, or the beginning of names and a star, that no index elsewhere is asked for. May be repeated.",
            valueName: "name"))
    var reserve: [ReservationArgument] = []
    @OptionGroup(title: "Upstream registries") var index: UpstreamArguments

    func validate() throws {
        if kind != .composite && !upstream.isEmpty {
            throw ValidationError("--upstream is for composite registries: say --kind composite")
        }
        if kind != .upstream && !index.isEmpty {
            throw ValidationError("options of upstream registries need --kind upstream")
        }
        if kind == .upstream && index.url == nil { throw ValidationError("an upstream registry needs --url") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: try location().openOrCreate(console))
        defer { registries.close() }
        var settings = RegistrySettings()
        settings.name = name
        settings.description = description
        settings.visibility = visibility ?? (`public` ? .public : .private)
        // What others took years ago is not for us to want otherwise.
        settings.policy = InspectionPolicySetting(
            mode: inspect, profile: profile ?? (kind == .upstream ? .legacy : .strict))
        settings.kind = kind
        settings.members = upstream
        settings.reservations = reserve.map(\.reservation)
        if kind == .upstream, let url = index.url {
            settings.upstream = try index.applied(to: UpstreamSettings(url: url))
        }
        let made = try registries.createRegistry(registry, settings: settings)
        console.report(RegistryEvent(made, try registries.reservations(in: made.path), hasCounts: true))
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
        var columns = Columns([.left, .left, .left, .left])
        for info in try registry.registries(in: organization) {
            if console.isJSON { console.report(RegistryEvent(info, hasCounts: false)) }
            columns.append([
                "\(info.path)", info.kind.rawValue, info.visibility.rawValue, SafeText.escaping(info.description),
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
        let info = try registries.registry(at: registry)
        console.report(RegistryEvent(info, try registries.reservations(in: registry), hasCounts: true))
        return .clean
    }
}

struct RegistryDeleteCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a registry.",
        discussion: """
            The bytes of its files stay until 'regadmin gc'. A registry that composite ones have as a member stays: take it
            out of them first, with 'regadmin registry update --remove-upstream'. Names that it held are then open to
            indexes elsewhere, unless another source reserves them.

            \(ExitStatus.help)
            """)

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
