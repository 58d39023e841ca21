internal import CLinux
internal import Glibc

/// The worker's way of answering: records are gathered and sent in as few messages as they fit in.
struct WorkerAnswer {
    private let channel: Int32
    private var pending = ByteWriter(reserving: 2 * mostMessageBytes)

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

    /// Forgets what has not been sent; half a record may be among it, sent ones stay whole.
    mutating func discard() { pending.removeAll() }

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
    }
}
