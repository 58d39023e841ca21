/// Those bytes of a zip archive that tell what is in it: headers, directory, metadata. A hundredth of most archives.
///
/// Gathered while the archive streams by, it saves reading the archive again. It never stands for more than it has: a
/// reader that needs another byte learns so, and takes the archive itself.
package struct ZipSkeleton: Sendable {
    /// A run of the archive's bytes.
    struct Part: Sendable, Equatable {
        /// Where in the archive it begins.
        let offset: Int64
        /// Where in `bytes` it begins.
        let index: Int
        var count: Int

        var end: Int64 { offset + Int64(count) }
    }

    /// Bytes of the whole archive.
    let size: Int64
    /// In the order of the archive, neither overlapping nor touching.
    let parts: [Part]
    /// The bytes of all parts, one after the other.
    let bytes: [UInt8]

    /// Bytes of memory that it holds, roughly.
    package var cost: Int { bytes.count + parts.count * MemoryLayout<Part>.stride }

    /// The part with the byte at `offset`; nil where none has it.
    func part(at offset: Int64) -> Part? {
        var low = 0
        var high = parts.count
        while low < high {
            let middle = (low + high) / 2
            if parts[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        guard low < parts.count, parts[low].offset <= offset else { return nil }
        return parts[low]
    }
}

extension ZipSkeleton {
    /// As it goes to a worker: the number of parts, each part's offset and count, and the bytes.
    func encode(into out: inout ByteWriter) {
        out.varint(UInt64(parts.count))
        var end: Int64 = 0
        for part in parts {
            out.varint(UInt64(part.offset - end))
            out.varint(UInt64(part.count))
            end = part.end
        }
        out.append(bytes[...])
    }

    init(decoding reader: inout ByteReader, size: Int64) throws(ArchiveError) {
        var parts: [Part] = []
        var end: Int64 = 0
        var total = 0
        for _ in 0..<(try reader.varint()) {
            let (gap, count) = (try reader.varint(), try reader.varint())
            guard gap <= UInt64(size - end), count <= UInt64(size - end) - gap, count <= Self.mostBytes else {
                throw .corruptListing
            }
            parts.append(Part(offset: end + Int64(gap), index: total, count: Int(count)))
            end += Int64(gap + count)
            total += Int(count)
        }
        bytes = reader.rest()
        guard bytes.count == total else { throw .corruptListing }
        self.parts = parts
        self.size = size
    }

    /// No skeleton is larger: of a richer archive none is made. Bytes.
    package static let mostBytes = 1 << 20
    /// A part takes up to 20 bytes besides its own, which are 30 or more but for the last.
    static let mostEncodedBytes = 2 * mostBytes + 64
}
