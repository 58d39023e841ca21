/// A member as the central directory has it.
package struct ZipEntry: Sendable, Equatable {
    /// Any bytes; a slash at the end makes it a directory.
    package var name: [UInt8]
    /// Bytes in the archive.
    package var packedSize: Int
    /// Bytes once unpacked, as declared.
    package var size: Int
    /// CRC-32 of the unpacked bytes, as declared.
    package var checksum: UInt32
    /// 0 stored, 8 deflated.
    package var method: UInt16
    /// General purpose bits: 0 encrypted, 3 data descriptor, 11 UTF-8 name.
    package var flags: UInt16
    /// Where the local header begins.
    package var offset: Int
    /// Unix type and permissions; 0 where the maker wrote none.
    package var mode: UInt16

    package var isDirectory: Bool { name.last == UInt8(ascii: "/") }
}
