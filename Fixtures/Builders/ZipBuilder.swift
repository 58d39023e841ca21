/// Writes zip archives byte by byte, right ones and wrong ones.
///
/// Everything an entry or the archive says about itself can be replaced by a lie: see `Entry.local`, `Entry.central` and
/// the archive's own properties. Modification times are always 1980-01-01 00:00.
package struct ZipBuilder: Sendable {
    /// What one of an entry's two headers says in place of the truth.
    package struct Claims: Sendable {
        package var name: [UInt8]?
        package var method: UInt16?
        package var flags: UInt16?
        package var checksum: UInt32?
        package var packedSize: UInt32?
        package var size: UInt32?
        /// Follows the extra blocks that the builder writes itself.
        package var extra: [UInt8] = []
        /// Only for the central header.
        package var offset: UInt32?
    }

    package var entries: [Entry] = []
    /// Bytes before the first local header; offsets count them.
    package var prefix: [UInt8] = []
    /// Bytes between the last entry and the central directory.
    package var gapBeforeDirectory: [UInt8] = []
    /// Bytes between the central directory and the end records.
    package var gapBeforeEnd: [UInt8] = []
    package var comment: [UInt8] = []
    /// What the end record says about the comment's length in place of the truth.
    package var claimedCommentSize: UInt16?
    /// Bytes after the end record and its comment.
    package var trailing: [UInt8] = []
    /// Writes a zip64 end record and locator.
    package var isZip64 = false
    /// Bytes at the end of the zip64 end record ("extensible data").
    package var zip64EndExtra: [UInt8] = []
    package var claimedEntryCount: UInt16?
    package var claimedDirectorySize: UInt32?
    package var claimedDirectoryOffset: UInt32?

    package init() {}

    package init(_ entries: [Entry]) { self.entries = entries }

    package mutating func append(_ entry: Entry) { entries.append(entry) }

    /// A copy with one more file, deflated.
    package func file(_ name: String, _ contents: String = "") -> ZipBuilder {
        var copy = self
        copy.append(Entry(name, contents))
        return copy
    }

    /// The whole archive.
    package var bytes: [UInt8] {
        var output = prefix
        var directory: [UInt8] = []
        var count = 0
        for entry in entries {
            output += entry.gapBefore
            let offset = entry.isInDirectoryOnly ? 0 : output.count
            if !entry.isInDirectoryOnly { entry.writeLocal(into: &output) }
            if !entry.isMissingFromDirectory {
                entry.writeCentral(into: &directory, offset: offset)
                count += 1
            }
        }
        output += gapBeforeDirectory
        let start = output.count
        output += directory
        output += gapBeforeEnd
        writeEnd(into: &output, start: start, size: directory.count, count: count)
        output += trailing
        return output
    }

    private func writeEnd(into output: inout [UInt8], start: Int, size: Int, count: Int) {
        if isZip64 {
            let record = output.count
            output.append(littleEndian: 0x0606_4B50 as UInt32)
            output.append(littleEndian: UInt64(44 + zip64EndExtra.count))
            output.append(littleEndian: 45 as UInt16)
            output.append(littleEndian: 45 as UInt16)
            output.append(littleEndian: 0 as UInt32)
            output.append(littleEndian: 0 as UInt32)
            output.append(littleEndian: UInt64(count))
            output.append(littleEndian: UInt64(count))
            output.append(littleEndian: UInt64(size))
            output.append(littleEndian: UInt64(start))
            output += zip64EndExtra
            output.append(littleEndian: 0x0706_4B50 as UInt32)
            output.append(littleEndian: 0 as UInt32)
            output.append(littleEndian: UInt64(record))
            output.append(littleEndian: 1 as UInt32)
        }
        let shortCount = claimedEntryCount ?? (isZip64 ? 0xFFFF : UInt16(clamping: count))
        output.append(littleEndian: 0x0605_4B50 as UInt32)
        output.append(littleEndian: 0 as UInt16)
        output.append(littleEndian: 0 as UInt16)
        output.append(littleEndian: shortCount)
        output.append(littleEndian: shortCount)
        output.append(littleEndian: claimedDirectorySize ?? (isZip64 ? ~0 : UInt32(clamping: size)))
        output.append(littleEndian: claimedDirectoryOffset ?? (isZip64 ? ~0 : UInt32(clamping: start)))
        output.append(littleEndian: claimedCommentSize ?? UInt16(clamping: comment.count))
        output += comment
    }
}
