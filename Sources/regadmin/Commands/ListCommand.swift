internal import ArgumentParser
internal import ContentStore
internal import RegistryCore

struct ListCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List files.",
        discussion: """
            Files come by registry, project, version and filename. A reference is FILENAME, PROJECT, \
            PROJECT==VERSION, each perhaps behind ORG/REGISTRY/, or ORG/REGISTRY, or a digest such as sha1:….

            Examples:
              regadmin list
              regadmin list acme/packages
              regadmin list demo==1.0

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What to list; everything where nothing is named.")
    var references: [String] = []

    @Option(name: .customLong("in"), help: ArgumentHelp("Only of this registry.", valueName: "org/registry"))
    var registry: RegistryPath?

    /// Lines that are aligned with each other at most.
    private static let linesPerTable = 500

    func execute(_ console: Console) throws -> ExitStatus {
        console.bufferResults()
        return try reading { registries in
            var table = Self.table
            var lines = 0
            func flush() {
                for line in table.lines { console.print(line) }
                table = Self.table
                lines = 0
            }
            for selection in try selections(registries) {
                try registries.files(selected: selection) { file in
                    if console.isJSON {
                        console.report(ListedEvent(file))
                        return true
                    }
                    table.append(Self.row(file))
                    lines += 1
                    if lines == Self.linesPerTable { flush() }
                    return true
                }
            }
            flush()
            return .clean
        }
    }

    private func selections(_ registries: Registry) throws -> [FileSelection] {
        if references.isEmpty {
            if let registry { return [.registry(registry)] }
            // What composite registries show is listed where it is.
            return try registries.registries().filter { $0.kind != .composite }.map { .registry($0.path) }
        }
        return try references.map { try FileSelection($0).in(registry) }
    }

    private static var table: Columns { Columns([.left, .left, .left, .left, .right, .left, .left]) }

    private static func row(_ file: FileEntry) -> [String] {
        let state = file.blob.health == .damaged ? "DAMAGED" : file.yanked != nil ? "yanked" : ""
        return [
            "\(file.registry)", file.normalizedProject, file.version, SafeText.escaping(file.filename),
            ByteCount.text(file.size), Timestamp.text(file.uploaded), state,
        ]
    }
}

/// A file in a list.
struct ListedEvent: OutputEvent {
    static let event = "file"
    private let file: FileFigures

    init(_ file: FileEntry) { self.file = FileFigures(file) }

    func encode(to encoder: any Encoder) throws { try file.encode(to: encoder) }

    // A person has it as a line of a table.
    var text: String? { nil }
}
