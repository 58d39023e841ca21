/// Where the central directory is and how much it holds, from the end of the file.
struct ZipEndRecord {
    static let localSignature: UInt32 = 0x0403_4B50
    static let centralSignature: UInt32 = 0x0201_4B50
    private static let signature: UInt32 = 0x0605_4B50
    private static let zip64Signature: UInt32 = 0x0606_4B50
    private static let locatorSignature: UInt32 = 0x0706_4B50

    private static let size = 22
    private static let zip64Size = 56
    private static let locatorSize = 20
    private static let longestComment = 0xFFFF

    var entryCount: Int
    var directoryOffset: Int
    var directorySize: Int

    /// Takes the last end record in the file, as all readers do, and holds it against where it stands.
    static func find(in source: inout ZipSource, _ findings: inout ZipFindings) throws(ZipCheckEnd) -> ZipEndRecord {
        let tail = min(source.size, longestComment + size + zip64Size + locatorSize)
        guard tail >= size, try source.load(source.size - tail, tail) else {
            findings.add(.notZip, "the file is too short to be a zip archive")
            throw .beyondRepair
        }
        let lowest = max(source.size - tail, source.size - size - longestComment)
        guard let at = lastSignature(in: source, from: lowest) else {
            if try begins(like: localSignature, &source) {
                findings.add(.truncated, "there is no end record")
            } else {
                findings.add(.notZip, "there is neither an end record nor a first member")
            }
            throw .beyondRepair
        }
        let commentSize = Int(source.number16(at + 20))
        if at + size + commentSize < source.size {
            findings.add(.trailingData, "\(source.size - at - size - commentSize) bytes follow the end record")
        } else if at + size + commentSize > source.size {
            findings.add(.truncated, "the comment of the end record is cut off")
        }
        // A whole archive inside the comment makes its own end record the last one, and this one too early.
        if commentSize > 0, hasSignature(in: source, at + size) {
            findings.add(.endRecordInComment, "the comment looks like the end of another archive")
        }
        try checkTar(&source, &findings)
        guard try source.load(source.size - tail, tail) else {
            findings.add(.truncated, "the file became shorter")
            throw .beyondRepair
        }
        return try read(at, lowest: source.size - tail, source, &findings)
    }

    private static func read(
        _ at: Int, lowest: Int, _ source: ZipSource, _ findings: inout ZipFindings
    ) throws(ZipCheckEnd) -> ZipEndRecord {
        let shortCount = source.number16(at + 10)
        let shortSize = source.number32(at + 12)
        let shortOffset = source.number32(at + 16)
        let disks = (source.number16(at + 4), source.number16(at + 6))
        var end = ZipEndRecord(
            entryCount: Int(shortCount), directoryOffset: Int(shortOffset), directorySize: Int(shortSize))
        var directoryEnd = at
        let locator = at - locatorSize
        if locator >= lowest, source.number32(locator) == locatorSignature {
            let record = locator - zip64Size
            guard record >= lowest, source.number32(record) == zip64Signature, source.number64(record + 4) == 44,
                source.number64(locator + 8) == UInt64(record), source.number32(locator + 4) == 0,
                source.number32(locator + 16) <= 1, source.number32(record + 16) == 0,
                source.number32(record + 20) == 0,
                source.number64(record + 24) == source.number64(record + 32),
                let count = Int(exactly: source.number64(record + 32)),
                let size = Int(exactly: source.number64(record + 40)),
                let offset = Int(exactly: source.number64(record + 48))
            else {
                findings.add(.zip64EndRecord, "the zip64 end record is not where and what its locator says")
                throw .beyondRepair
            }
            guard shortCount == .max || Int(shortCount) == count, shortSize == .max || Int(shortSize) == size,
                shortOffset == .max || Int(shortOffset) == offset
            else {
                findings.add(.zip64EndRecord, "the zip64 end record contradicts the end record")
                throw .beyondRepair
            }
            end = ZipEndRecord(entryCount: count, directoryOffset: offset, directorySize: size)
            directoryEnd = record
        } else if shortSize == .max || shortOffset == .max {
            findings.add(.zip64EndRecord, "the end record promises a zip64 record that is not there")
            throw .beyondRepair
        }
        for disk in [disks.0, disks.1] where disk != 0 && !(disk == .max && directoryEnd != at) {
            findings.add(.multipleDisks, "the archive continues on another disk")
            throw .beyondRepair
        }
        if source.number16(at + 8) != shortCount {
            findings.add(.endRecord, "the end record counts the members in two ways")
        }
        let (sum, overflow) = end.directoryOffset.addingReportingOverflow(end.directorySize)
        guard !overflow, sum == directoryEnd else {
            // Where the directory is whole but later than said, something was put in front of the archive.
            let start = directoryEnd - end.directorySize
            let isMoved = start >= lowest && start > end.directoryOffset && source.number32(start) == centralSignature
            findings.add(
                isMoved ? .prefixData : !overflow && sum < directoryEnd ? .gap : .endRecord,
                "the end record puts the directory at \(end.directoryOffset) with \(end.directorySize) bytes, but "
                    + "it ends at \(directoryEnd)")
            throw .beyondRepair
        }
        return end
    }

    private static func lastSignature(in source: ZipSource, from lowest: Int) -> Int? {
        var at = source.size - size
        while at >= lowest {
            if source.byte(at) == 0x50, source.number32(at) == signature { return at }
            at -= 1
        }
        return nil
    }

    private static func hasSignature(in source: ZipSource, _ start: Int) -> Bool {
        var at = start
        while at + 4 <= source.size {
            if source.byte(at) == 0x50, source.number32(at) == signature { return true }
            at += 1
        }
        return false
    }

    private static func begins(like signature: UInt32, _ source: inout ZipSource) throws(ZipCheckEnd) -> Bool {
        try source.load(0, 4) && source.number32(0) == signature
    }

    /// A file whose first block is also a valid tar header is another archive to another reader.
    private static func checkTar(_ source: inout ZipSource, _ findings: inout ZipFindings) throws(ZipCheckEnd) {
        guard try source.load(0, 512) else { return }
        var claimed = 0
        var digits = 0
        for byte in source.bytes(148, 8) {
            if (0x30...0x37).contains(byte) {
                claimed = claimed << 3 | Int(byte - 0x30)
                digits += 1
            } else if byte != 0x20, byte != 0 {
                return
            }
        }
        guard digits > 0 else { return }
        let outside =
            source.bytes(0, 148).reduce(0) { $0 + Int($1) } + source.bytes(156, 356).reduce(0) { $0 + Int($1) }
        if outside + 8 * 0x20 == claimed { findings.add(.alsoTar, "the first block is a valid tar header too") }
    }
}
