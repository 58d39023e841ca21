/// Writes deflate streams (RFC 1951): stored blocks, blocks with the fixed code, and runs that expand a thousandfold.
///
/// The same input gives the same bytes everywhere and always, which a system's zlib does not promise.
package struct DeflateEncoder: Sendable {
    private var bits = BitWriter()
    private var isFinished = false

    package init() {}

    /// One finished stream with `bytes` in stored blocks: as large as its content.
    package static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var encoder = DeflateEncoder()
        encoder.appendStored(bytes)
        return encoder.finish()
    }

    /// One finished stream with `bytes` compressed.
    package static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var encoder = DeflateEncoder()
        encoder.append(bytes)
        return encoder.finish()
    }

    /// One finished stream that expands to `count` copies of `byte`, 1,032 of them in each byte.
    package static func run(of byte: UInt8, count: Int) -> [UInt8] {
        var encoder = DeflateEncoder()
        encoder.appendRun(of: byte, count: count)
        return encoder.finish()
    }

    /// Ends the stream with an empty last block and returns its bytes.
    package mutating func finish() -> [UInt8] {
        precondition(!isFinished, "a deflate stream ends once")
        isFinished = true
        bits.write(0b011, count: 3)
        bits.write(0, count: 7)
        bits.align()
        return bits.bytes
    }

    package mutating func appendStored(_ bytes: [UInt8]) {
        for start in stride(from: 0, to: bytes.count, by: 0xFFFF) {
            let block = bytes[start..<min(start + 0xFFFF, bytes.count)]
            bits.write(0b000, count: 3)
            bits.align()
            bits.bytes.append(littleEndian: UInt16(block.count))
            bits.bytes.append(littleEndian: ~UInt16(block.count))
            bits.bytes.append(contentsOf: block)
        }
    }

    /// One block with the fixed code; matches are found through a table of the last place of each three bytes.
    package mutating func append(_ bytes: [UInt8]) {
        bits.write(0b010, count: 3)
        var lastPlaces = [Int](repeating: -1, count: 1 << 12)
        var position = 0
        while position < bytes.count {
            var length = 0
            var distance = 0
            if position + 3 <= bytes.count {
                let key = Self.key(bytes, at: position)
                let candidate = lastPlaces[key]
                lastPlaces[key] = position
                if candidate >= 0, position - candidate <= 32_768 {
                    length = Self.matchLength(bytes, candidate, position)
                    distance = position - candidate
                }
            }
            if length >= 3 {
                writeMatch(length: length, distance: distance)
                position += length
            } else {
                writeFixed(symbol: Int(bytes[position]))
                position += 1
            }
        }
        writeFixed(symbol: 256)
    }

    /// A block whose code has three symbols (the byte, a match of 258, the end), so that 258 bytes take two bits.
    package mutating func appendRun(of byte: UInt8, count: Int) {
        guard count > 0 else { return }
        bits.write(0b100, count: 3)
        bits.write(29, count: 5)  // 286 literal and length codes
        bits.write(0, count: 5)  // one distance code
        bits.write(14, count: 4)  // 18 code length codes, in the order of RFC 1951 3.2.7
        for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1] {
            bits.write([18, 0, 2, 1].contains(symbol) ? 2 : 0, count: 3)
        }
        writeZeroLengths(Int(byte))
        bits.writeReversed(0b10, count: 2)  // the byte: two bits
        writeZeroLengths(255 - Int(byte))
        bits.writeReversed(0b10, count: 2)  // end of block: two bits
        writeZeroLengths(28)
        bits.writeReversed(0b01, count: 2)  // 258 bytes: one bit
        bits.writeReversed(0b01, count: 2)  // distance 1: one bit

        bits.writeReversed(0b10, count: 2)
        let matches = (count - 1) / 258
        for _ in 0..<(matches / 4) { bits.write(0, count: 8) }
        bits.write(0, count: 2 * (matches % 4))
        for _ in 0..<((count - 1) % 258) { bits.writeReversed(0b10, count: 2) }
        bits.writeReversed(0b11, count: 2)
    }

    private mutating func writeZeroLengths(_ count: Int) {
        var remaining = count
        while remaining >= 11 {
            let repeats = min(remaining, 138)
            bits.writeReversed(0b11, count: 2)
            bits.write(repeats - 11, count: 7)
            remaining -= repeats
        }
        for _ in 0..<remaining { bits.writeReversed(0b00, count: 2) }
    }

    private static func key(_ bytes: [UInt8], at position: Int) -> Int {
        let word = Int(bytes[position]) | Int(bytes[position + 1]) << 8 | Int(bytes[position + 2]) << 16
        return (word &* 0x9E37_79B1) >> 20 & 0xFFF
    }

    private static func matchLength(_ bytes: [UInt8], _ candidate: Int, _ position: Int) -> Int {
        var length = 0
        while length < 258, position + length < bytes.count, bytes[candidate + length] == bytes[position + length] {
            length += 1
        }
        return length
    }

    private mutating func writeFixed(symbol: Int) {
        switch symbol {
        case 0...143: bits.writeReversed(0x30 + symbol, count: 8)
        case 144...255: bits.writeReversed(0x190 + symbol - 144, count: 9)
        case 256...279: bits.writeReversed(symbol - 256, count: 7)
        default: bits.writeReversed(0xC0 + symbol - 280, count: 8)
        }
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]

    private mutating func writeMatch(length: Int, distance: Int) {
        let lengthCode = Self.lengthBases.lastIndex { $0 <= length } ?? 0
        writeFixed(symbol: 257 + lengthCode)
        let lengthBits = lengthCode < 8 || lengthCode == 28 ? 0 : lengthCode / 4 - 1
        bits.write(length - Self.lengthBases[lengthCode], count: lengthBits)
        let distanceCode = Self.distanceBases.lastIndex { $0 <= distance } ?? 0
        bits.writeReversed(distanceCode, count: 5)
        bits.write(distance - Self.distanceBases[distanceCode], count: distanceCode < 4 ? 0 : distanceCode / 2 - 1)
    }
}

/// Bits in deflate's order: the first bit is the lowest of the first byte.
private struct BitWriter: Sendable {
    var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingCount = 0

    mutating func write(_ value: Int, count: Int) {
        pending |= UInt64(value) << UInt64(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }

    /// Huffman codes go highest bit first.
    mutating func writeReversed(_ code: Int, count: Int) {
        write((0..<count).reduce(0) { $0 << 1 | (code >> $1) & 1 }, count: count)
    }

    mutating func align() {
        guard pendingCount > 0 else { return }
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending = 0
        pendingCount = 0
    }
}
