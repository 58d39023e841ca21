/// The CRC-32 of zip and gzip (ISO 3309, reflected polynomial 0xEDB88320).
package struct CRC32: Sendable {
    private var state: UInt32 = ~0

    package init() {}

    /// The checksum of everything taken in so far.
    package var value: UInt32 { ~state }

    /// The checksum of `bytes`.
    package static func of(_ bytes: [UInt8]) -> UInt32 {
        var checksum = CRC32()
        checksum.update(bytes)
        return checksum.value
    }

    package mutating func update(_ bytes: [UInt8]) {
        var state = state
        for byte in bytes { state = Self.step(state, byte) }
        self.state = state
    }

    /// Takes in `count` copies of `byte` in time proportional to log(`count`), so that a bomb of gigabytes costs nothing.
    package mutating func update(repeating byte: UInt8, count: Int) {
        var doubled = Step(of: byte)
        var remaining = count
        while remaining > 0 {
            if remaining & 1 == 1 { state = doubled.apply(to: state) }
            doubled = doubled.twice()
            remaining >>= 1
        }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }

    private static func step(_ state: UInt32, _ byte: UInt8) -> UInt32 {
        table[Int((state ^ UInt32(byte)) & 0xFF)] ^ (state >> 8)
    }

    /// What one or more bytes do to the state: a linear map over bits, then a constant.
    private struct Step {
        var columns: [UInt32]
        var constant: UInt32

        init(of byte: UInt8) {
            let constant = CRC32.step(0, byte)
            self.constant = constant
            columns = (0..<32).map { CRC32.step(1 << $0, byte) ^ constant }
        }

        func linear(_ state: UInt32) -> UInt32 {
            (0..<32).reduce(0) { $0 ^ ((state >> $1) & 1 == 1 ? columns[Int($1)] : 0) }
        }

        func apply(to state: UInt32) -> UInt32 { linear(state) ^ constant }

        func twice() -> Step {
            var result = self
            result.columns = columns.map(linear)
            result.constant = linear(constant) ^ constant
            return result
        }
    }
}
