/// The plain bytes of a compressed tar, decompressed by a libarchive handle of their own.
///
/// Two handles in a row rather than one, because the one would skip a member's contents inside a single call: here
/// every decompressed byte passes `read`, is counted before the tar reader sees it, and what follows the tar's end can
/// be looked at.
@safe final class DecompressedSource: ByteSource {
    private let stream: ArchiveReader
    private let file: FileSource
    private let fileSize: Int64
    private var meter: ExpansionMeter
    private var last: UnsafeRawBufferPointer = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    private var delivered: Int64 = 0

    init(_ format: ArchiveFormat, file: FileSource, size: Int64, limits: ArchiveLimits) throws(ArchiveError) {
        stream = try ArchiveReader.open(.compressed(format), source: file)
        self.file = file
        fileSize = size
        meter = ExpansionMeter(archiveSize: size, limits: limits)
        super.init()
        guard try stream.nextEntry() != nil else { throw .truncated }
        guard stream.isDecompressing else { throw .unsupportedFormat }
    }

    override func read() -> UnsafeRawBufferPointer? {
        do {
            guard let block = try stream.nextBlock() else {
                return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
            }
            try unsafe meter.add(Int64(block.bytes.count))
            unsafe delivered += Int64(block.bytes.count)
            unsafe last = block.bytes
            return unsafe block.bytes
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
        let end = stream.consumedFileBytes
        guard end <= fileSize, file.isZero(from: end) else { throw .damaged("data follows the compressed stream") }
    }
}
