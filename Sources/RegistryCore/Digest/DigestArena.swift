internal import Digests

/// Memory that small files are read into, one behind the other, to be hashed side by side; used again for the next.
@safe final class DigestArena {
    private let memory: UnsafeMutableRawBufferPointer
    private var files: [Range<Int>] = []
    private var used = 0

    /// Files begin where a cache line does.
    private static let alignment = 64

    init(byteCount: Int) {
        unsafe memory = .allocate(byteCount: byteCount, alignment: 4096)
    }

    deinit { unsafe memory.deallocate() }

    /// Bytes of the files that are in it.
    var byteCount: Int { files.reduce(0) { $0 + $1.count } }

    /// Forgets the files.
    func clear() {
        files = []
        used = 0
    }

    /// Reads a file.
    /// - Returns: false, and takes nothing, where it has more bytes than expected.
    func append(_ source: DigestSource, expecting size: Int) throws(RegistryError) -> Bool {
        // One byte more, to see that there are no more.
        let free = unsafe memory.count - used
        guard size >= 0, size < free else { return false }
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[used...used + size])
        let count = try unsafe source.fill(room, expecting: size)
        guard count <= size else { return false }
        files.append(used..<used + count)
        used = min(unsafe memory.count, (used + count + Self.alignment) / Self.alignment * Self.alignment)
        return true
    }

    /// The digests of all files that are in it, in order.
    func digests(by engine: DigestEngine) -> [FileDigests.Digested] {
        let buffers = unsafe files.map { unsafe UnsafeRawBufferPointer(rebasing: memory[$0]) }
        return unsafe zip(DigestBatch.digests(of: buffers, engine: engine), files).map { digests, file in
            FileDigests.Digested(digests: digests, byteCount: Int64(file.count))
        }
    }
}
