internal import FoundationEssentials
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

    /// To the next whole second.
    private static func text(_ moment: Int64) -> String {
        let date = Date(timeIntervalSince1970: TimeInterval((moment + 999) / 1000))
        return date.formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
            + " UTC"
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
