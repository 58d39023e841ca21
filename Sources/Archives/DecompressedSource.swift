/// The plain bytes of a compressed tar.
///
/// Apart from the handle that reads the tar, which would skip a member's contents inside a single call: here every
/// decompressed byte passes `read`, is counted before the tar reader sees it, and what follows the tar's end can be
/// looked at.
@safe final class DecompressedSource: ByteSource {
    private let decompressor: any Decompressor
    private let file: FileSource
    private let fileSize: Int64
    private var meter: ExpansionMeter
    private var last: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    private var delivered: Int64 = 0

    init(_ format: ArchiveFormat, file: FileSource, size: Int64, limits: ArchiveLimits) throws(ArchiveError) {
        decompressor =
            format == .tarGzip ? try GzipDecompressor(file: file) : try FilterDecompressor(format, file: file)
        self.file = file
        fileSize = size
        meter = ExpansionMeter(archiveSize: size, limits: limits)
    }

    override func read() -> UnsafeRawBufferPointer? {
        do throws(ArchiveError) {
            guard let block = try unsafe decompressor.nextBlock() else {
                return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
            }
            try meter.add(Int64(block.count))
            delivered += Int64(block.count)
            unsafe last = block
            return unsafe block
        } catch {
            failure = error
            return nil
        }
    }

    /// Reads on to the end of the file: only zeros may follow the archive's end, which is `consumed` bytes into the
    /// stream, and the end of the stream. This is also what notices a stream that is cut off behind the tar's end.
    func finish(consumed: Int64) throws(ArchiveError) {
        let leftOver = unsafe Int(max(0, min(delivered - consumed, Int64(last.count))))
        guard unsafe last.suffix(leftOver).allSatisfy({ $0 == 0 }) else {
            throw .damaged("data follows the end of the tar")
        }
        while true {
            guard let block = unsafe read() else { throw failure ?? .damaged("the stream does not end") }
            if unsafe block.isEmpty { break }
            guard unsafe block.allSatisfy({ $0 == 0 }) else { throw .damaged("data follows the end of the tar") }
        }
        let end = decompressor.consumedFileBytes
        guard end <= fileSize, file.isZero(from: end) else { throw .damaged("data follows the compressed stream") }
    }
}
