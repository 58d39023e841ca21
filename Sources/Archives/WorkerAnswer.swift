internal import CLinux
internal import Glibc

/// The worker's way of answering: records are gathered and sent in as few messages as they fit in.
struct WorkerAnswer {
    private let channel: Int32
    private var pending = ByteWriter(reserving: 2 * mostMessageBytes)

    private var begun = 0

    init(channel: Int32) { self.channel = channel }

    /// Adds a record whose payload `fill` appends.
    mutating func record<Failure: Error>(
        _ kind: WorkerRecord, _ fill: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let start = pending.count
        pending.fixed32(0)
        pending.byte(kind.rawValue)
        try fill(&pending)
        pending.setFixed32(UInt32(pending.count - start - 4), at: start)
        if pending.count >= mostMessageBytes { flush() }
    }

    /// Adds a record without payload.
    mutating func record(_ kind: WorkerRecord) { record(kind) { _ in } }

    /// What is recorded from here on answers the next request.
    mutating func begin() { begun = pending.count }

    /// Forgets what this answer has not sent, half a record perhaps among it; sent ones are whole.
    mutating func discard() { pending.truncate(to: begun) }

    /// Sends what has gathered. Without a parent to hear it there is nothing left to do, so a failure ends the process.
    mutating func flush() {
        unsafe pending.withBytes { bytes in
            var rest = unsafe bytes
            while unsafe !rest.isEmpty {
                let count = min(rest.count, mostMessageBytes)
                guard unsafe clinux_send(channel, rest.baseAddress, count, -1) == count else { exit(0) }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        pending.removeAll()
        begun = 0
    }
}
