internal import CLinux
internal import Glibc
internal import Synchronization

/// A file without a name in memory, lent out so that bytes in memory can be read through a descriptor.
final class MemoryFile: Sendable {
    /// Its descriptor.
    let number: Int32

    /// Files that are not lent out.  As many exist as threads have ever asked at once; each keeps at
    /// most the size of a small blob.
    private static let idle = Mutex<[MemoryFile]>([])

    private init(number: Int32) { self.number = number }

    deinit { close(number) }

    static func borrow() throws(StoreError) -> MemoryFile {
        if let file = idle.withLock({ $0.popLast() }) { return file }
        let number = unsafe clinux_memory_file("blob")
        guard number >= 0 else { throw .io(call: "memfd_create", path: "blob", code: errno) }
        return MemoryFile(number: number)
    }

    func giveBack() { Self.idle.withLock { $0.append(self) } }

    func fill(with bytes: [UInt8]) throws(StoreError) {
        try truncate(to: bytes.count)
        try unsafe bytes.span.withUnsafeBytes { (raw) throws(StoreError) in try unsafe write(raw, at: 0) }
    }

    func fill(with source: any BlobBytes) throws(StoreError) {
        try truncate(to: 0)
        var offset: Int64 = 0
        try unsafe BlobReading.forEachChunk(of: source) { (chunk) throws(StoreError) in
            try unsafe write(chunk, at: offset)
            offset += Int64(chunk.count)
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe pwrite(
                number, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, off_t(offset) + done)
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw .io(call: "pwrite", path: "blob", code: errno)
            }
        }
    }

    private func truncate(to count: Int) throws(StoreError) {
        guard ftruncate(number, off_t(count)) == 0 else {
            throw .io(call: "ftruncate", path: "blob", code: errno)
        }
    }
}
