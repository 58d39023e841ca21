internal import ContentStore

/// A number of objects and their bytes, as JSON has it.
struct AmountFigures: Encodable {
    let objects: Int64
    let bytes: Int64

    init(_ amount: Amount) {
        objects = amount.count
        bytes = amount.bytes
    }

    var text: String { "\(objects) objects, \(ByteCount.exact(bytes)) bytes (\(ByteCount.text(bytes)))" }
}

/// What `gc --dry-run` prints.
struct CollectionPlanEvent: OutputEvent {
    static let event = "plan"
    let freed: AmountFigures
    let unreferenced: AmountFigures
    let deadReservations: AmountFigures
    let doomed: AmountFigures
    let waiting: AmountFigures
    let nextDue: String?
    let isHeld: Bool

    init(_ plan: CollectionPlan) {
        freed = AmountFigures(plan.freed)
        unreferenced = AmountFigures(plan.unreferenced)
        deadReservations = AmountFigures(plan.deadReservations)
        doomed = AmountFigures(plan.doomed)
        waiting = AmountFigures(plan.waiting)
        nextDue = plan.nextDue.map(Timestamp.text)
        isHeld = plan.isHeld
    }

    var text: String? {
        var lines = ["would free    \(freed.text)"]
        lines.append("  without a name      \(unreferenced.text)")
        lines.append("  of dead writers     \(deadReservations.text)")
        lines.append("  begun before        \(doomed.text)")
        lines += WaitingFigures(waiting, nextDue: nextDue, isHeld: isHeld).lines
        return lines.joined(separator: "\n")
    }
}

/// What `gc` prints.
struct CollectionEvent: OutputEvent {
    static let event = "summary"
    let removed: AmountFigures
    let quarantined: AmountFigures
    let strays: AmountFigures
    let failures: [String]
    let foreignFiles: [String]
    let remaining: AmountFigures
    let waiting: AmountFigures
    let nextDue: String?
    let isHeld: Bool
    let isStoppedEarly: Bool

    init(_ report: CollectionReport) {
        removed = AmountFigures(report.removed)
        quarantined = AmountFigures(report.quarantined)
        strays = AmountFigures(report.strays)
        failures = report.failures
        foreignFiles = report.foreignFiles
        remaining = AmountFigures(report.remaining.freed)
        waiting = AmountFigures(report.remaining.waiting)
        nextDue = report.remaining.nextDue.map(Timestamp.text)
        isHeld = report.remaining.isHeld
        isStoppedEarly = report.isStoppedEarly
    }

    var text: String? {
        var lines = ["freed         \(removed.text)"]
        if quarantined.objects > 0 { lines.append("quarantined   \(quarantined.text)") }
        if strays.objects > 0 { lines.append("strays found  \(strays.text)") }
        lines.append("reclaimable   \(remaining.text)")
        lines += WaitingFigures(waiting, nextDue: nextDue, isHeld: isHeld).lines
        return lines.joined(separator: "\n")
    }
}

/// What has to wait, in words.
private struct WaitingFigures {
    let waiting: AmountFigures
    let nextDue: String?
    let isHeld: Bool

    init(_ waiting: AmountFigures, nextDue: String?, isHeld: Bool) {
        self.waiting = waiting
        self.nextDue = nextDue
        self.isHeld = isHeld
    }

    var lines: [String] {
        var lines: [String] = []
        if waiting.objects > 0 {
            lines.append("waiting       \(waiting.text)" + (nextDue.map { "; the first is due \($0)" } ?? ""))
        }
        if isHeld { lines.append("held          a backup is being taken: what has no name stays until it is done") }
        return lines
    }
}
