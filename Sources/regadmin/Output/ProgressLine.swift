/// How far a command is.
struct ProgressFigures {
    /// Files, blobs or whatever is counted.
    var done: Int64 = 0
    /// Nil while unknown.
    var total: Int64?
    var bytes: Int64 = 0
    /// Nil while unknown.
    var totalBytes: Int64?
}

/// The last line of a terminal while a command works: a bar, figures, rate and time left.
struct ProgressLine {
    let verb: String
    let unit: String
    private let started = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?
    private var isOnScreen = false

    /// More would flicker, and cost.
    private static let interval = Duration.milliseconds(100)

    init(verb: String, unit: String) {
        self.verb = verb
        self.unit = unit
    }

    /// What to write to show these figures; nil while the last ones are fresh.
    mutating func update(_ figures: ProgressFigures, width: () -> Int) -> String? {
        let now = ContinuousClock.now
        if let drawn, now - drawn < Self.interval { return nil }
        drawn = now
        isOnScreen = true
        return "\r\u{1B}[K" + line(figures, seconds: (now - started).inSeconds, width: width())
    }

    /// What to write to take the line away; nil where there is none.
    mutating func erase() -> String? {
        guard isOnScreen else { return nil }
        isOnScreen = false
        // Drawn again at the next call.
        drawn = nil
        return "\r\u{1B}[K"
    }

    /// The line in at most `width - 1` columns: what matters less is left out first.
    func line(_ figures: ProgressFigures, seconds: Double, width: Int) -> String {
        var parts: [String] = []
        let share = Self.share(figures)
        parts.append(verb)
        if let share { parts.append("\(Int(share * 100))%") }
        parts.append(figures.total.map { "\(figures.done)/\($0) \(unit)" } ?? "\(figures.done) \(unit)")
        if figures.bytes > 0 {
            parts.append(ByteCount.text(figures.bytes))
            if seconds > 0.5 { parts.append(ByteCount.text(Int64(Double(figures.bytes) / seconds)) + "/s") }
        } else if seconds > 0.5 {
            parts.append("\(Int(Double(figures.done) / seconds)) \(unit)/s")
        }
        if let share, share > 0.01, seconds > 1 {
            parts.append("ETA \(TimeSpan.clock(Int64(seconds / share * (1 - share))))")
        }
        let room = max(0, width - 1)
        while parts.count > 1, parts.joined(separator: "  ").count > room { parts.removeLast() }
        var text = String(parts.joined(separator: "  ").prefix(room))
        let barRoom = min(30, room - text.count - 4)
        if let share, barRoom >= 8 {
            let full = Int(share * Double(barRoom))
            text =
                "[" + String(repeating: "#", count: full) + String(repeating: "-", count: barRoom - full) + "] " + text
        }
        return text
    }

    /// Between 0 and 1, by bytes where they are known.
    private static func share(_ figures: ProgressFigures) -> Double? {
        func part(_ done: Int64, _ total: Int64?) -> Double? {
            guard let total, total > 0 else { return nil }
            return min(1, max(0, Double(done) / Double(total)))
        }
        return part(figures.bytes, figures.totalBytes) ?? part(figures.done, figures.total)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
