internal import ArgumentParser
internal import ContentStore
internal import Digests
internal import SystemPackage

struct BackupCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the store, beside whatever else goes on.",
        discussion: """
            The copy is one consistent state; every byte is compared with its digests on the way. Run again on the \
            same directory, it copies what is new and drops what is gone. The copy can be listed and verified as any \
            store, and 'regadmin restore' makes a store of it.

            Examples:
              regadmin backup /backup/registry
              regadmin verify all --store /backup/registry

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(
        help: ArgumentHelp("Where nothing is yet, or an earlier backup.", valueName: "dir"), completion: .directory)
    var target: String

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        let store = try location().open()
        defer { store.close() }
        console.beginProgress("backup", counting: "blobs")
        let report: BackupReport
        do throws(StoreError) {
            report = try store.backup(to: FilePath(target).absolute) { done, total in
                console.progress(ProgressFigures(done: done, of: total))
                return !interruption.isRequested
            }
        } catch {
            throw CommandFailure(error, about: FilePath(target).absolute)
        }
        console.endProgress()
        return BackupOutcome(report: report, command: "backup").tell(console)
    }
}

/// What came of copying a store, in either direction.
struct BackupOutcome {
    let report: BackupReport
    /// What goes on when it is run again.
    let command: String

    func tell(_ console: Console) -> ExitStatus {
        for digest in report.damaged {
            console.complain(
                Complaint(
                    subject: "\(digest)", message: "not copied: its bytes are damaged",
                    advice: "'regadmin verify' names the packages it belongs to"))
        }
        console.report(BackupEvent(report))
        if report.isStoppedEarly {
            console.note("stopped early; 'regadmin \(command)' goes on where it stopped")
            return .stopped
        }
        return report.damaged.isEmpty ? .clean : .faults
    }
}

/// What `backup` and `restore` print.
struct BackupEvent: OutputEvent {
    static let event = "summary"
    let copied: AmountFigures
    let present: AmountFigures
    let pruned: AmountFigures
    let damaged: [String]
    let isStoppedEarly: Bool

    init(_ report: BackupReport) {
        copied = AmountFigures(report.copied)
        present = AmountFigures(report.present)
        pruned = AmountFigures(report.pruned)
        damaged = report.damaged.map { "sha256:\($0.hex)" }
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? {
        var lines = ["copied   \(copied.text)", "present  \(present.text)"]
        if pruned.objects > 0 { lines.append("dropped  \(pruned.text)") }
        return lines.joined(separator: "\n")
    }
}

extension ProgressFigures {
    /// How much of an amount is done.
    init(done: Amount, of total: Amount) {
        self.init(done: done.count, total: total.count, bytes: done.bytes, totalBytes: total.bytes)
    }
}
