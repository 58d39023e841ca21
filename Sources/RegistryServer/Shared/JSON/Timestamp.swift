internal import FoundationEssentials

/// Moments as JSON answers write them: UTC, to the second, RFC 3339.
enum Timestamp {
    /// - Parameter milliseconds: since 1970.
    static func text(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.quotientAndRemainder(dividingBy: 1000)
        // Downwards, as the index pages round it.
        let whole = seconds.remainder < 0 ? seconds.quotient - 1 : seconds.quotient
        return Date(timeIntervalSince1970: TimeInterval(whole)).formatted(.iso8601)
    }
}
