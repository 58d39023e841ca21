internal import FoundationEssentials
internal import Glibc

/// Moments as they are written: UTC, to the second, RFC 3339.
enum Timestamp {
    /// - Parameter milliseconds: since 1970.
    static func text(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var parts = unsafe tm()
        guard unsafe gmtime_r(&seconds, &parts) != nil else { return "?" }
        let day = unsafe (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
        let hour = unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec)
        let date = [day.0, day.1, day.2].map(padded).joined(separator: "-")
        let time = [hour.0, hour.1, hour.2].map(padded).joined(separator: ":")
        return "\(date)T\(time)Z"
    }

    private static func padded(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Milliseconds since 1970, now.
    static var now: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) }
}
