internal import Glibc
internal import Synchronization

/// Threads that work side by side and are gone when the call returns.
///
/// More of them than cores make sense where they wait for the disk, which is why this is not
/// Dispatch's concurrentPerform: that one counts cores.
package enum ThreadTeam {
    /// Runs `body` once on each of `count` threads, the caller's among them, and returns when all have
    /// returned.
    package static func run(_ count: Int, _ body: (_ member: Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            // SAFETY: every thread is joined before `body` ends.
            nonisolated(unsafe) let body = body
            var threads: [pthread_t] = []
            for member in 1..<max(1, count) {
                let task = Task { unsafe body(member) }
                var thread = pthread_t()
                let argument = unsafe Unmanaged.passRetained(task).toOpaque()
                let code = unsafe pthread_create(
                    &thread, nil,
                    { argument in
                        if let argument = unsafe argument {
                            unsafe Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().run()
                        }
                        return nil
                    }, argument)
                if code == 0 {
                    threads.append(thread)
                } else {
                    // No thread to be had: the caller does its part, later.
                    unsafe Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().run()
                }
            }
            unsafe body(0)
            for thread in threads { pthread_join(thread, nil) }
        }
    }

    /// Runs `body` for every element on up to `threads` threads; each element is seen by one of them.
    package static func forEach<Element>(
        _ elements: inout [Element], threads: Int, _ body: (_ position: Int, _ element: inout Element) -> Void
    ) {
        if elements.count < 2 || threads < 2 {
            for position in elements.indices { body(position, &elements[position]) }
            return
        }
        let next = Atomic(0)
        let count = elements.count
        unsafe elements.withUnsafeMutableBufferPointer { elements in
            // `next` hands every position to exactly one thread.
            let elements = unsafe elements
            run(min(threads, count)) { _ in
                while true {
                    let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if position >= count { return }
                    unsafe body(position, &elements[position])
                }
            }
        }
    }

    private final class Task {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }
}
