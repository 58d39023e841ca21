internal import Secrets
internal import Synchronization

/// Passwords that were right a short while ago, so that not every request costs a slow hash.
///
/// Kept under a code that only this process can compute, with the stamp of the user's record: any change of the record
/// makes it worthless at once, in whatever process the change is made.
final class PasswordMemory: Sendable {
    /// Milliseconds for which a password is remembered.
    static let lifetime: Int64 = 300_000
    private static let limit = 1024

    private struct Entry {
        let stamp: UInt64
        let until: Int64
    }

    private let codes = HMACSHA256()
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    private func code(_ user: String, _ password: String) -> [UInt8] {
        codes.code(for: Array(user.utf8) + [0] + password.utf8)
    }

    /// Whether this password was right for the record of that stamp.
    func knows(_ user: String, _ password: String, stamp: UInt64, at moment: Int64) -> Bool {
        let code = code(user, password)
        return entries.withLock { entries in
            guard let entry = entries[code] else { return false }
            if entry.stamp == stamp, moment < entry.until { return true }
            entries[code] = nil
            return false
        }
    }

    /// This password was right.
    func remember(_ user: String, _ password: String, stamp: UInt64, at moment: Int64) {
        let code = code(user, password)
        entries.withLock { entries in
            if entries.count >= Self.limit {
                entries = entries.filter { $0.value.until > moment }
                // As many users at once: begin anew, each pays for one slow check.
                if entries.count >= Self.limit { entries = [:] }
            }
            entries[code] = Entry(stamp: stamp, until: moment + Self.lifetime)
        }
    }
}
