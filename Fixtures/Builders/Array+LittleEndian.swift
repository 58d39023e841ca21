extension [UInt8] {
    /// Appends `value` with its least significant byte first, as zip and gzip write numbers.
    mutating func append<Number: FixedWidthInteger>(littleEndian value: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
