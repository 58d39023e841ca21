import Foundation
import Synchronization

/// Runs `body` in several threads at the same time and waits for all of them.  Blocks.
/// - Throws: the first error, when all have ended.
func inThreads(_ count: Int, _ body: @escaping @Sendable () throws -> Void) throws {
    let failure = Mutex<(any Error)?>(nil)
    let group = DispatchGroup()
    for _ in 0..<count {
        group.enter()
        Thread.detachNewThread {
            defer { group.leave() }
            do { try body() } catch { failure.withLock { $0 = $0 ?? error } }
        }
    }
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
}
