/// Walks the records from byte 0 to the directory and holds every local header against the directory.
struct ZipWalk {
    private static let headerSize = 30

    static func check(
        _ entries: [ZipEntry], upTo directory: Int, in source: inout ZipSource, _ findings: inout ZipFindings
    ) throws(ZipCheckEnd) {
        var order = Array(entries.indices)
        // Nearly every archive is in order already.
        if !zip(entries, entries.dropFirst()).allSatisfy({ $0.offset < $1.offset }) {
            order.sort { entries[$0].offset < entries[$1].offset }
        }
        var position = 0
        for (place, index) in order.enumerated() {
            let entry = entries[index]
            guard entry.offset <= directory else {
                findings.add(.localHeader, entry.name, "its local header would be behind the directory")
                throw .beyondRepair
            }
            try checkBetween(position, entry.offset, entry.name, &source, &findings)
            let next = place + 1 < order.count ? min(entries[order[place + 1]].offset, directory) : directory
            position = try checkLocal(entry, next: next, &source, &findings)
        }
        try checkBetween(position, directory, nil, &source, &findings)
    }

    private static func checkBetween(
        _ position: Int, _ next: Int, _ name: [UInt8]?, _ source: inout ZipSource, _ findings: inout ZipFindings
    ) throws(ZipCheckEnd) {
        guard position != next else { return }
        guard position < next else {
            findings.add(.overlap, name, "begins at byte \(next), inside what ends at \(position)")
            throw .beyondRepair
        }
        if next - position >= 4, try source.load(position, 4),
            source.number32(position) == ZipEndRecord.localSignature
        {
            findings.add(.notInDirectory, name, "the record at byte \(position) is not in the directory")
        } else if position == 0 {
            findings.add(.prefixData, "\(next) bytes before the first record")
        } else {
            findings.add(.gap, name, "\(next - position) bytes that belong to nothing at byte \(position)")
        }
    }

    /// - Parameter next: where the next record begins by the directory.
    /// - Returns: where this one ends.
    private static func checkLocal(
        _ entry: ZipEntry, next: Int, _ source: inout ZipSource, _ findings: inout ZipFindings
    ) throws(ZipCheckEnd) -> Int {
        let at = entry.offset
        guard try source.load(at, headerSize), source.number32(at) == ZipEndRecord.localSignature else {
            findings.add(.localHeader, entry.name, "no local header at byte \(at)")
            throw .beyondRepair
        }
        let nameSize = Int(source.number16(at + 26))
        let extraSize = Int(source.number16(at + 28))
        let contents = at + headerSize + nameSize + extraSize
        guard try source.load(at, headerSize + nameSize + extraSize) else {
            findings.add(.truncated, entry.name, "the local header is cut off")
            throw .beyondRepair
        }
        if !source.bytes(at + headerSize, nameSize).elementsEqual(entry.name) {
            findings.add(.nameMismatch, entry.name, "its local header has another name")
        }
        let flags = source.number16(at + 6)
        let hasDescriptor = flags & 8 != 0
        if (flags ^ entry.flags) & (1 | 1 << 6 | 1 << 13) != 0 {
            findings.add(.encrypted, entry.name, "only one of its headers says that it is encrypted")
        } else if (flags ^ entry.flags) & 1 << 11 != 0, entry.name.contains(where: { $0 >= 0x80 }) {
            findings.add(.nameMismatch, entry.name, "its headers give the name in different encodings")
        } else if flags != entry.flags {
            findings.add(.flagsMismatch, entry.name, "its headers have different flags")
        }
        if source.number16(at + 8) != entry.method {
            findings.add(.methodMismatch, entry.name, "its headers name different compression methods")
        }
        var sizes = ZipExtraFields.Sizes(
            size: Int(source.number32(at + 22)), packedSize: Int(source.number32(at + 18)), offset: 0)
        ZipExtraFields.resolve(
            &sizes, of: entry.name, source, at + headerSize + nameSize, extraSize, isLocal: true, &findings)
        let isDeferred = hasDescriptor && sizes.size == 0 && sizes.packedSize == 0
        if !isDeferred, sizes.size != entry.size || sizes.packedSize != entry.packedSize {
            findings.add(.sizeMismatch, entry.name, "its headers name different sizes")
        }
        let checksum = source.number32(at + 14)
        if checksum != entry.checksum, !(hasDescriptor && checksum == 0) {
            findings.add(.checksumMismatch, entry.name, "its headers name different checksums")
        }
        guard entry.packedSize <= next - min(contents, next), contents <= next else {
            findings.add(.overlap, entry.name, "its content runs into the record at byte \(next)")
            throw .beyondRepair
        }
        let end = contents + entry.packedSize
        guard hasDescriptor else { return end }
        findings.add(.dataDescriptor, entry.name, "sizes follow the content")
        guard try isDescriptor(of: entry, end, next - end, &source) else {
            findings.add(.descriptorMismatch, entry.name, "what follows the content is not its checksum and sizes")
            throw .beyondRepair
        }
        return next
    }

    /// A descriptor has a signature or not, and sizes of four bytes or eight.
    private static func isDescriptor(
        of entry: ZipEntry, _ at: Int, _ length: Int, _ source: inout ZipSource
    ) throws(ZipCheckEnd) -> Bool {
        guard [12, 16, 20, 24].contains(length), try source.load(at, length) else { return false }
        var start = at
        if length == 16 || length == 24 {
            guard source.number32(at) == 0x0807_4B50 else { return false }
            start += 4
        }
        guard source.number32(start) == entry.checksum else { return false }
        if length < 20 {
            return Int(source.number32(start + 4)) == entry.packedSize && Int(source.number32(start + 8)) == entry.size
        }
        return source.number64(start + 4) == UInt64(entry.packedSize)
            && source.number64(start + 12) == UInt64(entry.size)
    }
}
