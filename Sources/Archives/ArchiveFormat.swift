/// What an archive is, container and compression together. The raw value is stored in listings: never reuse one.
package enum ArchiveFormat: UInt8, Sendable, CaseIterable {
    case zip = 1
    case tar = 2
    case tarGzip = 3
    case tarBzip2 = 4
    case tarXz = 5

    /// Guesses from the first bytes, as `file` would: what matches no signature is taken for a tar, whose own
    /// header checksum then decides.
    init(sniffing start: UnsafeRawBufferPointer) {
        func begins(with signature: StaticString) -> Bool {
            guard start.count >= signature.utf8CodeUnitCount else { return false }
            return unsafe start.starts(
                with: UnsafeBufferPointer(start: signature.utf8Start, count: signature.utf8CodeUnitCount))
        }
        if begins(with: "PK\u{3}\u{4}") || begins(with: "PK\u{5}\u{6}") {
            self = .zip
        } else if start.count >= 2, unsafe start[0] == 0x1f, unsafe start[1] == 0x8b {
            self = .tarGzip
        } else if begins(with: "BZh") {
            self = .tarBzip2
        } else if start.count >= 6, unsafe start[0] == 0xfd,
            unsafe start[1..<6].elementsEqual([0x37, 0x7a, 0x58, 0x5a, 0])
        {
            self = .tarXz
        } else {
            self = .tar
        }
    }
}
