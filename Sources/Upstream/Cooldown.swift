public import RegistryCore

/// Whether a file is old enough to be offered.
public enum CooldownVerdict: Equatable, Sendable {
    /// It is, or no wait is asked for.
    case passed
    /// It will be, in milliseconds since 1970.
    case until(Int64)
    /// Nobody says when it was uploaded, and a wait is asked for.
    case unknownAge
}

extension CooldownVerdict: CustomStringConvertible {
    /// A clause; lower case, no full stop.
    public var description: String {
        switch self {
        case .passed: "it is old enough"
        case .until(let moment): "it was uploaded too recently, and is offered from \(Self.text(moment)) on"
        case .unknownAge: "the upstream does not say when it was uploaded, and new files have to wait"
        }
    }

    private static func text(_ moment: Int64) -> String {
        let second = (moment + 999) / 1000
        let (days, rest) = (second / 86_400, second % 86_400)
        // Years begin in March here, so that the leap day is a year's last; 400 of them have 146,097 days.
        let (cycle, day) = ((days + 719_468) / 146_097, (days + 719_468) % 146_097)
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let calendarMonth = month < 10 ? month + 3 : month - 9
        let date =
            "\(cycle * 400 + year + (calendarMonth <= 2 ? 1 : 0))-\(two(calendarMonth))-"
            + two(dayOfYear - (153 * month + 2) / 5 + 1)
        return "\(date) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60)) UTC"
    }
}

extension UpstreamSettings {
    /// Whether a file of a project may be offered now.
    /// - Parameters:
    ///   - project: the normalized name.
    ///   - uploadTime: milliseconds since 1970; nil where nobody says.
    ///   - now: milliseconds since 1970.
    public func cooldown(of project: String, uploadTime: Int64?, now: Int64) -> CooldownVerdict {
        guard cooldownSeconds > 0, !cooldownExceptions.contains(project) else { return .passed }
        guard let uploadTime else { return .unknownAge }
        let (end, isOver) = uploadTime.addingReportingOverflow(cooldownSeconds * 1000)
        // A time in the future, or one so far off, is not to be had by waiting for less.
        return isOver ? .unknownAge : end <= now ? .passed : .until(end)
    }
}
