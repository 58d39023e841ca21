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
    private var checksum: GzipChecksum?

    init(_ format: ArchiveFormat, file: FileSource, size: Int64, limits: ArchiveLimits) throws(ArchiveError) {
        stream = try ArchiveReader.open(.compressed(format), source: file)
        self.file = file
        fileSize = size
        meter = ExpansionMeter(archiveSize: size, limits: limits)
        checksum = format == .tarGzip ? GzipChecksum() : nil
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
            unsafe checksum?.update(block.bytes)
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
        try checkTrailer(endingAt: end)
        guard end <= fileSize, file.isZero(from: end) else { throw .damaged("data follows the compressed stream") }
    }

    /// A gzip file ends with checksum and size of its last member. Where the size is that of the whole stream there is
    /// one member, and the checksum must be right; of several members only the last could be checked.
    private func checkTrailer(endingAt end: Int64) throws(ArchiveError) {
        guard let checksum else { return }
        let trailer = file.bytes(before: end, count: 8)
        guard trailer.count == 8 else { throw .truncated }
        func number(at offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(trailer[offset + $1]) << UInt32($1 * 8) }
        }
        guard number(at: 4) != UInt32(truncatingIfNeeded: delivered) || number(at: 0) == checksum.value else {
            throw .damaged("the gzip checksum is wrong")
        }
    }
}
