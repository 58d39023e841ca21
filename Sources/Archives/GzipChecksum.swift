internal import CDigests

/// CRC-32 as gzip's trailer has it (RFC 1952), eight bytes at a step.
@safe struct GzipChecksum {
    /// The table of the bytewise algorithm, and seven that each run one more zero byte through it.
    ///
    /// SAFETY: written once, in here, before anyone can see it.
    private nonisolated(unsafe) static let tables: UnsafeMutablePointer<UInt32> = {
        let tables = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xedb8_8320 }
            unsafe tables[index] = value
        }
        for index in 256..<8 * 256 {
            let before = unsafe tables[index - 256]
            unsafe tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
        }
        return unsafe tables
    }()

    private var state: UInt32 = .max

    /// The checksum of everything so far.
    var value: UInt32 { ~state }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = InlineArray<16, UInt8>(repeating: 0)
        var room = rest.mutableSpan
        let folded = unsafe room.withUnsafeMutableBufferPointer {
            unsafe cdigests_crc32_fold(state, bytes.baseAddress, bytes.count, $0.baseAddress)
        }
        if folded > 0 {
            state = 0
            unsafe rest.span.withUnsafeBytes { unsafe step(through: $0) }
        }
        unsafe step(through: UnsafeRawBufferPointer(rebasing: bytes[folded...]))
    }

    private mutating func step(through bytes: UnsafeRawBufferPointer) {
        let tables = unsafe Self.tables
        var crc = state
        var at = 0
        let whole = bytes.count & ~7
        while at < whole {
            let low = unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)) ^ crc
            let high = unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
            crc = unsafe tables[7 * 256 + Int(low & 0xff)] ^ tables[6 * 256 + Int(low >> 8 & 0xff)]
            crc = unsafe crc ^ tables[5 * 256 + Int(low >> 16 & 0xff)] ^ tables[4 * 256 + Int(low >> 24)]
            crc = unsafe crc ^ tables[3 * 256 + Int(high & 0xff)] ^ tables[2 * 256 + Int(high >> 8 & 0xff)]
            crc = unsafe crc ^ tables[256 + Int(high >> 16 & 0xff)] ^ tables[Int(high >> 24)]
            at += 8
        }
        while at < bytes.count {
            crc = unsafe crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[at])) & 0xff)]
            at += 1
        }
        state = crc
    }
}
