internal import RegistryCore
internal import SystemPackage

/// Damaged bytes replaced by whole ones, told on a console.
struct Repair {
    let registries: Registry
    let console: Console
    let interruption: Interruption

    /// Replaces what can be replaced from files below `directory`.
    func run(from directory: FilePath) throws(RegistryError) -> ExitStatus {
        var failures = 0
        let report = try registries.repair(
            from: directory,
            onHealed: { files, source in console.report(HealedEvent(files: files, source: source.string)) },
            onFailure: { path, error in
                failures += 1
                console.complain(Complaint(subject: path.string, message: "\(error)"))
            }, shouldContinue: { !interruption.isRequested })
        console.report(RepairEvent(report))
        if report.isStoppedEarly {
            console.note("stopped early; the same command does the rest")
            return .stopped
        }
        // What was found damaged and is whole again is no fault any more.
        return report.remaining == 0 && failures == 0 ? .clean : .faults
    }
}

/// A blob that is whole again.
struct HealedEvent: OutputEvent {
    static let event = "healed"
    let files: [String]
    let source: String

    var text: String? {
        (["healed     from \(SafeText.escaping(source))"] + files.map { "  \(SafeText.escaping($0))" })
            .joined(separator: "\n")
    }
}

/// What a repair prints at its end.
struct RepairEvent: OutputEvent {
    static let event = "repair-summary"
    let damaged: Int
    let healed: Int
    let remaining: Int
    let filesRead: Int
    let isStoppedEarly: Bool

    init(_ report: RepairReport) {
        damaged = report.damaged
        healed = report.healed
        remaining = report.remaining
        filesRead = report.filesRead
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? { "repair     \(damaged) damaged blobs: \(healed) healed, \(remaining) remain" }
}
