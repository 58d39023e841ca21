internal import ArgumentParser
internal import RegistryCore
internal import RegistryServer

struct UpstreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upstream", abstract: "Look after what upstream registries have fetched.",
        discussion: ExitStatus.help, subcommands: [UpstreamEvictCommand.self])
}

struct UpstreamEvictCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "evict", abstract: "Take files that were fetched out of an upstream registry.",
        discussion: """
            Those go first that were used longest ago, until the limit is kept; they are fetched again when somebody wants
            them. Registries of other kinds have nothing that could go. The disk space comes back with 'regadmin gc'. A
            server does the same every ten minutes with the registry's own limit.

            Examples:
              regadmin upstream evict acme/pypi --dry-run
              regadmin upstream evict acme/pypi --limit 20GB --unused 90d
              regadmin upstream evict acme/pypi --file demo-1.0.tar.gz

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "ORGANIZATION/REGISTRY") var registry: RegistryPath
    @Option(help: "Bytes of all fetched files that may stay; the registry's own limit where nothing is said.")
    var limit: ByteCount?
    @Option(help: ArgumentHelp("Also those that were not used for this long.", valueName: "time"))
    var unused: TimeSpan?
    @Option(
        name: .customLong("file"), parsing: .singleValue,
        help: ArgumentHelp("This file, and no others; may be repeated.", valueName: "filename"))
    var filenames: [String] = []
    @Flag(help: "Say what would go, and change nothing.") var dryRun = false

    func execute(_ console: Console) throws -> ExitStatus {
        let registries = Registry(store: dryRun ? try location().openForReading() : try location().open())
        defer { registries.close() }
        let since = unused.map { registries.options.now() - $0.seconds * 1000 }
        let report = try registries.evict(
            from: registry, filenames: filenames.isEmpty ? nil : Set(filenames), limitBytes: limit?.bytes,
            unusedSince: since, isDryRun: dryRun
        ) { file in console.report(DeletedFileEvent(file, isDryRun: dryRun)) }
        console.report(DeletionEvent(report.deleted, reclaimable: report.reclaimable, isDryRun: dryRun))
        return .clean
    }
}
