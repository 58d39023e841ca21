package import Archives
internal import Glibc
package import Secrets
public import SystemPackage

/// How a registry works; the defaults suit the machine it runs on.
public struct RegistryOptions: Sendable {
    /// The program that reads archives; its `main` begins with the hook of `ArchiveWorker`.  Nil: the one that runs.
    public var workerExecutable: FilePath?
    /// Threads that read, hash and inspect, and processes that read archives: 1 to 64.
    public var jobs = RegistryOptions.processorCount
    /// What an archive may ask of us.
    package var archiveLimits = ArchiveLimits.standard

    /// What hashing a password takes.
    package var passwordCost = PasswordHash.Cost.standard
    /// The clock by which tokens expire, in milliseconds since 1970.
    package var now: @Sendable () -> Int64 = { SystemClock.now() }

    /// The defaults, to be changed field by field.
    public init() {}

    /// Processors of this machine that are on line, at most 16.
    private static let processorCount = max(1, min(16, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
