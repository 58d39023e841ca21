internal import ArgumentParser
internal import ContentStore
internal import RegistryCore

struct DeleteCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Take files out of a registry.",
        discussion: """
            The names are gone at once; the disk space comes back with 'regadmin gc'. Nothing is asked: see what \
            would go with --dry-run. A whole project needs --project.

            Examples:
              regadmin delete demo-1.0.tar.gz --in acme/packages
              regadmin delete acme/packages/demo==1.0 --dry-run
              regadmin delete --project demo --in acme/packages
              regadmin list --json | jq -r … | regadmin delete --from-file -

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: NamedFiles

    @Flag(help: "Say what would go, and change nothing.")
    var dryRun = false

    func execute(_ console: Console) throws -> ExitStatus {
        let store = dryRun ? try location().openForReading() : try location().open()
        let registries = Registry(store: store)
        defer { registries.close() }
        let (selections, isComplete) = try named.selections(registries, console)
        var deleted = Amount()
        func delete(_ selections: [FileSelection]) throws(RegistryError) -> DeletionReport {
            try registries.delete(selections, isDryRun: dryRun) { file in
                deleted.count += 1
                deleted.bytes += file.size
                console.report(DeletedFileEvent(file, isDryRun: dryRun))
            }
        }
        let report: DeletionReport
        do throws(RegistryError) {
            report = try delete(selections)
        } catch .store(.noSpace) {
            // Taking names away needs pages of the index before gc can give any space back.
            guard try store.releaseReserve() else { throw CommandFailure(.noSpace(path: "index"), about: store.root) }
            console.note("the disk is full: using the room set aside for that")
            report = try delete(named.remaining(of: selections, in: registries))
        }
        console.report(DeletionEvent(deleted, reclaimable: report.reclaimable, isDryRun: dryRun))
        return isComplete ? .clean : .faults
    }
}

/// A file that is gone, or would be.
struct DeletedFileEvent: OutputEvent {
    static let event = "deleted"
    static let isDetail = true
    var eventName: String { isDryRun ? "would-delete" : Self.event }
    let file: FileFigures
    private let isDryRun: Bool

    private enum CodingKeys: String, CodingKey { case file }

    init(_ file: FileEntry, isDryRun: Bool) {
        self.file = FileFigures(file)
        self.isDryRun = isDryRun
    }

    var text: String? {
        let word = isDryRun ? "would delete" : "deleted"
        return "\(word)  \(file.registry)/\(SafeText.escaping(file.filename))  \(ByteCount.exact(file.bytes)) bytes"
    }
}

/// What `delete` prints at its end.
struct DeletionEvent: OutputEvent {
    static let event = "summary"
    let dryRun: Bool
    let deleted: AmountFigures
    let reclaimable: AmountFigures

    init(_ deleted: Amount, reclaimable: Amount, isDryRun: Bool) {
        dryRun = isDryRun
        self.deleted = AmountFigures(deleted)
        self.reclaimable = AmountFigures(reclaimable)
    }

    var text: String? {
        "\(dryRun ? "would delete" : "deleted") \(deleted.objects) files; 'regadmin gc' "
            + "\(dryRun ? "would then free" : "frees") \(reclaimable.text)"
    }
}
