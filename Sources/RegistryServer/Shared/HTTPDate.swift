internal import Glibc
internal import SimpleIndex

/// Moments as HTTP writes them, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
///
/// The two forms of old, which nobody sends any more, are not read: a condition in them does not hold.
struct HTTPDate: Sendable, Equatable {
    /// Seconds since 1970.
    let seconds: Int64

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    init(seconds: Int64) { self.seconds = seconds }

    /// - Parameter milliseconds: since 1970; what is left of a second is dropped.
    init(milliseconds: Int64) { seconds = milliseconds / 1000 }

    static var now: HTTPDate { HTTPDate(seconds: Int64(time(nil))) }

    var text: String {
        let day = seconds / 86_400
        let second = seconds % 86_400
        let date = CalendarDay(daysSince1970: day)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(Self.days[Int(day % 7)]), \(Self.padded(date.day, 2)) \(Self.months[Int(date.month) - 1]) "
            + "\(Self.padded(date.year, 4)) \(clock) GMT"
    }

    /// Reads the one form; nil for everything else, and for what is before 1970.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard text.utf8.count == 29, parts.count == 6, parts[0].last == ",", parts[5] == "GMT",
            let day = Self.number(parts[1], 2), let month = Self.months.firstIndex(of: String(parts[2])),
            let year = Self.number(parts[3], 4), year >= 1970,
            let date = CalendarDay(year: year, month: Int64(month) + 1, day: day)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { Self.number($0, 2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
        guard Self.days[Int(seconds / 86_400 % 7)] == parts[0].dropLast() else { return nil }
    }

    private static func number(_ text: some StringProtocol, _ digits: Int) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int64(text)
    }

    static func padded(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
