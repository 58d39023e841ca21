internal import CLinux

/// Work that can wait: it gets the processors while nothing else wants them (`SCHED_IDLE`, sched(7)).
///
/// On a quiet machine such work is as fast as any.  It is for reading and computing only: a thread that holds what
/// other processes wait for, the index's writer lock or a directory of blobs, takes its full share meanwhile.
public enum Background {
    /// Puts the calling thread, and those that it starts from now on, into the background.
    ///
    /// Where the kernel refuses, all stays as it is.
    public static func enter() { _ = clinux_set_background(1) }

    /// Gives the calling thread, and those that it starts from now on, their full share.
    static func leave() { _ = clinux_set_background(0) }

    /// Runs `body` with the full share, whatever the thread had before and has again afterwards.
    static func suspended<Result>(_ body: () -> Result) -> Result {
        guard clinux_is_background() != 0 else { return body() }
        leave()
        defer { enter() }
        return body()
    }
}
