/// Numbers as records and their keys have them: the most significant byte first, so that keys sort as their numbers do.
extension FixedWidthInteger {
    /// All bytes, the most significant first.
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }

    /// - Parameter bytes: the most significant first; what is missing in front is zero.
    init(bigEndianBytes bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}
