internal import ArgumentParser
internal import RegistryCore

struct ShowCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show everything about files.",
        discussion: """
            A reference is FILENAME, PROJECT, PROJECT==VERSION, each perhaps behind ORG/REGISTRY/, or a digest.

            Examples:
              regadmin show demo-1.0-py3-none-any.whl
              regadmin show sha1:1d229271928d3f9e2bb0375bd6ce5db6c6d348d9

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Which files.")
    var references: [String]

    @Option(name: .customLong("in"), help: ArgumentHelp("Only of this registry.", valueName: "org/registry"))
    var registry: RegistryPath?

    @Option(help: ArgumentHelp("Where the registries are served, for the install command.", valueName: "url"))
    var baseURL: String?

    @Flag(help: "With the whole description.")
    var description = false

    func execute(_ console: Console) throws -> ExitStatus {
        console.bufferResults()
        return try reading { registries in
            var isFirst = true
            for reference in references {
                let selection = try FileSelection(reference).in(registry)
                for details in try registries.find("\(selection)") {
                    if !isFirst { console.print("") }
                    isFirst = false
                    console.report(DetailsEvent(details, baseURL: baseURL, hasDescription: description))
                }
            }
            return .clean
        }
    }
}
