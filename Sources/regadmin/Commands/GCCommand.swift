internal import ArgumentParser
internal import ContentStore

struct GCCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Give back the disk space of what no name needs.",
        discussion: """
            Safe beside running ingests, verifications and servers, and works on a full disk. Costs as much as there \
            is to remove, however large the store is.

            Examples:
              regadmin gc --dry-run            say what a run would free
              regadmin gc                      free it
              regadmin gc --grace 7d           keep what was deleted less than a week ago

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var upkeep: UpkeepArguments

    @Flag(help: "Print what a run would free, and change nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Keep what lost its last name less than this ago.", valueName: "time"))
    var grace = TimeSpan.none

    @Option(help: ArgumentHelp("Stop after this long; the next run goes on.", valueName: "time"))
    var maxDuration: TimeSpan?

    @Flag(help: "Move damaged files to quarantine/ instead of removing them.")
    var quarantine = false

    @Flag(help: "Also look for files in the blob directories that the index does not know.")
    var full = false

    private var options: CollectionOptions {
        var options = CollectionOptions()
        options.graceSeconds = grace.seconds
        options.maximumDuration = maxDuration?.duration
        options.quarantinesDamaged = quarantine
        options.isFullScan = full
        return options
    }

    func execute(_ console: Console) throws -> ExitStatus {
        upkeep.takeShare()
        if dryRun {
            let store = try location().openForReading()
            defer { store.close() }
            console.report(CollectionPlanEvent(try store.planCollection(options)))
            return .clean
        }
        let interruption = Interruption.take(console)
        let store = try location().open()
        defer { store.close() }
        console.beginProgress("gc", counting: "objects")
        let planned = try store.planCollection(options).freed
        let report = try store.collect(options) { removed in
            console.progress(
                ProgressFigures(
                    done: removed.count, total: planned.count, bytes: removed.bytes, totalBytes: planned.bytes))
            return !interruption.isRequested
        }
        console.endProgress()
        for failure in report.failures {
            console.complain(Complaint(subject: "gc", message: "not done: \(failure)"))
        }
        for name in report.foreignFiles {
            console.complain(Complaint(subject: name, message: "left alone: it is no blob of this store"))
        }
        console.report(CollectionEvent(report))
        if report.isStoppedEarly {
            console.note("stopped early; 'regadmin gc' goes on where it stopped")
            return .stopped
        }
        return report.failures.isEmpty ? .clean : .failed
    }
}
