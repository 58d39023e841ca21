internal import Glibc
internal import Synchronization

/// The system's random bits, fetched for many draws at once: a call for each of the five words that a new file takes
/// was a third of all its calls.
package struct RandomWords: RandomNumberGenerator {
    /// As many as the system gives at once (getentropy(3)).
    private static let wordsAtOnce = 256 / MemoryLayout<UInt64>.size
    private static let drawn = Mutex<[UInt64]>([])

    package init() {}

    /// The next 64 bits; no two callers get the same.
    package mutating func next() -> UInt64 {
        Self.drawn.withLock { words in
            if let word = words.popLast() { return word }
            words = [UInt64](repeating: 0, count: Self.wordsAtOnce)
            let code = unsafe words.withUnsafeMutableBytes { room in
                unsafe getentropy(room.baseAddress, room.count)
            }
            precondition(code == 0, "the system has no random bits")
            return words.removeLast()
        }
    }

    /// Any 64 bits.
    package static func draw() -> UInt64 {
        var words = RandomWords()
        return words.next()
    }
}
