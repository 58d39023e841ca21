internal import ContentStore
internal import RegistryCore

/// A verification of blobs, told on a console.
struct ChecksumVerification {
    let registries: Registry
    let options: VerificationOptions
    let console: Console
    let interruption: Interruption

    func run() throws(RegistryError) -> ExitStatus {
        console.beginProgress("verify", counting: "blobs")
        defer { console.endProgress() }
        let report = try registries.verify(
            options, onFinding: { console.report(FindingEvent($0)) },
            shouldContinue: { progress in
                console.progress(
                    ProgressFigures(
                        done: progress.blobs, total: progress.totalBlobs, bytes: progress.bytes,
                        totalBytes: options.isQuick ? nil : progress.totalBytes))
                return !interruption.isRequested
            })
        console.endProgress()
        let event = VerificationEvent(report)
        console.report(event)
        registries.tryNoting(.checksums, event.sentence, isStopped: report.isStoppedEarly)
        if report.unrecorded > 0 {
            console.note("the disk is full: of \(report.unrecorded) blobs it is not noted what was found")
        }
        if report.isStoppedEarly {
            console.note("stopped early; 'regadmin verify' goes on with what was verified least recently")
            return .stopped
        }
        return report.damaged > 0 ? .faults : .clean
    }
}

/// What `verify checksums` prints at its end.
struct VerificationEvent: OutputEvent {
    static let event = "checksums-summary"
    let blobs: Int64
    let bytes: Int64
    let totalBlobs: Int64
    let damaged: Int64
    let warnings: Int64
    let recovered: Int64
    let unrecorded: Int64
    let isStoppedEarly: Bool

    init(_ report: VerificationReport) {
        blobs = report.progress.blobs
        bytes = report.progress.bytes
        totalBlobs = report.progress.totalBlobs
        damaged = report.damaged
        warnings = report.warnings
        recovered = report.recovered
        unrecorded = report.unrecorded
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? { "checksums  \(sentence)" }

    var sentence: String {
        let again = recovered > 0 ? ", \(recovered) whole again" : ""
        return "\(blobs) of \(totalBlobs) blobs, \(ByteCount.exact(bytes)) bytes "
            + "(\(ByteCount.text(bytes))) read: \(damaged) damaged, \(warnings) warnings\(again)"
    }
}

extension Registry {
    /// Notes what a verification came to, where that can be written: its verdict stands without a log, too.
    func tryNoting(_ subject: VerificationSubject, _ sentence: String, isStopped: Bool) {
        try? noteVerification(of: subject, sentence + (isStopped ? "; stopped early" : ""))
    }
}
