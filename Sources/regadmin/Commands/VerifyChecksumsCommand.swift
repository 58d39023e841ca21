internal import ArgumentParser
internal import ContentStore
internal import Digests
internal import RegistryCore
internal import SystemPackage

struct VerifyChecksumsCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "checksums", abstract: "Read blobs again and compare all digests with those recorded.",
        discussion: """
            Begins with what was verified least recently, so that runs with a budget get round. Changes nothing but \
            the notes of when each blob was verified and which are damaged, unless --quarantine or --repair-from is \
            given. Names the packages that a damaged blob belongs to. See also 'regadmin verify index' and \
            'regadmin verify all'.

            Examples:
              regadmin verify
              regadmin verify --max-duration 2h --rate 50MB      every night a part
              regadmin verify --repair-from /mirror              mend what is damaged with good copies
              regadmin verify acme/packages/demo-1.0.tar.gz      one file

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var upkeep: UpkeepArguments
    @OptionGroup var scope: VerificationScope

    @Argument(help: "Only these files, releases, projects, registries or digests.")
    var references: [String] = []

    @Option(name: .customLong("in"), help: ArgumentHelp("The registry of the references.", valueName: "org/registry"))
    var registry: RegistryPath?

    @Option(
        help: ArgumentHelp("Mend what is damaged with whole copies found below this directory.", valueName: "dir"),
        completion: .directory)
    var repairFrom: String?

    func execute(_ console: Console) throws -> ExitStatus {
        // Repairing writes: others would wait for locks that it holds.
        if repairFrom == nil { upkeep.takeShare() }
        let interruption = Interruption.take(console)
        let store = try repairFrom == nil ? location().openForVerifying(console) : location().open()
        let registries = Registry(store: store)
        defer { registries.close() }
        var options = scope.options
        if !references.isEmpty { options.only = try digests(registries) }
        let status = try ChecksumVerification(
            registries: registries, options: options, console: console, interruption: interruption
        ).run()
        guard let repairFrom, status != .stopped else { return status }
        return try Repair(registries: registries, console: console, interruption: interruption)
            .run(from: FilePath(repairFrom))
    }

    private func digests(_ registries: Registry) throws -> [ContentDigest] {
        var found: Set<ContentDigest> = []
        for reference in references {
            try registries.files(selected: FileSelection(reference).in(registry)) { file in
                found.insert(file.digests.sha256)
                return true
            }
        }
        return found.sorted()
    }
}
