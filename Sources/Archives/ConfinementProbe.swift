/// Something a worker must not be able to do, tried from inside one: how tests know that confinement
/// holds. Asked over the pool's own channel, which no archive reaches.
package enum ConfinementProbe: UInt8, Sendable, CaseIterable {
    /// Open a file by name.
    case openFile = 1
    /// Make a network socket.
    case openSocket = 2
    /// Start a process.
    case startProcess = 3
    /// Map memory that is writable and executable.
    case executableMemory = 4
    /// Use up memory without end.
    case exhaustMemory = 5
    /// Compute without end.
    case spin = 6
    /// Answer with bytes that are no record.
    case answerNonsense = 7
    /// Make the archives that the pool lays before it writable.
    case writeWindow = 8
}

/// What came of a probe.
package enum ProbeOutcome: Sendable, Equatable {
    /// It went through: confinement does not hold.
    case succeeded
    /// The kernel refused with this errno.
    case refused(errno: Int32)
    /// It ended the worker, as this error says.
    case stopped(ArchiveError)
}
