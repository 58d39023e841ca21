/// What holds a worker in, as the worker reported it after shutting itself in.
package struct Confinement: Sendable, Equatable {
    /// Limits on address space, CPU time, descriptors; no processes, no written files, no core dumps.
    package var resourceLimits: Bool
    /// No exec can regain privileges.
    package var noNewPrivileges: Bool
    /// The Landlock ABI in use, every right denied; 0 where the kernel has none.
    package var landlockABI: Int
    /// The allow-list of system calls is loaded.
    package var seccomp: Bool
    /// The limit on the worker's address space in bytes, its own code included.
    package var addressSpaceBytes: UInt64

    /// Whether everything this program knows to ask for is in force.
    package var isComplete: Bool { resourceLimits && noNewPrivileges && landlockABI > 0 && seccomp }
}
