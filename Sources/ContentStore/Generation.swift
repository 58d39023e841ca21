/// Which written copy of a blob: 64 random bits, drawn anew for every attempt to write.
///
/// Random and never a counter: a counter goes back when an index is restored from a copy, and then
/// hands out names that old deletions still aim at.
public struct Generation: Hashable, Sendable, CustomStringConvertible {
    /// The bits; shown as 16 hexadecimal digits.
    public let value: UInt64

    /// A generation read back from a row or a file name.
    public init(value: UInt64) { self.value = value }

    /// A new one, from the system's random generator.
    public static func random() -> Generation { Generation(value: RandomWords.draw()) }

    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
