/// What a process remembers of accounts between requests; nothing of it is stored.
final class AccountMemory: Sendable {
    let passwords = PasswordMemory()
    let throttle = GuessThrottle()
    let tokenUse = TokenUseLog()
    /// Each hash takes 32 MiB.
    let hashing = SlowGate(width: 2, waiting: 32)
}
