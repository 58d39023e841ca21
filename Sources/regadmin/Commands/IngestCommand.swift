internal import ArgumentParser

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Put distributions into a registry.",
        discussion: "'regadmin ingest PATH' is 'regadmin ingest directory PATH'.\n\n\(ExitStatus.help)",
        subcommands: [IngestDirectoryCommand.self], defaultSubcommand: IngestDirectoryCommand.self)
}
