internal import FoundationEssentials
internal import SimpleIndex

/// A moment as the log writes it.
struct Moment: Sendable {
    /// Milliseconds since 1970.
    let milliseconds: Int64

    static var now: Moment { Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// UTC with milliseconds, `2026-11-21T08:49:37.123Z`.
    var rfc3339: String {
        let seconds = milliseconds / 1000
        let day = CalendarDay(daysSince1970: seconds / 86_400)
        let date = [HTTPDate.padded(day.year, 4), HTTPDate.padded(day.month, 2), HTTPDate.padded(day.day, 2)]
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { HTTPDate.padded($0, 2) }
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "."
            + HTTPDate.padded(milliseconds % 1000, 3) + "Z"
    }
}
