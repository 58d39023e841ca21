internal import ArgumentParser
internal import ContentStore
internal import Digests
internal import SystemPackage

struct RestoreCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a store from a backup, or bring back a damaged index.",
        discussion: """
            With a directory, the store (--store) is made from that backup; nothing may be there yet. With --index, \
            the store's index is replaced by the newest sound copy that gc kept beside it; blobs come back whole, \
            names given since that copy was made do not: ingest those files again.

            Examples:
              regadmin restore /backup/registry --store /srv/registry
              regadmin restore --index

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("The backup.", valueName: "dir"), completion: .directory)
    var source: String?

    @Flag(help: "Bring back the index of a store from the copies beside it.")
    var index = false

    func validate() throws {
        if (source == nil) != index { throw ValidationError("name a backup, or say --index") }
    }

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        let target = try location().path
        guard let source else { return try recoverIndex(of: target, console, interruption) }
        var options = StoreOptions()
        options.isReadOnly = true
        let origin: Store
        do throws(StoreError) {
            origin = try Store.open(at: FilePath(source).absolute, options: options)
        } catch {
            throw CommandFailure(error, about: FilePath(source).absolute)
        }
        defer { origin.close() }
        console.beginProgress("restore", counting: "blobs")
        let report = try origin.restore(to: target) { done, total in
            console.progress(ProgressFigures(done: done, of: total))
            return !interruption.isRequested
        }
        console.endProgress()
        return BackupOutcome(report: report, command: "restore").tell(console)
    }

    private func recoverIndex(
        of path: FilePath, _ console: Console, _ interruption: Interruption
    ) throws(StoreError) -> ExitStatus {
        console.beginProgress("restore index", counting: "blobs")
        let report = try Store.recoverIndex(at: path) { report in
            console.progress(ProgressFigures(done: report.adopted.count, bytes: report.adopted.bytes))
            return !interruption.isRequested
        }
        console.endProgress()
        for object in report.damagedObjects {
            console.complain(Complaint(subject: object, message: "left out: its bytes are damaged"))
        }
        console.report(RecoveryEvent(report))
        if interruption.isRequested {
            console.note("stopped early; 'regadmin restore --index' begins again")
            return .stopped
        }
        return report.damagedObjects.isEmpty ? .clean : .faults
    }
}

/// What `restore --index` prints.
struct RecoveryEvent: OutputEvent {
    static let event = "summary"
    let copyOf: String?
    let oldIndex: String?
    let adopted: AmountFigures
    let damagedObjects: [String]

    init(_ report: RecoveryReport) {
        copyOf = report.snapshotTime.map(Timestamp.text)
        oldIndex = report.damagedIndex
        adopted = AmountFigures(report.adopted)
        damagedObjects = report.damagedObjects
    }

    var text: String? {
        var lines = [copyOf.map { "index     the copy of \($0)" } ?? "index     a new one: there was no sound copy"]
        if let oldIndex { lines.append("kept      \(SafeText.escaping(oldIndex))") }
        lines.append("adopted   \(adopted.text): on disk and not in the copy")
        return lines.joined(separator: "\n")
    }
}
