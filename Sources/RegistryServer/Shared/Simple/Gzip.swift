internal import CZlib
internal import NIOCore

/// Compression of finished pages (RFC 1952).
enum Gzip {
    /// Up to this many bytes a page is compressed as well as is usual; longer ones three times as fast, for a tenth
    /// more bytes: a page of 2.6 MB takes 45 ms at level 6 and 21 ms at level 3.
    private static let carefulLimit = 256 << 10

    /// 15 bits of window, and 16 for the header of gzip.
    private static let windowBits: Int32 = 15 + 16

    /// The bytes, compressed; the same ones give the same. Nil where memory is short.
    /// - Precondition: fewer than 2³¹ bytes.
    static func compressed(_ bytes: [UInt8]) -> ByteBuffer? {
        var stream = unsafe z_stream()
        guard unsafe czlib_deflate_init(&stream, bytes.count <= carefulLimit ? 6 : 3, windowBits) == Z_OK else {
            return nil
        }
        defer { unsafe deflateEnd(&stream) }
        let bound = Int(unsafe deflateBound(&stream, UInt(bytes.count)))
        var buffer = ByteBufferAllocator().buffer(capacity: bound)
        var isComplete = false
        unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { output in
            unsafe bytes.withUnsafeBytes { input in
                // SAFETY: zlib does not write through `next_in`; both regions outlive the one call that is made.
                unsafe stream.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe stream.avail_out = UInt32(output.count)
                isComplete = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
                return unsafe output.count - Int(stream.avail_out)
            }
        }
        // What is kept in a cache shall not keep the memory of the bound.
        return isComplete ? ByteBuffer(bytes: buffer.readableBytesView) : nil
    }
}
