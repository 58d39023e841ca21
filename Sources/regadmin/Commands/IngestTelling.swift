internal import RegistryCore
internal import SystemPackage

/// Tells what happens during an ingest.
struct IngestTelling {
    let console: Console
    /// The most serious thing that is about more than one file.
    private(set) var worst: ExitStatus?
    private var skipped = 0

    /// Skipped files that are told one by one; a directory may hold millions of others.
    private static let mostSkipped = 20

    /// Warnings that are told of one file: old ones have the same for every member.
    private static let mostWarnings = 3

    init(console: Console) { self.console = console }

    mutating func tell(_ event: IngestEvent) {
        switch event {
        case .madeRegistry(let path): console.note("made the registry \(path)")
        case .began(let files, let bytes):
            console.report(IngestBeganEvent(files: files, bytes: bytes))
        case .progress(let progress):
            // Comes after each batch: what has become of its files was held back until here.
            console.flush()
            console.progress(
                ProgressFigures(
                    done: Int64(progress.files), total: Int64(progress.totalFiles), bytes: progress.bytes,
                    totalBytes: progress.totalBytes))
        case .file(let path, let outcome): tell(path, outcome)
        }
    }

    /// Says what was left unsaid.
    func end() {
        if skipped > Self.mostSkipped { console.note("\(skipped - Self.mostSkipped) more skipped") }
    }

    private mutating func tell(_ path: FilePath, _ outcome: IngestOutcome) {
        switch outcome {
        case .stored(let file): tell("stored", path, file)
        case .present(let file): tell("present", path, file)
        case .healed(let file): tell("healed", path, file)
        case .wouldStore(let file): tell("would-store", path, file)
        case .refused(let refusal):
            console.report(
                IngestRefusedEvent(
                    path: path.string, rule: refusal.rule, member: refusal.member, message: refusal.sentence))
            console.complain(Complaint(subject: path.string, message: "not stored: \(refusal)"))
        case .failed(let error):
            console.report(IngestFailedEvent(path: path.string, message: "\(error)", retryable: error.isRetryable))
            console.complain(Complaint(subject: path.string, message: "not stored: \(error)"))
            // A full disk is not this file's fault.
            if case .store = error, error.exitCode == ExitStatus.noSpace.rawValue { worst = .noSpace }
        case .skipped(let reason):
            console.report(IngestSkippedEvent(path: path.string, message: "\(reason)"))
            skipped += 1
            if skipped <= Self.mostSkipped {
                console.note("\(SafeText.escaping(path.string)): skipped: \(SafeText.escaping("\(reason)"))")
            }
        }
    }

    private func tell(_ outcome: String, _ path: FilePath, _ file: IngestedFile) {
        console.report(IngestedEvent(outcome: outcome, path: path.string, file))
        for warning in file.warnings.prefix(Self.mostWarnings) {
            console.note("\(SafeText.escaping(path.string)): warning: \(SafeText.escaping("\(warning)"))")
        }
        let rest = file.warnings.count - Self.mostWarnings
        if rest > 0 { console.note("\(SafeText.escaping(path.string)): \(rest) more warnings; --json has all") }
    }
}
