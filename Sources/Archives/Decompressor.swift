/// What turns the compressed bytes of a file into plain ones.
protocol Decompressor: AnyObject {
    /// The next plain bytes, never empty; nil at the end. They stay where they are until the next call.
    func nextBlock() throws(ArchiveError) -> UnsafeRawBufferPointer?
    /// Bytes of the file up to the end of what is compressed, once that was reached.
    var consumedFileBytes: Int64 { get }
}

/// bzip2 and xz, by a libarchive handle of their own.
final class FilterDecompressor: Decompressor {
    private let stream: ArchiveReader

    init(_ format: ArchiveFormat, file: FileSource) throws(ArchiveError) {
        stream = try ArchiveReader.open(.compressed(format), source: file)
        guard try stream.nextEntry() != nil else { throw .truncated }
        guard stream.isDecompressing else { throw .unsupportedFormat }
    }

    func nextBlock() throws(ArchiveError) -> UnsafeRawBufferPointer? {
        while let block = try stream.nextBlock() {
            if unsafe !block.bytes.isEmpty { return unsafe block.bytes }
        }
        return nil
    }

    var consumedFileBytes: Int64 { stream.consumedFileBytes }
}
