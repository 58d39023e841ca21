internal import ContentStore
internal import Glibc
internal import SystemPackage

/// Reads one source file, once, from front to back.  Never writes to it.
@safe struct SourceReader: ~Copyable {
    /// Valid as long as this.
    let descriptor: Int32
    let path: FilePath
    /// Bytes, as its status says.
    let size: Int64

    /// Opens a file; a symbolic link is followed.
    /// - Throws: `source` where it is gone or cannot be read; `notAFile`.
    static func open(_ file: SourceFile) throws(RegistryError) -> SourceReader {
        // Not to wait for a writer, should a FIFO have taken the file's place.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
        let number = unsafe file.path.withPlatformString { unsafe Glibc.open($0, flags) }
        guard number >= 0 else { throw .source(call: "open", path: file.path.string, code: errno) }
        var found = stat()
        guard unsafe fstat(number, &found) == 0 else {
            let code = errno
            Glibc.close(number)
            throw .source(call: "fstat", path: file.path.string, code: code)
        }
        guard found.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(number)
            throw .notAFile(path: file.path.string)
        }
        return SourceReader(descriptor: number, path: file.path, size: Int64(found.st_size))
    }

    private init(descriptor: Int32, path: FilePath, size: Int64) {
        self.descriptor = descriptor
        self.path = path
        self.size = size
    }

    deinit { Glibc.close(descriptor) }

    /// All bytes of a small file.
    /// - Throws: `sourceChanged` where they are not as many as `size`.
    func readAll() throws(RegistryError) -> [UInt8] {
        var failure: RegistryError?
        // One byte more than there should be, to see that there are no more.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(size) + 1) { buffer, count in
            do throws(RegistryError) {
                while count < buffer.count {
                    let room = UnsafeMutableRawBufferPointer(buffer)
                    let more = try unsafe read(UnsafeMutableRawBufferPointer(rebasing: room[count...]))
                    count += more
                    // One byte less than was asked for: a regular file that gives less has ended.
                    if more == 0 || count == Int(size) { return }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        guard bytes.count == Int(size) else { throw .sourceChanged(path: path.string) }
        return bytes
    }

    /// Calls `body` with one chunk after the other until it answers false.
    /// - Throws: `sourceChanged` where there are not as many bytes as `size`; what `body` throws.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) throws(RegistryError) -> Bool) throws(RegistryError) {
        var buffer = ChunkBuffers.borrow()
        defer { ChunkBuffers.giveBack(buffer) }
        var total: Int64 = 0
        var span = buffer.mutableSpan
        let isWhole = try unsafe span.withUnsafeMutableBytes { (room) throws(RegistryError) in
            while true {
                let count = try unsafe read(room)
                if count == 0 { return true }
                total += Int64(count)
                guard try unsafe body(UnsafeRawBufferPointer(rebasing: room[..<count])) else { return false }
            }
        }
        if isWhole && total != size { throw .sourceChanged(path: path.string) }
    }

    /// Reads the next bytes, up to as many as there is room for; 0 at the end.
    func read(_ room: UnsafeMutableRawBufferPointer) throws(RegistryError) -> Int {
        try unsafe SourceDescriptor.read(descriptor, into: room, path: path.string)
    }
}
