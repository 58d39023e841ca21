/// Writes tar archives block by block (POSIX ustar, GNU and pax extensions), right ones and wrong ones.
///
/// Modification times are 0, owners are 0; a name too long for its field is written as `longNames` says.
package struct TarBuilder: Sendable {
    /// How names of more than 100 bytes are written.
    package enum LongNames: Sendable {
        /// A pax header with `path` or `linkpath`.
        case pax
        /// A GNU `L` or `K` member.
        case gnu
        /// Divided between the prefix and name fields, cut where that is not possible.
        case ustar
    }

    /// One member, its header's fields in the order of the block.
    package struct Entry: Sendable {
        package var name: [UInt8]
        package var mode: Int = 0o644
        /// What the header says in place of the content's size.
        package var claimedSize: Int?
        package var modified: Int = 0
        /// `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` directory, `6` pipe, and so on.
        package var type: UInt8 = UInt8(ascii: "0")
        package var linkTarget: [UInt8] = []
        package var contents: [UInt8] = []
        /// Records of a pax header of its own in front of this member.
        package var pax: [(key: String, value: [UInt8])] = []
        /// Makes it a sparse file as GNU once wrote it: where the runs of `contents` belong, at most four, and the size of
        /// all with the holes.
        package var gnuSparse: (runs: [(offset: Int, count: Int)], size: Int)?
        /// What the header says in place of the right checksum.
        package var claimedChecksum: Int?

        package init(rawName name: [UInt8], bytes contents: [UInt8] = []) {
            self.name = name
            self.contents = contents
        }

        package init(_ name: String, bytes contents: [UInt8]) { self.init(rawName: Array(name.utf8), bytes: contents) }

        package init(_ name: String, _ contents: String = "") { self.init(name, bytes: Array(contents.utf8)) }

        package static func directory(_ name: String) -> Entry {
            var entry = Entry(name + "/")
            entry.type = UInt8(ascii: "5")
            entry.mode = 0o755
            return entry
        }

        package static func symlink(_ name: String, to target: String) -> Entry { link(name, to: target, "2") }

        package static func hardLink(_ name: String, to target: String) -> Entry { link(name, to: target, "1") }

        /// A device, pipe or anything else that is only a header: `3` character, `4` block, `6` pipe.
        package static func special(_ name: String, type: Unicode.Scalar) -> Entry { link(name, to: "", type) }

        /// A file of one hole, as GNU once wrote it.
        package static func sparse(_ name: String, size: Int) -> Entry {
            var entry = Entry(name)
            entry.gnuSparse = ([(size, 0)], size)
            return entry
        }

        private static func link(_ name: String, to target: String, _ type: Unicode.Scalar) -> Entry {
            var entry = Entry(name)
            entry.type = UInt8(ascii: type)
            entry.linkTarget = Array(target.utf8)
            return entry
        }
    }

    package var entries: [Entry] = []
    package var longNames = LongNames.pax
    /// Records of a global pax header at the very beginning, as git writes them.
    package var globalPax: [(key: String, value: [UInt8])] = []
    /// The two blocks of zeros at the end.
    package var hasEnd = true
    /// Bytes after the end.
    package var trailing: [UInt8] = []

    package init(_ entries: [Entry] = []) { self.entries = entries }

    package mutating func append(_ entry: Entry) { entries.append(entry) }

    /// The whole archive, not compressed.
    package var bytes: [UInt8] {
        var output: [UInt8] = []
        if !globalPax.isEmpty { writeRaw(Self.paxEntry(globalPax, type: "g"), into: &output) }
        for entry in entries { write(entry, into: &output) }
        if hasEnd { output.append(contentsOf: [UInt8](repeating: 0, count: 1024)) }
        return output + trailing
    }

    /// The whole archive in one gzip member.
    package func gzipped(_ compression: GzipBuilder.Compression = .compressed) -> [UInt8] {
        GzipBuilder.wrap(bytes, compression)
    }

    private func write(_ entry: Entry, into output: inout [UInt8]) {
        var pax = entry.pax
        switch longNames {
        case .pax:
            if entry.name.count > 100 { pax.append(("path", entry.name)) }
            if entry.linkTarget.count > 100 { pax.append(("linkpath", entry.linkTarget)) }
        case .gnu:
            for (type, name) in [("L", entry.name), ("K", entry.linkTarget)] as [(Unicode.Scalar, [UInt8])]
            where name.count > 100 {
                var long = Entry("././@LongLink")
                long.type = UInt8(ascii: type)
                long.contents = name + [0]
                writeRaw(long, into: &output)
            }
        case .ustar: break
        }
        if !pax.isEmpty { writeRaw(Self.paxEntry(pax, type: "x"), into: &output) }
        writeRaw(entry, into: &output)
    }

    private static func paxEntry(_ records: [(key: String, value: [UInt8])], type: Unicode.Scalar) -> Entry {
        var entry = Entry("PaxHeaders/0")
        entry.type = UInt8(ascii: type)
        for record in records {
            let rest = Array(" \(record.key)=".utf8) + record.value + [10]
            // The length counts its own digits.
            var length = rest.count + 1
            while String(length).utf8.count + rest.count != length { length = String(length).utf8.count + rest.count }
            entry.contents += Array(String(length).utf8) + rest
        }
        return entry
    }

    private func writeRaw(_ entry: Entry, into output: inout [UInt8]) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int, limit: Int) {
            for (index, byte) in bytes.prefix(limit).enumerated() { header[offset + index] = byte }
        }
        func number(_ value: Int, digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            if value >= 0, text.utf8.count <= digits {
                return Array((String(repeating: "0", count: digits - text.utf8.count) + text).utf8)
            }
            // GNU: base 256 with the top bit set where octal digits do not suffice.
            let low = (0...digits).reversed().map { UInt8(truncatingIfNeeded: value >> min(63, 8 * $0)) }
            return [low[0] | 0x80] + low.dropFirst()
        }
        var name = entry.name[...]
        if longNames == .ustar, name.count > 100,
            let cut = name.indices.last(where: { name[$0] == UInt8(ascii: "/") && $0 <= 155 && name.count - $0 <= 101 })
        {
            put(name[..<cut], at: 345, limit: 155)
            name = name[(cut + 1)...]
        }
        put(name, at: 0, limit: 100)
        put(number(entry.mode, digits: 7), at: 100, limit: 8)
        put(number(0, digits: 7), at: 108, limit: 8)
        put(number(0, digits: 7), at: 116, limit: 8)
        put(number(entry.claimedSize ?? entry.contents.count, digits: 11), at: 124, limit: 12)
        put(number(entry.modified, digits: 11), at: 136, limit: 12)
        put([UInt8](repeating: 0x20, count: 8), at: 148, limit: 8)
        header[156] = entry.type
        put(entry.linkTarget, at: 157, limit: 100)
        put(Array("ustar\u{0}00".utf8), at: 257, limit: 8)
        if let sparse = entry.gnuSparse {
            header[156] = UInt8(ascii: "S")
            put(Array("ustar  \u{0}".utf8), at: 257, limit: 8)
            for (place, run) in sparse.runs.enumerated() {
                put(number(run.offset, digits: 11), at: 386 + 24 * place, limit: 12)
                put(number(run.count, digits: 11), at: 398 + 24 * place, limit: 12)
            }
            put(number(sparse.size, digits: 11), at: 483, limit: 12)
        }
        let sum = entry.claimedChecksum ?? header.reduce(0) { $0 + Int($1) }
        put(number(sum, digits: 6) + [0, 0x20], at: 148, limit: 8)
        output += header
        output += entry.contents
        output.append(contentsOf: [UInt8](repeating: 0, count: (512 - entry.contents.count % 512) % 512))
    }
}
