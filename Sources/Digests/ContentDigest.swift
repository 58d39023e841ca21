/// The SHA-256 that identifies a blob. Stored inline, 32 bytes, no allocation.
///
/// Ordered as `memcmp` orders the bytes, which is also the order of the lower-case hexadecimal form.
public struct ContentDigest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The digest's length in bytes.
    public static let byteCount = 32

    /// Big-endian words, so that comparing words compares bytes in order.
    private let word0, word1, word2, word3: UInt64

    /// The digest of exactly these 32 bytes; nil for any other count.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        word0 = Self.word(of: bytes, at: 0)
        word1 = Self.word(of: bytes, at: 8)
        word2 = Self.word(of: bytes, at: 16)
        word3 = Self.word(of: bytes, at: 24)
    }

    /// The digest of exactly these 32 bytes; nil for any other count.
    public init?(_ bytes: [UInt8]) {
        self.init(bytes: bytes.span)
    }

    /// The digest written as 64 hexadecimal digits of either case; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        Hex.encode(bytes)
    }

    /// The same as ``hex``.
    public var description: String {
        hex
    }

    /// Appends the 32 bytes.
    public func append(to output: inout [UInt8]) {
        let words: InlineArray<4, UInt64> = [word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian]
        unsafe words.span.withUnsafeBytes { unsafe output.append(contentsOf: $0) }
    }

    /// The order of the bytes, first byte first.
    public static func < (left: ContentDigest, right: ContentDigest) -> Bool {
        (left.word0, left.word1, left.word2, left.word3) < (right.word0, right.word1, right.word2, right.word3)
    }

    private static func word(of bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        // SAFETY: the callers have checked that there are eight bytes at the offset.
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
    }
}
