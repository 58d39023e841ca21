internal import Glibc
internal import Synchronization

/// Where log lines go: into memory, and from there to a descriptor, so that nobody who logs waits for it.
public final class LogSink: Sendable {
    private struct State {
        var lines: [UInt8] = []
        var dropped = 0
    }

    private let state = Mutex(State())
    /// Only one writes at a time, in the order of the lines.
    private let writing = Mutex(())
    private let descriptor: Int32
    /// Bytes that wait at most; further lines are counted and let go.
    private let limitBytes = 8 << 20

    /// Lines for a descriptor, standard error where nothing else is said.
    public init(descriptor: Int32 = 2) { self.descriptor = descriptor }

    /// Takes a line, with its end.
    func append(_ line: [UInt8]) {
        state.withLock { state in
            if state.lines.count + line.count <= limitBytes {
                state.lines += line
            } else {
                state.dropped += 1
            }
        }
    }

    /// Writes what waits.  Blocks while the reader is slow.
    public func flush() {
        writing.withLock { _ in
            let (lines, dropped) = state.withLock { state in
                let taken = (state.lines, state.dropped)
                state = State()
                return taken
            }
            write(lines)
            if dropped > 0 {
                write(Array("regadmin: \(dropped) log lines were dropped: nobody reads fast enough\n".utf8))
            }
        }
    }

    private func write(_ lines: [UInt8]) {
        var rest = lines[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}
