internal import CLinux
internal import Glibc

/// Memory in which a pool lays archives before a worker, which reads them where they are.
///
/// Only the pool can write there: the worker is handed a descriptor that can be mapped for reading alone, of a length that
/// nobody can change, so that not even a worker that has been taken over can alter an archive or make the pool fault. The
/// pool never reads from it.
@safe final class SharedWindow {
    /// Bytes of a window. Archives of two bursts lie in it at a time, each in its half.
    static let byteCount = 2 * halfByteCount
    /// The most bytes of one burst, and of one archive.
    static let halfByteCount = 256 << 10

    /// To be handed to a worker; -1 once it has been let go of.
    private(set) var descriptor: Int32
    private let memory: UnsafeMutableRawPointer

    /// A window to write to; nil with `errno` where there is no memory for it.
    init?() {
        var address: UnsafeMutableRawPointer?
        descriptor = unsafe clinux_shared_memory("archives", Self.byteCount, &address)
        guard descriptor >= 0, let address = unsafe address else { return nil }
        unsafe memory = address
    }

    /// A window of the pool's, to read from; nil where the descriptor is none of one.
    /// - Parameter descriptor: stays the caller's.
    init?(mapping descriptor: Int32) {
        self.descriptor = -1
        let address = unsafe mmap(nil, Self.byteCount, PROT_READ, MAP_SHARED, descriptor, 0)
        guard unsafe address != MAP_FAILED, let address = unsafe address else { return nil }
        unsafe memory = address
    }

    deinit {
        closeDescriptor()
        unsafe munmap(memory, Self.byteCount)
    }

    /// Lets go of the descriptor, once the worker has it.
    func closeDescriptor() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Lays `bytes` at `offset` and answers where they lie.
    func lay(_ bytes: [UInt8], at offset: Int) -> Range<Int> {
        precondition(offset >= 0 && bytes.count <= Self.byteCount - offset, "it does not fit the window")
        unsafe bytes.withUnsafeBytes { raw in
            unsafe UnsafeMutableRawBufferPointer(start: memory + offset, count: raw.count).copyMemory(from: raw)
        }
        return offset..<offset + bytes.count
    }

    /// Asks for the right to write to a window that was mapped. Answers the kernel's errno; 0 if it can be written.
    func attemptWriting() -> Int32 { unsafe mprotect(memory, Self.byteCount, PROT_READ | PROT_WRITE) == 0 ? 0 : errno }

    /// What lies in `range`, until the pool lays something else there.
    func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= Self.byteCount, "it is not in the window")
        return unsafe UnsafeRawBufferPointer(start: memory + range.lowerBound, count: range.count)
    }
}
