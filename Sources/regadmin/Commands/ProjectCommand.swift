internal import ArgumentParser
internal import RegistryCore

struct ProjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Administer the projects of a registry.", discussion: ExitStatus.help,
        subcommands: [ProjectStatusCommand.self])
}

/// A project's status, as it is now.
struct ProjectEvent: OutputEvent {
    static let event = "project"
    let registry: String
    let project: String
    let normalizedProject: String
    let status: String
    let reason: String?
    let files: Int

    init(_ project: ProjectView) {
        registry = "\(project.registry)"
        self.project = project.display
        normalizedProject = project.normalized
        status = project.status.rawValue
        reason = project.statusReason
        files = project.files.count
    }

    var text: String? {
        let why = reason.map { ": \(SafeText.escaping($0))" } ?? ""
        return "\(status)\t\(registry)/\(project)\(why)"
    }
}

struct ProjectStatusCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show or set a project's status.",
        discussion: """
            The states are those of PEP 792.  An archived project takes no uploads; a quarantined one takes none and
            offers no files; a deprecated one is only marked so.

            Examples:
              regadmin project status acme/packages demo
              regadmin project status acme/packages demo archived --reason "Moved to demo2"

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath
    @Argument(help: "The project, any spelling.") var project: String
    @Argument(help: "The status to set.") var status: ProjectStatus?
    @Option(help: "Why; shown by the index.") var reason: String?

    func validate() throws {
        if reason != nil && status == nil { throw ValidationError("a reason goes with a status to set") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(
            store: status == nil ? try location().openForReading() : try location().open())
        defer { registries.close() }
        if let status { try registries.setProjectStatus(status, reason: reason, of: project, in: registry) }
        guard let view = try registries.project(project, in: registry) else {
            throw RegistryError.noSuchFile("\(registry)/\(project)")
        }
        console.report(ProjectEvent(view))
        return .clean
    }
}
