/// Names one writer process: 128 random bits.
package struct SessionID: Hashable, Sendable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package static func random() -> SessionID {
        SessionID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// 32 hexadecimal digits: the session's file name.
    package var description: String { "\(Generation(value: high))\(Generation(value: low))" }
}
