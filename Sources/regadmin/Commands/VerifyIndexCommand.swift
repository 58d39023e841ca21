internal import ArgumentParser
internal import ContentStore
internal import RegistryCore

struct VerifyIndexCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Check the index against itself.",
        discussion: """
            Checks the checksums of all rows, names and blobs both ways, counts and sums. Reads no blob and looks at \
            no blob file: see 'regadmin verify --quick' for that. Others may go on writing.

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var upkeep: UpkeepArguments

    func execute(_ console: Console) throws -> ExitStatus {
        upkeep.takeShare()
        let interruption = Interruption.take(console)
        let registries = Registry(store: try location().openForVerifying(console))
        defer { registries.close() }
        return try IndexVerification(registries: registries, console: console, interruption: interruption).run()
    }
}

/// A check of the index, told on a console.
struct IndexVerification {
    let registries: Registry
    let console: Console
    let interruption: Interruption

    func run() throws(RegistryError) -> ExitStatus {
        console.beginProgress("verify index", counting: "rows")
        defer { console.endProgress() }
        let report = try registries.verifyIndex(
            onFinding: { console.report(FindingEvent($0)) },
            shouldContinue: { report in
                console.progress(ProgressFigures(done: report.rows))
                return !interruption.isRequested
            })
        console.endProgress()
        let event = IndexCheckEvent(report)
        console.report(event)
        registries.tryNoting(.index, event.sentence, isStopped: report.isStoppedEarly)
        if report.isStoppedEarly {
            console.note("stopped early; 'regadmin verify index' begins again")
            return .stopped
        }
        return report.damaged > 0 ? .faults : .clean
    }
}

/// What `verify index` prints at its end.
struct IndexCheckEvent: OutputEvent {
    static let event = "index-summary"
    let rows: Int64
    let damaged: Int64
    let warnings: Int64
    let hasComparedCounters: Bool
    let isStoppedEarly: Bool

    init(_ report: IndexCheckReport) {
        rows = report.rows
        damaged = report.damaged
        warnings = report.warnings
        hasComparedCounters = report.hasComparedCounters
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? { "index      \(sentence)" }

    var sentence: String {
        let sums = hasComparedCounters || isStoppedEarly ? "" : "; sums not compared, as others were writing"
        return "\(rows) rows looked at: \(damaged) damaged, \(warnings) warnings\(sums)"
    }
}
