/// One digest together with the algorithm it belongs to. The byte count always fits the algorithm.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// What computed the bytes.
    public let algorithm: DigestAlgorithm
    /// The digest itself, ``DigestAlgorithm/byteCount`` bytes.
    public let bytes: [UInt8]

    /// Nil where the count of bytes is not the algorithm's.
    public init?(_ algorithm: DigestAlgorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.byteCount else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Hexadecimal digits of either case; nil where they are not digits or not as many as the algorithm asks for.
    public init?(_ algorithm: DigestAlgorithm, hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(algorithm, bytes: bytes)
    }

    /// Reads `name:hex`, such as `sha1:da39a3ee…`: the algorithm's exact name, hexadecimal digits of either case.
    public init?(tagged text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":"), let algorithm = DigestAlgorithm(name: text[..<colon])
        else { return nil }
        self.init(algorithm, hex: text[text.index(after: colon)...])
    }

    /// The bytes as lower-case hexadecimal digits.
    public var hex: String {
        Hex.encode(bytes)
    }

    /// `name:hex` in lower case, which ``init(tagged:)`` reads back.
    public var tagged: String {
        "\(algorithm.name):\(hex)"
    }

    /// The same as ``tagged``.
    public var description: String {
        tagged
    }
}
