internal import ArgumentParser
internal import RegistryCore

/// A length of time on the command line: `30s`, `10m`, `24h`, `7d`, or several of them: `1h30m`.
struct TimeSpan: ExpressibleByArgument {
    let seconds: Int64

    /// No time at all.
    static let none = TimeSpan(seconds: 0)

    var duration: Duration { .seconds(seconds) }

    private init(seconds: Int64) { self.seconds = seconds }

    init?(argument: String) {
        guard let seconds = WrittenAmount.seconds(argument) else { return nil }
        self.seconds = seconds
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
