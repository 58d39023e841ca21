/// An open blob: its bytes, readable at any position until this is let go of, even after the blob was
/// deleted and collected.
public final class BlobReader: Sendable {
    /// What the index said when it was opened.
    public let row: BlobRow
    private let bytes: any BlobBytes

    init(row: BlobRow, bytes: any BlobBytes) {
        self.row = row
        self.bytes = bytes
    }

    /// Number of bytes.
    public var size: Int64 { row.size }

    /// Reads up to `buffer.count` bytes at `offset`; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(StoreError) -> Int {
        try unsafe bytes.read(into: buffer, at: offset)
    }

    /// Calls `body` with the bytes from front to back, in chunks that are valid during the call.
    public func forEachChunk(_ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void) throws(StoreError) {
        bytes.willReadOnce()
        try unsafe BlobReading.forEachChunk(of: bytes, body)
    }

    /// The number of a descriptor that reads these bytes, where they are a local file: for sendfile, or
    /// for handing them to another process.  Valid as long as this reader lives.
    public var descriptorNumber: Int32? { bytes.descriptorNumber }
}
