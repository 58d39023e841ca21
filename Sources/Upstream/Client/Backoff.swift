/// Pauses between attempts: up to twice as long each time, and drawn at random, so that many clients of a server that
/// was down do not come back at once.
struct Backoff {
    private let limits: UpstreamLimits
    private var attempts = 1

    init(_ limits: UpstreamLimits) { self.limits = limits }

    /// Waits before the next attempt.
    /// - Parameter wanted: seconds that the server asks for.
    /// - Returns: false where there is to be none.
    mutating func pause(wanted: Double? = nil) async -> Bool {
        guard attempts < limits.attempts, !Task.isCancelled else { return false }
        let longest = min(limits.longestPauseSeconds, limits.pauseSeconds * Double(1 << min(attempts - 1, 20)))
        attempts += 1
        var seconds = Double.random(in: longest / 2...max(longest, longest / 2))
        if let wanted {
            // Whoever wants to be left alone for longer is.
            guard wanted >= 0, wanted <= limits.longestPauseSeconds else { return false }
            seconds = max(seconds, wanted)
        }
        do { try await Task.sleep(for: .seconds(seconds)) } catch { return false }
        return true
    }

    /// Begins anew: the last attempt got further than the one before.
    mutating func restart() { attempts = 1 }
}
