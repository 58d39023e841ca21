internal import Synchronization

/// What a pool can lend again after `reset()`.
protocol Reusable: AnyObject, Sendable {
    /// Back to the state of a new one.
    func reset()
}

/// Objects that are dear to make, lent to one owner at a time. Any thread may take and give back.
final class ReusePool<Element: Reusable>: Sendable {
    private let idle = Mutex<[Element]>([])
    private let limit: Int
    private let make: @Sendable () -> Element

    /// - Parameter limit: how many idle objects are kept; more are freed.
    init(limit: Int, make: @escaping @Sendable () -> Element) {
        self.limit = limit
        self.make = make
    }

    /// An object in its initial state.
    func take() -> Element {
        idle.withLock { $0.popLast() } ?? make()
    }

    /// Ends the loan. Whoever gives back keeps no reference.
    func giveBack(_ element: Element) {
        element.reset()
        idle.withLock { idle in
            if idle.count < limit { idle.append(element) }
        }
    }
}
