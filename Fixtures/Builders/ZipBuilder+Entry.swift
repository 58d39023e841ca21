extension ZipBuilder {
    /// One member: its content as stored, and what its two headers say of it.
    package struct Entry: Sendable {
        package enum Compression: UInt16, Sendable {
            case stored = 0
            case deflated = 8
        }

        package var name: [UInt8]
        /// The bytes between local header and next record.
        package var packed: [UInt8]
        package var method: UInt16
        /// Size of the content once unpacked.
        package var size: Int
        package var checksum: UInt32
        /// Bit 0 encrypted, bit 3 data descriptor, bit 11 UTF-8 name (set for names that are not ASCII).
        package var flags: UInt16
        /// The upper half is the Unix mode.
        package var externalAttributes: UInt32 = 0o100644 << 16
        package var comment: [UInt8] = []
        package var local = Claims()
        package var central = Claims()
        /// Bytes before this entry's local header that belong to nothing.
        package var gapBefore: [UInt8] = []
        /// Sizes are written as zip64 extra blocks in both headers.
        package var isZip64 = false
        /// Whether the descriptor, if there is one, begins with its optional signature.
        package var descriptorHasSignature = true
        package var isMissingFromDirectory = false
        package var isInDirectoryOnly = false

        /// A member with its content given as bytes.
        package init(_ name: String, bytes contents: [UInt8], _ compression: Compression = .deflated) {
            self.init(rawName: Array(name.utf8), bytes: contents, compression)
        }

        /// A member with its content given as text.
        package init(_ name: String, _ contents: String = "", _ compression: Compression = .deflated) {
            self.init(name, bytes: Array(contents.utf8), compression)
        }

        /// A member whose name need not be text; such names are not marked as UTF-8.
        package init(rawName name: [UInt8], bytes contents: [UInt8] = [], _ compression: Compression = .stored) {
            let isText = String(validating: name, as: UTF8.self) != nil
            self.name = name
            packed = compression == .stored ? contents : DeflateEncoder.compressed(contents)
            method = compression.rawValue
            size = contents.count
            checksum = CRC32.of(contents)
            flags = isText && name.contains { $0 >= 0x80 } ? 1 << 11 : 0
        }

        /// A member that unpacks to `count` copies of `byte` and takes a thousandth of that.
        package static func bomb(_ name: String, of byte: UInt8 = 0, count: Int) -> Entry {
            var entry = Entry(name)
            var checksum = CRC32()
            checksum.update(repeating: byte, count: count)
            entry.packed = DeflateEncoder.run(of: byte, count: count)
            entry.size = count
            entry.checksum = checksum.value
            return entry
        }

        /// A directory; a slash is put at the end of `name`.
        package static func directory(_ name: String) -> Entry {
            var entry = Entry(name + "/", "", .stored)
            entry.externalAttributes = 0o40755 << 16 | 0x10
            return entry
        }

        /// A symbolic link as Info-ZIP stores it: the target is the content.
        package static func symlink(_ name: String, to target: String) -> Entry {
            var entry = Entry(name, target, .stored)
            entry.externalAttributes = 0o120777 << 16
            return entry
        }

        /// Whether both headers say the content is encrypted (it is not).
        package var isEncrypted: Bool {
            get { flags & 1 != 0 }
            set { flags = newValue ? flags | 1 : flags & ~1 }
        }

        /// Whether sizes and checksum follow the content and the local header has zeros in their place.
        package var hasDescriptor: Bool {
            get { flags & 8 != 0 }
            set { flags = newValue ? flags | 8 : flags & ~8 }
        }

        func writeLocal(into output: inout [UInt8]) {
            let extra = zip64Extra(local: true) + local.extra
            output.append(littleEndian: 0x0403_4B50 as UInt32)
            output.append(littleEndian: isZip64 ? 45 : 20 as UInt16)
            writeCommon(into: &output, local, isLocal: true, extraSize: extra.count)
            output += local.name ?? name
            output += extra
            output += packed
            guard hasDescriptor else { return }
            if descriptorHasSignature { output.append(littleEndian: 0x0807_4B50 as UInt32) }
            output.append(littleEndian: checksum)
            if isZip64 {
                output.append(littleEndian: UInt64(packed.count))
                output.append(littleEndian: UInt64(size))
            } else {
                output.append(littleEndian: UInt32(clamping: packed.count))
                output.append(littleEndian: UInt32(clamping: size))
            }
        }

        func writeCentral(into output: inout [UInt8], offset: Int) {
            let extra = zip64Extra(local: false) + central.extra
            output.append(littleEndian: 0x0201_4B50 as UInt32)
            output.append(littleEndian: 3 << 8 | 20 as UInt16)  // made on Unix
            output.append(littleEndian: isZip64 ? 45 : 20 as UInt16)
            writeCommon(into: &output, central, isLocal: false, extraSize: extra.count)
            output.append(littleEndian: UInt16(clamping: comment.count))
            output.append(littleEndian: 0 as UInt16)
            output.append(littleEndian: 0 as UInt16)
            output.append(littleEndian: externalAttributes)
            output.append(littleEndian: central.offset ?? UInt32(clamping: offset))
            output += central.name ?? name
            output += extra
            output += comment
        }

        private func writeCommon(into output: inout [UInt8], _ claims: Claims, isLocal: Bool, extraSize: Int) {
            let isDeferred = isLocal && hasDescriptor
            output.append(littleEndian: claims.flags ?? flags)
            output.append(littleEndian: claims.method ?? method)
            output.append(littleEndian: 0 as UInt16)
            output.append(littleEndian: 1 << 5 | 1 as UInt16)
            output.append(littleEndian: claims.checksum ?? (isDeferred ? 0 : checksum))
            let shortPacked = isZip64 ? ~0 : isDeferred ? 0 : UInt32(clamping: packed.count)
            let shortSize = isZip64 ? ~0 : isDeferred ? 0 : UInt32(clamping: size)
            output.append(littleEndian: claims.packedSize ?? shortPacked)
            output.append(littleEndian: claims.size ?? shortSize)
            output.append(littleEndian: UInt16(clamping: (claims.name ?? name).count))
            output.append(littleEndian: UInt16(clamping: extraSize))
        }

        private func zip64Extra(local: Bool) -> [UInt8] {
            guard isZip64 else { return [] }
            let isDeferred = local && hasDescriptor
            var extra: [UInt8] = []
            extra.append(littleEndian: 1 as UInt16)
            extra.append(littleEndian: 16 as UInt16)
            extra.append(littleEndian: isDeferred ? 0 : UInt64(size))
            extra.append(littleEndian: isDeferred ? 0 : UInt64(packed.count))
            return extra
        }
    }
}
