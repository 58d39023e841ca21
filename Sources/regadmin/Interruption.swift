internal import Glibc
internal import Synchronization

/// SIGINT and SIGTERM as a wish to stop: the first is noted, the second ends the process at once.
///
/// Signals are taken by a thread of their own, which may do anything; the others never see them.  One
/// that the parent had switched off, as shells do for what runs in the background, stays switched off.
final class Interruption: Sendable {
    private let isRequestedFlag = Atomic(false)
    private let console: Console
    private let action = Mutex<(@Sendable () -> Void)?>(nil)

    /// Whether the command should stop at the next opportunity.
    var isRequested: Bool { isRequestedFlag.load(ordering: .acquiring) }

    /// Runs `action` when the wish comes, or now where it has come already.
    func whenRequested(_ action: @escaping @Sendable () -> Void) {
        self.action.withLock { $0 = action }
        if isRequested { act() }
    }

    private func act() {
        let action = action.withLock { action in
            defer { action = nil }
            return action
        }
        action?()
    }

    /// Takes the signals over.  Call before the first thread is made: threads inherit what they block.
    static func take(_ console: Console) -> Interruption {
        let interruption = Interruption(console)
        let numbers = [SIGINT, SIGTERM].filter { !isIgnored($0) }
        guard !numbers.isEmpty else { return interruption }
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in numbers { unsafe sigaddset(&set, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        let task = Task(interruption: interruption, signals: set)
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(task).toOpaque()
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let task = unsafe Unmanaged<Task>.fromOpaque(context).takeRetainedValue()
                task.interruption.wait(for: task.signals)
                return nil
            }, context)
        guard code == 0 else {
            // Without the thread the signals must keep their own effect.
            unsafe Unmanaged<Task>.fromOpaque(context).release()
            unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
            return interruption
        }
        pthread_detach(thread)
        return interruption
    }

    private init(_ console: Console) { self.console = console }

    private func wait(for signals: sigset_t) {
        var signals = signals
        while true {
            var number: Int32 = 0
            guard unsafe sigwait(&signals, &number) == 0 else { continue }
            if isRequestedFlag.exchange(true, ordering: .acquiringAndReleasing) {
                // End as the signal would have ended it.
                signal(number, SIG_DFL)
                unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
                kill(getpid(), number)
            }
            console.note("stopping cleanly; interrupt once more to end at once")
            act()
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    private final class Task: Sendable {
        let interruption: Interruption
        let signals: sigset_t

        init(interruption: Interruption, signals: sigset_t) {
            self.interruption = interruption
            self.signals = signals
        }
    }
}
