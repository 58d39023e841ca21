/// Writes one gzip member (RFC 1952) without a name and with modification time 0.
package struct GzipBuilder: Sendable {
    /// How content is put into the deflate stream.
    package enum Compression: Sendable {
        case stored
        case compressed
    }

    private var deflate = DeflateEncoder()
    private var checksum = CRC32()
    private var count = 0

    package init() {}

    /// A whole gzip file holding `bytes`.
    package static func wrap(_ bytes: [UInt8], _ compression: Compression = .compressed) -> [UInt8] {
        var gzip = GzipBuilder()
        gzip.append(bytes, compression)
        return gzip.finish()
    }

    package mutating func append(_ bytes: [UInt8], _ compression: Compression = .compressed) {
        switch compression {
        case .stored: deflate.appendStored(bytes)
        case .compressed: deflate.append(bytes)
        }
        checksum.update(bytes)
        count += bytes.count
    }

    /// Content of `repeats` copies of `byte`, in a thousandth of the room.
    package mutating func appendRun(of byte: UInt8, count repeats: Int) {
        deflate.appendRun(of: byte, count: repeats)
        checksum.update(repeating: byte, count: repeats)
        count += repeats
    }

    /// The file's bytes.
    /// - Parameters:
    ///   - checksum: what the trailer says in place of the right CRC-32.
    ///   - size: what the trailer says in place of the right size (modulo 2^32).
    package mutating func finish(checksum claimed: UInt32? = nil, size: UInt32? = nil) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        bytes += deflate.finish()
        bytes.append(littleEndian: claimed ?? checksum.value)
        bytes.append(littleEndian: size ?? UInt32(truncatingIfNeeded: count))
        return bytes
    }
}
