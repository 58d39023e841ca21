internal import ArgumentParser
internal import ContentStore
internal import RegistryCore
internal import SystemPackage

struct IngestDirectoryCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "Put the distributions at and below directories into a registry.",
        discussion: """
            Directories are read recursively; wheels and sdists are told by their filenames, everything else is \
            skipped. Source files are never changed. A file that is there already with the same bytes is present; \
            with other bytes it is refused. One bad file does not stop the others. After any interruption, the same \
            command does the rest. (A directory called "directory" needs a "./".)

            Examples:
              regadmin ingest dist/
              regadmin ingest directory /mirror --into acme/packages
              regadmin ingest dist/demo-1.0.tar.gz --expect-hashes requirements.txt

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("Directories and files.", valueName: "path"), completion: .file())
    var paths: [String]

    @Option(help: ArgumentHelp("The registry they go into, made at first use.", valueName: "org/registry"))
    var into = RegistryPath.default

    @Option(help: ArgumentHelp("Threads that read, hash and inspect; else one for each processor.", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Say what would happen, and change nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "What becomes of files that are not what their names say.",
            discussion: "'list' only lists what is in them; 'full' is 'require' with every member read."))
    var inspect = InspectionChoice.require

    @Option(help: "Take what installers take, or only what PyPI takes in new uploads.")
    var profile = InspectionProfile.legacy

    @Option(
        help: ArgumentHelp(
            "Refuse files whose digest is not among the --hash options of this file.", valueName: "file"),
        completion: .file())
    var expectHashes: String?

    @Option(help: "How new files are made durable: each by itself, or by a sync of the whole file system.")
    var sync = SyncMode.automatic

    @Option(help: ArgumentHelp("Refuse larger files.", valueName: "size"))
    var maxSize: ByteCount?

    func validate() throws {
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs is 1 to 64") }
        if paths.contains("") { throw ValidationError("an empty path names nothing") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        let options = try options(console)
        let interruption = Interruption.take(console)
        var storeOptions = StoreOptions()
        storeOptions.syncMode = sync
        // A rehearsal makes nothing, no store either.
        let store = try dryRun ? location().open(storeOptions) : location().openOrCreate(console, storeOptions)
        let registry = Registry(store: store)
        defer { registry.close() }
        var telling = IngestTelling(console: console)
        console.bufferResults()
        console.beginProgress("ingest", counting: "files")
        let report = try registry.ingest(
            paths.map { FilePath($0) }, into: into, options: options, onEvent: { telling.tell($0) },
            shouldContinue: { !interruption.isRequested })
        console.endProgress()
        telling.end()
        console.report(IngestSummaryEvent(report, registry: into, isDryRun: dryRun))
        if report.isStoppedEarly {
            console.note("stopped early; the same command does the rest")
            return .stopped
        }
        return telling.worst ?? ExitStatus(rawValue: report.exitCode) ?? .failed
    }

    private func options(_ console: Console) throws -> IngestOptions {
        var options = IngestOptions()
        options.jobs = jobs
        options.isDryRun = dryRun
        options.inspection = InspectionPolicySetting(mode: inspect.mode, profile: profile)
        options.depth = inspect.depth
        if let maxSize { options.limitBytes = maxSize.bytes }
        guard let expectHashes else { return options }
        let text = try CommandInput.read(expectHashes)
        do throws(RegistryError) {
            let hashes = try ExpectedHashes(parsing: text)
            for algorithm in hashes.ignoredAlgorithms.sorted() {
                console.note("\(expectHashes): \(algorithm) digests are passed over: they are not computed here")
            }
            options.expectedHashes = hashes
        } catch {
            throw CommandFailure(expectHashes, "\(error)", status: .usage)
        }
        return options
    }
}
