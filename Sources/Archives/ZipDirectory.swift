/// Reads the central directory.
enum ZipDirectory {
    private static let headerSize = 46
    /// 6.3, the last that CPython reads; it refuses the whole archive for one member above.
    private static let newestVersion: UInt8 = 63
    private static let readAhead = 64 << 10

    static func read(
        _ end: ZipEndRecord, from source: inout ZipSource, _ limits: ArchiveLimits, into entries: inout [ZipEntry],
        _ findings: inout ZipFindings
    ) throws(ZipCheckEnd) {
        guard end.entryCount <= limits.entries else {
            findings.add(.tooManyMembers, "\(end.entryCount) members, more than \(limits.entries)")
            throw .beyondRepair
        }
        guard end.directorySize <= limits.listingBytes else {
            findings.add(
                .directoryTooLarge, "a directory of \(end.directorySize) bytes, more than \(limits.listingBytes)")
            throw .beyondRepair
        }
        guard end.entryCount <= end.directorySize / headerSize else {
            findings.add(
                .endRecord, "the end record counts \(end.entryCount) members, more than the directory has room for")
            throw .beyondRepair
        }
        entries.reserveCapacity(end.entryCount)
        var at = end.directoryOffset
        let directoryEnd = end.directoryOffset + end.directorySize
        while at < directoryEnd {
            guard entries.count < end.entryCount else {
                findings.add(.endRecord, "the directory has more than the \(end.entryCount) members that are counted")
                throw .beyondRepair
            }
            at = try readEntry(at, upTo: directoryEnd, from: &source, into: &entries, &findings)
        }
        if entries.count < end.entryCount {
            findings.add(.endRecord, "the directory has \(entries.count) of \(end.entryCount) members that are counted")
            throw .beyondRepair
        }
    }

    private static func readEntry(
        _ at: Int, upTo directoryEnd: Int, from source: inout ZipSource, into entries: inout [ZipEntry],
        _ findings: inout ZipFindings
    ) throws(ZipCheckEnd) -> Int {
        guard directoryEnd - at >= headerSize, try source.load(at, headerSize, ahead: readAhead),
            source.number32(at) == ZipEndRecord.centralSignature
        else {
            findings.add(.directory, "no directory entry at byte \(at)")
            throw .beyondRepair
        }
        let nameSize = Int(source.number16(at + 28))
        let extraSize = Int(source.number16(at + 30))
        let commentSize = Int(source.number16(at + 32))
        let whole = headerSize + nameSize + extraSize + commentSize
        guard directoryEnd - at >= whole, try source.load(at, whole, ahead: readAhead) else {
            findings.add(.directory, "the directory entry at byte \(at) is cut off")
            throw .beyondRepair
        }
        let name = Array(source.bytes(at + headerSize, nameSize))
        var sizes = ZipExtraFields.Sizes(
            size: Int(source.number32(at + 24)), packedSize: Int(source.number32(at + 20)),
            offset: Int(source.number32(at + 42)))
        ZipExtraFields.resolve(
            &sizes, of: name, source, at + headerSize + nameSize, extraSize, isLocal: false, &findings)
        let entry = ZipEntry(
            name: name, packedSize: sizes.packedSize, size: sizes.size, checksum: source.number32(at + 16),
            method: source.number16(at + 10), flags: source.number16(at + 8), offset: sizes.offset,
            mode: UInt16(truncatingIfNeeded: source.number32(at + 38) >> 16))
        if commentSize > 0 { findings.add(.memberComment, name, "the member has a comment") }
        let disk = source.number16(at + 34)
        if disk != 0, disk != .max { findings.add(.multipleDisks, name, "the member is on another disk") }
        let version = source.byte(at + 6)
        if version > newestVersion {
            findings.add(.versionNeeded, name, "needs version \(version / 10).\(version % 10) of the zip format")
        }
        check(entry, madeBy: source.byte(at + 5), &findings)
        entries.append(entry)
        return at + whole
    }

    private static func check(_ entry: ZipEntry, madeBy: UInt8, _ findings: inout ZipFindings) {
        // Bit 0 encrypted, 5 patch data, 6 strong encryption, 13 masked headers.
        if entry.flags & (1 | 1 << 5 | 1 << 6 | 1 << 13) != 0 {
            findings.add(.encrypted, entry.name, "the member is encrypted or patch data")
        }
        switch entry.method {
        case 0:
            if entry.packedSize != entry.size {
                findings.add(
                    .sizeMismatch, entry.name, "stored in \(entry.packedSize) bytes, yet \(entry.size) when unpacked")
            }
        case 8: break
        case 12, 14, 93:  // bzip2, LZMA, Zstandard: some installers read them
            findings.add(.unusualCompression, entry.name, "compression method \(entry.method)")
        default: findings.add(.compressionMethod, entry.name, "compression method \(entry.method)")
        }
        if entry.isDirectory, entry.size != 0 {
            findings.add(.directoryWithContents, entry.name, "a directory with \(entry.size) bytes of content")
        }
        switch entry.mode & 0o170000 {
        case 0o120000: findings.add(.symlink, entry.name, "the member is a symbolic link")
        case 0o060000, 0o020000, 0o010000, 0o140000:
            // Only on Unix are these bits a type.
            if madeBy == 3 { findings.add(.specialFile, entry.name, "the member is a device, pipe or socket") }
        default: break
        }
    }
}
