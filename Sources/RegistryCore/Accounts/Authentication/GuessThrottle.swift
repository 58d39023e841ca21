internal import Glibc
internal import Synchronization

/// Slows down who tries passwords: each user name and each address has a few wrong guesses, which come back with time.
///
/// In memory and bounded.  Whoever has been right lately is not asked again, so a stranger who uses up a user's
/// guesses does not lock them out of a running client.
final class GuessThrottle: Sendable {
    /// Who is counted.
    enum Key: Hashable {
        case user(String)
        case address([UInt8])
    }

    /// A user has ten guesses, and one more every 30 seconds; an address thirty, and one more every five seconds.
    private static func rule(_ key: Key) -> (guesses: Int64, refillMilliseconds: Int64) {
        switch key {
        case .user: (10, 30_000)
        case .address: (30, 5_000)
        }
    }

    /// Each wrong guess adds the time after which it is forgiven.
    private struct Debt {
        var milliseconds: Int64
        var at: Int64

        func left(at moment: Int64) -> Int64 { max(0, milliseconds - max(0, moment - at)) }
    }

    static let limit = 4096
    private let debts = Mutex<[Key: Debt]>([:])

    /// The keys of an attempt.  An IPv6 address counts by its network of 64 bits, which one customer has to itself.
    static func keys(user: String, address: String?) -> [Key] {
        var keys = [Key.user(user)]
        if let address { keys.append(.address(network(of: address))) }
        return keys
    }

    private static func network(of address: String) -> [UInt8] {
        var six = in6_addr()
        if unsafe inet_pton(AF_INET6, address, &six) == 1 {
            return unsafe withUnsafeBytes(of: &six) { unsafe Array($0.prefix(8)) }
        }
        return Array(address.utf8.prefix(64))
    }

    /// Seconds until a guess is allowed; nil where it is now.
    func wait(for keys: [Key], at moment: Int64) -> Int? {
        debts.withLock { debts in
            let longest = keys.compactMap { key in
                debts[key].map { debt in
                    let (guesses, refill) = Self.rule(key)
                    return debt.left(at: moment) - (guesses - 1) * refill
                }
            }.max()
            guard let longest, longest > 0 else { return nil }
            return Int((longest + 999) / 1000)
        }
    }

    /// A guess was wrong.
    func noteWrong(_ keys: [Key], at moment: Int64) {
        debts.withLock { debts in
            for key in keys {
                if debts[key] == nil, debts.count >= Self.limit { Self.makeRoom(&debts, at: moment) }
                let before = debts[key]?.left(at: moment) ?? 0
                debts[key] = Debt(milliseconds: before + Self.rule(key).refillMilliseconds, at: moment)
            }
        }
    }

    /// Forgets an eighth: those who owe least.
    private static func makeRoom(_ debts: inout [Key: Debt], at moment: Int64) {
        let least = debts.map { (key: $0.key, left: $0.value.left(at: moment)) }.sorted { $0.left < $1.left }
        for (key, _) in least.prefix(limit / 8) { debts[key] = nil }
    }
}
