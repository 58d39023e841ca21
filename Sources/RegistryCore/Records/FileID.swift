internal import ContentStore
internal import Synchronization

/// A file's identity, which survives renames of everything around it: a UUID of version 7 (RFC 9562).
///
/// Ids made by one process ascend in the order of their making; among processes they ascend with the clock.
public struct FileID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// The time and the 12 bits after it of the last id: what makes an id's number.
    private static let lastSequence = Mutex<UInt64>(0)

    /// A new one, made at `milliseconds` since 1970.
    static func random(at milliseconds: Int64) -> FileID {
        let drawn = UInt64(truncatingIfNeeded: milliseconds) << 12 | (RandomWords.draw() & 0xfff)
        let sequence = lastSequence.withLock { last in
            // A clock that is set back far is believed.
            last = drawn <= last && last - drawn < 60_000 << 12 ? last + 1 : drawn
            return last
        }
        return FileID(
            high: high(of: sequence), low: 0x8000_0000_0000_0000 | (RandomWords.draw() >> 2))
    }

    private static func high(of sequence: UInt64) -> UInt64 { (sequence >> 12) << 16 | 0x7000 | sequence & 0xfff }

    /// When it was made, in milliseconds since 1970.
    var made: Int64 { Int64(high >> 16) }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 32 hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12 between hyphens; nil for anything
    /// else, another version's UUID included.
    public init?(_ text: some StringProtocol) {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard groups.map(\.count) == [8, 4, 4, 4, 12] else { return nil }
        var words: [UInt64] = [0, 0]
        for (position, digit) in groups.joined().enumerated() {
            guard digit < 0x80, let value = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
            words[position / 16] = words[position / 16] << 4 | UInt64(value)
        }
        guard words[0] & 0xf000 == 0x7000, words[1] >> 62 == 0b10 else { return nil }
        self.init(high: words[0], low: words[1])
    }

    /// The 16 bytes.
    var bytes: [UInt8] { high.bigEndianBytes + low.bigEndianBytes }

    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = UInt64(bigEndianBytes: bytes.prefix(8))
        low = UInt64(bigEndianBytes: bytes.suffix(8))
    }

    /// 2020-01-01 in milliseconds since 1970, in the place that the time has in a number.
    private static let firstSequence: UInt64 = 1_577_836_800_000 << 12

    /// The id for those who count: milliseconds since 2020 and 12 more bits, below 2^53 until 2089.  No two files of a
    /// registry have the same.
    public var number: UInt64 { ((high >> 16) << 12 | high & 0xfff) &- Self.firstSequence }

    /// The first 8 of the 16 bytes, of the id that has this number.
    static func prefix(ofNumber number: UInt64) -> [UInt8] { high(of: number &+ firstSequence).bigEndianBytes }

    /// Whether two ids have one number.
    func hasNumber(of other: FileID) -> Bool { high == other.high }

    /// By time.
    public static func < (left: FileID, right: FileID) -> Bool { (left.high, left.low) < (right.high, right.low) }

    /// 32 hexadecimal digits in five groups.
    public var description: String { UUIDText.describe(bytes) }
}
