/// Threads on which calls may block: the registry's, which read and write files and the index.
public protocol BlockingThreads: Sendable {
    /// Runs `body` on one of them.
    /// - Throws: what `body` throws; another error where it cannot be run.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result
}
