internal import NIOCore

/// Runs a connection's tasks on the thread of its event loop (SE-0417), so that a request is answered where it came in:
/// nothing has to wake another thread, and to wait for it on a busy machine.
///
/// What blocks or computes for long has to go to `BlockingWork`; here it would hold up other connections.
final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
