/// The extra blocks behind a header's name: the zip64 sizes, and a second name.
struct ZipExtraFields {
    /// Sizes and offset as a header has them, all ones where the zip64 block has the truth.
    struct Sizes: Equatable {
        var size: Int
        var packedSize: Int
        /// Zero for a local header, which has none.
        var offset: Int

        static let deferred = Int(UInt32.max)
    }

    private static let zip64Tag: UInt16 = 0x0001
    private static let unicodePathTag: UInt16 = 0x7075

    /// Resolves `sizes` with the zip64 block among `count` bytes of extra blocks at `offset`, which must be loaded.
    static func resolve(
        _ sizes: inout Sizes, of name: [UInt8], _ source: ZipSource, _ offset: Int, _ count: Int,
        isLocal: Bool, _ findings: inout ZipFindings
    ) {
        var at = offset
        let end = offset + count
        var hasZip64 = false
        var hasUnicodePath = false
        while end - at >= 4 {
            let tag = source.number16(at)
            let length = Int(source.number16(at + 2))
            guard length <= end - at - 4 else {
                findings.add(.extraField, name, "an extra block is longer than its room")
                return
            }
            if tag == zip64Tag {
                if hasZip64 { findings.add(.extraRepeated, name, "two zip64 blocks") }
                hasZip64 = true
                resolveZip64(&sizes, of: name, source, at + 4, length, isLocal: isLocal, &findings)
            } else if tag == unicodePathTag {
                if hasUnicodePath { findings.add(.extraRepeated, name, "two blocks with a second name") }
                hasUnicodePath = true
                let isSame = length >= 5 && source.bytes(at + 9, length - 5).elementsEqual(name)
                if !isSame { findings.add(.unicodePath, name, "an extra block gives the member another name") }
            }
            at += 4 + length
        }
        if at != end { findings.add(.extraPadding, name, "\(end - at) bytes after the extra blocks") }
        let needed =
            sizes.size == Sizes.deferred || sizes.packedSize == Sizes.deferred || sizes.offset == Sizes.deferred
        if needed, !hasZip64 { findings.add(.zip64Field, name, "the zip64 block the header refers to is missing") }
    }

    private static func resolveZip64(
        _ sizes: inout Sizes, of name: [UInt8], _ source: ZipSource, _ at: Int, _ length: Int, isLocal: Bool,
        _ findings: inout ZipFindings
    ) {
        // Size, packed size, offset, disk; of these only the ones that the header defers, or all of them in order.
        let fields = [sizes.size, sizes.packedSize] + (isLocal ? [] : [sizes.offset])
        let deferredCount = fields.count { $0 == Sizes.deferred }
        let isSelection = length == 8 * deferredCount
        let isWhole = length == 16 || (!isLocal && (length == 24 || length == 28))
        guard isSelection || isWhole else {
            findings.add(.zip64Field, name, "a zip64 block of \(length) bytes")
            return
        }
        var resolved = fields
        var next = at
        for (index, field) in fields.enumerated() where isSelection ? field == Sizes.deferred : next - at + 8 <= length
        {
            guard let value = Int(exactly: source.number64(next)) else {
                findings.add(.zip64Field, name, "a zip64 size beyond all files")
                return
            }
            next += 8
            guard field == Sizes.deferred || field == value || (isLocal && field == 0) else {
                findings.add(.zip64Field, name, "the zip64 block contradicts the header")
                return
            }
            resolved[index] = value
        }
        if !isSelection, zip(fields, resolved).contains(where: { $0 == Sizes.deferred && $1 == $0 }) {
            findings.add(.zip64Field, name, "a zip64 block without the size the header refers to")
            return
        }
        sizes = Sizes(size: resolved[0], packedSize: resolved[1], offset: isLocal ? sizes.offset : resolved[2])
    }
}
