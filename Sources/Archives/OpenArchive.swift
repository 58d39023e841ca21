/// One archive as the worker reads it: the right handle over the right source, limits counted along the way.
struct OpenArchive: ~Copyable {
    let format: ArchiveFormat
    private let limits: ArchiveLimits
    private let file: FileSource
    private let decompressed: DecompressedSource?
    private let reader: ArchiveReader
    private var declared: ExpansionMeter
    private var entries = 0
    private var nameBytes = 0

    private init(
        _ format: ArchiveFormat, _ reader: consuming ArchiveReader, over decompressed: DecompressedSource?,
        _ file: FileSource, size: Int64, limits: ArchiveLimits
    ) {
        self.format = format
        self.limits = limits
        self.file = file
        self.decompressed = decompressed
        self.reader = reader
        declared = ExpansionMeter(archiveSize: size, limits: limits)
    }

    /// Reads the first bytes of `file`. `expected` nil: what the first bytes say.
    static func open(
        _ file: FileSource, size: Int64, expected: ArchiveFormat?, limits: ArchiveLimits, names: NameLocale
    ) throws(ArchiveError) -> OpenArchive {
        guard size > 0 else { throw .truncated }
        guard let start = unsafe file.read() else { throw file.failure ?? .truncated }
        let apparent = unsafe ArchiveFormat(sniffing: start)
        let format = expected ?? apparent
        guard limits.formats.contains(format) else { throw .unsupportedFormat }
        file.rewind()
        names.use(for: format)
        var decompressed: DecompressedSource?
        if format != .zip, format != .tar {
            guard apparent == format else { throw .unsupportedFormat }
            decompressed = try DecompressedSource(format, file: file, size: size, limits: limits)
        }
        do throws(ArchiveError) {
            let reader = try ArchiveReader.open(format == .zip ? .zip : .tar, source: decompressed ?? file)
            return OpenArchive(format, reader, over: decompressed, file, size: size, limits: limits)
        } catch {
            guard error == .unsupportedFormat, format == .zip, apparent == .zip else { throw error }
            // libarchive does not look for an end record at offset 0. Else, a zip is known by its end: one that only
            // begins like a zip has lost it.
            throw size == 22 ? .damaged("a zip without members") : .truncated
        }
    }

    /// The next member; nil at the end, once it is sure that the file ends there too.
    mutating func nextMember() throws(ArchiveError) -> ArchiveMember? {
        guard let entry = try reader.nextEntry() else {
            try checkEnd()
            return nil
        }
        entries += 1
        guard entries <= limits.entries else { throw .limitExceeded(.entries, limit: Int64(limits.entries)) }
        var member = try entry.member(limits: limits)
        if format == .zip, let name = RawZipName.find(member.path, endingAt: reader.consumedStreamBytes, in: file) {
            member.path = name
        }
        nameBytes += member.path.count + member.linkTarget.count
        guard nameBytes <= limits.listingBytes else {
            throw .limitExceeded(.listingBytes, limit: Int64(limits.listingBytes))
        }
        if member.kind == .file { try declared.add(member.size ?? 0) }
        return member
    }

    /// Hands over the current member's contents in order, run by run; the holes of a sparse one as zeros.
    func readContents(
        of member: ArchiveMember, _ each: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard !member.isEncrypted else { throw .encrypted(member: member.path) }
        var position: Int64 = 0
        /// Gets to `offset`, where the next bytes belong, or the end.
        func pass(to offset: Int64) throws(ArchiveError) {
            guard offset >= position, offset == position || member.isSparse else {
                throw .damaged("a member with holes")
            }
            while position < offset {
                let count = min(offset - position, Int64(Self.zeros.count))
                try unsafe Self.zeros.span.withUnsafeBytes { (zeros) throws(ArchiveError) in
                    try unsafe each(UnsafeRawBufferPointer(rebasing: zeros[..<Int(count)]))
                }
                position += count
            }
        }
        while let block = try reader.nextBlock() {
            if unsafe block.bytes.isEmpty { continue }
            try pass(to: block.offset)
            unsafe position += Int64(block.bytes.count)
            try unsafe each(block.bytes)
        }
        // A tar member may end in a hole, too; a zip member's declared size is checked by libarchive.
        if format != .zip, let size = member.size { try pass(to: size) }
    }

    private static let zeros = [UInt8](repeating: 0, count: 1 << 16)

    private func checkEnd() throws(ArchiveError) {
        switch format {
        case .zip: break  // everything a zip says, it says before its end
        case .tar:
            guard file.isZero(from: reader.consumedStreamBytes) else {
                throw .damaged("data follows the end of the tar")
            }
        case .tarGzip, .tarBzip2, .tarXz:
            try decompressed?.finish(consumed: reader.consumedStreamBytes)
        }
    }
}
