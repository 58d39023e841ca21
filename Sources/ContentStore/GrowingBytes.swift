/// Bytes that are still being staged, for any number of threads to read, each at its own pace.
///
/// How far they reach is for the one who appends them to say: nothing beyond that may be read.  They stay readable after
/// the blob was sealed, published, or let go of, for as long as this lives.
public final class GrowingBytes: Sendable {
    private let bytes: any BlobBytes

    init(_ bytes: any BlobBytes) { self.bytes = bytes }

    /// Reads up to `buffer.count` bytes at `offset`.
    /// - Returns: how many bytes were read.
    public func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(StoreError) -> Int {
        try unsafe bytes.read(into: buffer, at: offset)
    }

    /// The kernel's number for them where they are a file; it stays theirs.
    public var descriptorNumber: Int32? { bytes.descriptorNumber }
}
