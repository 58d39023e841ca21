internal import CDigests

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds accidental damage, nothing more.
public enum CRC32C {
    /// The checksum of `bytes`; of the ASCII digits 1 to 9 it is `0xE306_9283`.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        checksum(bytes, count: bytes.count)
    }

    /// The checksum of the first `count` bytes of `bytes`.
    public static func checksum(_ bytes: [UInt8], count: Int) -> UInt32 {
        precondition(count <= bytes.count)
        return unsafe bytes.withUnsafeBytes { unsafe cdigests_crc32c(0, $0.baseAddress, count) }
    }

    /// The checksum of what gave `before` (0 for nothing) followed by `bytes`.
    public static func checksum(continuing before: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        unsafe cdigests_crc32c(before, bytes.baseAddress, bytes.count)
    }
}
