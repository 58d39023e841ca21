internal import Glibc

/// How long a worker may take over one archive: CPU time first, waiting time as the last resort.
struct WorkerWatch {
    /// How long one wait lasts before the worker's time is looked at; the price of a missed deadline.
    static let tickMicroseconds = 100_000

    private let process: pid_t
    private var cpuLimit: Duration = .zero
    private var waitingLimit: Duration = .zero
    private var waited: Duration = .zero
    private var cpuAtFirstTick: Duration?

    init(process: pid_t) { self.process = process }

    /// A new archive.
    mutating func begin(limits: ArchiveLimits, archiveSize: Int64) {
        let extra = Duration.seconds(archiveSize / (64 << 20))
        cpuLimit = limits.cpuTime + extra
        waitingLimit = limits.waitingTime + extra * 6
        waited = .zero
        cpuAtFirstTick = nil
    }

    /// Whether the worker may go on after another wait; `ticked` if the wait brought nothing.
    mutating func allows(_ wait: Duration, ticked: Bool) -> Bool {
        waited += wait
        guard waited < waitingLimit else { return false }
        // Short answers never get here, so they cost no look at the clock.
        guard ticked || waited > .microseconds(Self.tickMicroseconds), let now = cpuTime() else { return true }
        guard let start = cpuAtFirstTick else {
            cpuAtFirstTick = now
            return true
        }
        return now - start < cpuLimit
    }

    private func cpuTime() -> Duration? {
        var clock: clockid_t = 0
        var time = timespec()
        guard unsafe clock_getcpuclockid(process, &clock) == 0, unsafe clock_gettime(clock, &time) == 0 else {
            return nil
        }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
