internal import CLinux

/// Gathers a worker's messages and takes whole records out of them. The bytes are the worker's: nothing is believed.
@safe struct RecordInbox: ~Copyable {
    /// Kept between archives; what a long record needs beyond is given back after it.
    private static let usualBytes = 4 * mostMessageBytes

    private let mostRecordBytes: Int
    private var buffer: UnsafeMutableRawPointer
    private var capacity = RecordInbox.usualBytes
    private var start = 0
    private var end = 0

    init(mostRecordBytes: Int) {
        self.mostRecordBytes = mostRecordBytes
        unsafe buffer = .allocate(byteCount: Self.usualBytes, alignment: 16)
    }

    deinit { unsafe buffer.deallocate() }

    var isEmpty: Bool { start == end }

    /// The next whole record, or nil if more bytes are needed. The payload is valid until the next call.
    mutating func next() throws(ArchiveError) -> (WorkerRecord, UnsafeRawBufferPointer)? {
        let available = end - start
        guard available >= 4 else { return nil }
        let length = unsafe Int(UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
        guard length >= 1, length <= mostRecordBytes else { throw .protocolViolation }
        guard available >= 4 + length else { return nil }
        guard let kind = WorkerRecord(rawValue: unsafe buffer.load(fromByteOffset: start + 4, as: UInt8.self)) else {
            throw .protocolViolation
        }
        let payload = unsafe UnsafeRawBufferPointer(start: buffer + start + 5, count: length - 1)
        start += 4 + length
        return unsafe (kind, payload)
    }

    /// Receives one message behind what is there; the result is `clinux_receive`'s.
    mutating func receive(from channel: Int32) -> Int {
        makeRoom()
        let count = unsafe clinux_receive(channel, buffer + end, capacity - end, nil)
        if count > 0 { end += count }
        return count
    }

    private mutating func makeRoom() {
        if start == end {
            start = 0
            end = 0
            if capacity > Self.usualBytes { move(to: Self.usualBytes) }
        }
        guard capacity - end < mostMessageBytes else { return }
        // The front is free: use it, and grow only for a record that fills the buffer.
        move(to: end - start > capacity / 2 ? capacity * 2 : capacity)
    }

    private mutating func move(to bytes: Int) {
        let moved = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
        unsafe moved.copyMemory(from: buffer + start, byteCount: end - start)
        unsafe buffer.deallocate()
        unsafe buffer = moved
        capacity = bytes
        end -= start
        start = 0
    }
}
