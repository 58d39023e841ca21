internal import ArgumentParser

/// A length of time on the command line: `30s`, `10m`, `24h`, `7d`, or several of them: `1h30m`.
struct TimeSpan: ExpressibleByArgument {
    let seconds: Int64

    /// No time at all.
    static let none = TimeSpan(seconds: 0)

    var duration: Duration { .seconds(seconds) }

    private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]

    private init(seconds: Int64) { self.seconds = seconds }

    init?(argument: String) {
        var total: Int64 = 0
        var rest = argument[...]
        guard !rest.isEmpty else { return nil }
        // Nothing is nothing in every unit.
        if rest == "0" { rest = "0s" }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let number = Int64(digits), let unit = rest.popFirst(), let factor = Self.units[unit] else {
                return nil
            }
            let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
            let (sum, sumOverflow) = total.addingReportingOverflow(seconds)
            // Anything longer than this overflows once it is milliseconds.
            guard !overflow, !sumOverflow, sum < Int64.max / 10_000 else { return nil }
            total = sum
        }
        seconds = total
    }

    var defaultValueDescription: String { seconds == 0 ? "0s" : Self.words(seconds) }

    /// As a clock shows it: `0:42`, `12:03`, `1:02:03`.
    static func clock(_ seconds: Int64) -> String {
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let hours = seconds / 3600
        let minutes = seconds / 60 % 60
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
    }

    /// In words of two units at most: `3 d 4 h`, `42 s`.
    static func words(_ seconds: Int64) -> String {
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
        return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
