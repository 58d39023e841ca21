internal import ArgumentParser
internal import RegistryCore
internal import SystemPackage

struct ExportCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Copy files out of the store.",
        discussion: """
            Every file is compared with its digests on the way. A file that is there with other bytes stays as it is \
            and is a fault. A reference is FILENAME, PROJECT, PROJECT==VERSION, each perhaps behind ORG/REGISTRY/, or \
            ORG/REGISTRY, or a digest.

            Examples:
              regadmin export demo-1.0.tar.gz --to /tmp
              regadmin export acme/packages --to /mirror --sums

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Which files.")
    var references: [String]

    @Option(help: ArgumentHelp("An existing directory.", valueName: "dir"), completion: .directory)
    var to: String

    @Option(name: .customLong("in"), help: ArgumentHelp("Only of this registry.", valueName: "org/registry"))
    var registry: RegistryPath?

    @Flag(help: "Write SHA256SUMS, too.")
    var sums = false

    func execute(_ console: Console) throws -> ExitStatus {
        let interruption = Interruption.take(console)
        do {
            try FileDescriptor.open(FilePath(to), .readOnly, options: .directory).close()
        } catch {
            throw CommandFailure(to, "cannot be exported to: \(error)", advice: "name a directory", status: .usage)
        }
        return try reading { registries in
            let selections = try references.map { try FileSelection($0).in(registry) }
            var options = ExportOptions()
            options.writesSums = sums
            var worst: ExitStatus?
            let report = try registries.export(
                selections, to: FilePath(to), options: options,
                onFile: { file, outcome in
                    console.report(ExportedEvent(file, outcome))
                    guard case .failed(let error) = outcome else { return }
                    if error.exitCode == ExitStatus.noSpace.rawValue { worst = .noSpace }
                    console.complain(Complaint(subject: file.reference, message: "not exported: \(error)"))
                }, shouldContinue: { !interruption.isRequested })
            console.report(ExportEvent(report))
            if report.isStoppedEarly {
                console.note("stopped early; the same command does the rest")
                return .stopped
            }
            return worst ?? (report.failed > 0 ? .faults : .clean)
        }
    }
}

/// What became of one file.
struct ExportedEvent: OutputEvent {
    static let event = "exported"
    static let isDetail = true
    let file: String
    /// `written`, `present` or `failed`.
    let outcome: String
    let path: String?
    let bytes: Int64
    let message: String?

    init(_ entry: FileEntry, _ outcome: ExportOutcome) {
        file = entry.reference
        bytes = entry.size
        switch outcome {
        case .written(let path):
            self.outcome = "written"
            self.path = path.string
            message = nil
        case .present(let path):
            self.outcome = "present"
            self.path = path.string
            message = nil
        case .failed(let error):
            self.outcome = "failed"
            path = nil
            message = "\(error)"
        }
    }

    // What failed stands on standard error.
    var text: String? { path.map { "\(outcome)  \(SafeText.escaping($0))" } }
}

/// What `export` prints at its end.
struct ExportEvent: OutputEvent {
    static let event = "summary"
    let written: AmountFigures
    let present: Int
    let failed: Int
    let isStoppedEarly: Bool

    init(_ report: ExportReport) {
        written = AmountFigures(report.written)
        present = report.present
        failed = report.failed
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? {
        "\(written.objects) written (\(ByteCount.text(written.bytes))), \(present) present, \(failed) failed"
    }
}
