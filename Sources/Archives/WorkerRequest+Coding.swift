extension WorkerRequest {
    /// Set in the first byte: the answer need not be sent before the next one.
    private static let moreFollowBit: UInt8 = 0x80

    func encode(into out: inout ByteWriter, moreFollow: Bool) {
        let flag = moreFollow ? Self.moreFollowBit : 0
        switch self {
        case .confine(let limits):
            out.byte(0 | flag)
            limits.encode(into: &out)
        case .inspect(let size, let expected, let patterns):
            out.byte(1 | flag)
            out.varint(UInt64(bitPattern: size))
            out.byte(expected?.rawValue ?? 0)
            out.varint(UInt64(patterns.count))
            for pattern in patterns { out.counted(pattern.bytes[...]) }
        case .inspectWindow(let archives, let patterns):
            out.byte(4 | flag)
            out.varint(UInt64(archives.count))
            for archive in archives {
                out.varint(UInt64(archive.range.lowerBound))
                out.varint(UInt64(archive.range.count))
                out.byte(archive.expected?.rawValue ?? 0)
            }
            out.varint(UInt64(patterns.count))
            for pattern in patterns { out.counted(pattern.bytes[...]) }
        case .inspectSkeleton(let count, let size, let expected, let patterns):
            out.byte(5 | flag)
            out.varint(UInt64(count))
            out.varint(UInt64(bitPattern: size))
            out.byte(expected?.rawValue ?? 0)
            out.varint(UInt64(patterns.count))
            for pattern in patterns { out.counted(pattern.bytes[...]) }
        case .stream(let size, let expected, let paths):
            out.byte(2 | flag)
            out.varint(UInt64(bitPattern: size))
            out.byte(expected?.rawValue ?? 0)
            out.byte(paths == nil ? 0 : 1)
            out.varint(UInt64(paths?.count ?? 0))
            for path in paths ?? [] { out.counted(path[...]) }
        case .probe(let probe):
            out.byte(3 | flag)
            out.byte(probe.rawValue)
        }
    }

    /// Reads a message.
    init(decoding reader: inout ByteReader, moreFollow: inout Bool) throws(ArchiveError) {
        let first = try reader.byte()
        moreFollow = first & Self.moreFollowBit != 0
        switch first & ~Self.moreFollowBit {
        case 0: self = .confine(try ArchiveLimits(decoding: &reader))
        case 1:
            let size = Int64(bitPattern: try reader.varint())
            let expected = ArchiveFormat(rawValue: try reader.byte())
            let patterns = try Self.strings(&reader).map(ExtractPattern.init(bytes:))
            self = .inspect(size: size, expected: expected, patterns: patterns)
        case 2:
            let size = Int64(bitPattern: try reader.varint())
            let expected = ArchiveFormat(rawValue: try reader.byte())
            let some = try reader.byte() == 1
            let paths = try Self.strings(&reader)
            self = .stream(size: size, expected: expected, paths: some ? paths : nil)
        case 3:
            guard let probe = ConfinementProbe(rawValue: try reader.byte()) else { throw .corruptListing }
            self = .probe(probe)
        case 4:
            var archives: [WindowArchive] = []
            for _ in 0..<(try reader.varint()) { archives.append(try WindowArchive(decoding: &reader)) }
            let patterns = try Self.strings(&reader).map(ExtractPattern.init(bytes:))
            self = .inspectWindow(archives, patterns: patterns)
        case 5:
            let count = Int(clamping: try reader.varint())
            let size = Int64(bitPattern: try reader.varint())
            let expected = ArchiveFormat(rawValue: try reader.byte())
            let patterns = try Self.strings(&reader).map(ExtractPattern.init(bytes:))
            self = .inspectSkeleton(count: count, size: size, expected: expected, patterns: patterns)
        default: throw .corruptListing
        }
    }

    private static func strings(_ reader: inout ByteReader) throws(ArchiveError) -> [[UInt8]] {
        var all: [[UInt8]] = []
        for _ in 0..<(try reader.varint()) { all.append(try reader.counted(limit: mostMessageBytes)) }
        return all
    }
}

extension WorkerRequest.WindowArchive {
    fileprivate init(decoding reader: inout ByteReader) throws(ArchiveError) {
        let (start, count) = (Int(clamping: try reader.varint()), Int(clamping: try reader.varint()))
        guard count <= SharedWindow.byteCount, start <= SharedWindow.byteCount - count else { throw .corruptListing }
        self.init(range: start..<start + count, expected: ArchiveFormat(rawValue: try reader.byte()))
    }
}

extension ArchiveLimits {
    /// The limits that the worker keeps; times are kept by the pool.
    fileprivate func encode(into out: inout ByteWriter) {
        out.byte(UInt8(formats.count))
        for format in formats { out.byte(format.rawValue) }
        for count in [entries, pathBytes, listingBytes, extractedMemberBytes, extractedBytes] {
            out.varint(UInt64(count))
        }
        for bytes in [expandedBytes, ratioFloorBytes, expansionRatio] { out.varint(UInt64(bytes)) }
        out.varint(workerMemoryBytes)
        out.varint(UInt64(workerLifetime.components.seconds))
    }

    fileprivate init(decoding reader: inout ByteReader) throws(ArchiveError) {
        self.init()
        formats = []
        for _ in 0..<(try reader.byte()) {
            guard let format = ArchiveFormat(rawValue: try reader.byte()) else { throw .corruptListing }
            formats.insert(format)
        }
        entries = Int(try reader.varint())
        pathBytes = Int(try reader.varint())
        listingBytes = Int(try reader.varint())
        extractedMemberBytes = Int(try reader.varint())
        extractedBytes = Int(try reader.varint())
        expandedBytes = Int64(try reader.varint())
        ratioFloorBytes = Int64(try reader.varint())
        expansionRatio = Int64(try reader.varint())
        workerMemoryBytes = try reader.varint()
        workerLifetime = .seconds(Int64(try reader.varint()))
    }
}
