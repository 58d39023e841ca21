/// A secret that stands for its owner: `rga_`, a letter for its kind, `_`, 32 random characters and 6 of checksum.
///
/// The prefix lets scanners of logs and repositories find it, the checksum (CRC-32 of all that stands before it) lets
/// everyone refuse a mistyped one without looking it up.  The random characters are base 62: 190 bits.
public struct SecretToken: Sendable, Equatable {
    /// The letter of its kind.
    public let kind: Character
    /// All of it.
    public let text: String

    /// What every token begins with.
    public static let prefix = "rga_"
    /// Bytes of every token.
    public static let byteCount = 44

    private static let randomCount = 32
    private static let checksumCount = 6
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// A new one.
    /// - Parameter kind: a lower-case ASCII letter.
    public static func random(kind: Character) -> SecretToken {
        precondition(kind.isASCII && kind.isLowercase, "a kind is a lower-case ASCII letter")
        var text = Array("\(prefix)\(kind)_".utf8)
        let end = text.count + randomCount
        while text.count < end {
            // 248 is the largest multiple of 62 in a byte: every character comes equally often.
            for byte in RandomBytes.make(randomCount) where byte < 248 && text.count < end {
                text.append(alphabet[Int(byte) % 62])
            }
        }
        text += checksum(of: text)
        return SecretToken(kind: kind, text: String(decoding: text, as: UTF8.self))
    }

    private init(kind: Character, text: String) {
        self.kind = kind
        self.text = text
    }

    /// Reads one; nil where the form or the checksum is not right.  Looks nothing up.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.byteCount, text.hasPrefix(Self.prefix), bytes[5] == UInt8(ascii: "_"),
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[4]),
            bytes.dropFirst(6).allSatisfy(Self.alphabet.contains),
            ConstantTime.areEqual(
                Array(bytes.suffix(Self.checksumCount)), Self.checksum(of: bytes.dropLast(Self.checksumCount)))
        else { return nil }
        self.init(kind: Character(Unicode.Scalar(bytes[4])), text: text)
    }

    /// What is stored of it.
    public var hash: SecretHash { SecretHash(of: text) }

    /// The CRC-32 in base 62, the highest digit first.
    private static func checksum(of bytes: some Sequence<UInt8>) -> [UInt8] {
        var rest = crc32(bytes)
        var digits: [UInt8] = []
        for _ in 0..<checksumCount {
            digits.append(alphabet[Int(rest % 62)])
            rest /= 62
        }
        return digits.reversed()
    }

    /// CRC-32 as in zip and Ethernet (reflected polynomial `0xEDB88320`), bit by bit: the input is 38 bytes.
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
