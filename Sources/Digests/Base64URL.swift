/// Base 64 with the URL-safe alphabet and without padding (RFC 4648, section 5), as in a wheel's RECORD.
public enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Four characters for three bytes; two or three for what remains.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity((bytes.count * 4 + 2) / 3)
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for index in bytes.indices {
            pending = pending << 8 | UInt32(bytes[index])
            pendingBits += 8
            while pendingBits >= 6 {
                pendingBits -= 6
                characters.append(alphabet[Int(pending >> pendingBits & 63)])
            }
        }
        if pendingBits > 0 { characters.append(alphabet[Int(pending << (6 - pendingBits) & 63)]) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Four characters for three bytes; two or three for what remains.
    public static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes.span)
    }

    /// The bytes of a text in exactly the form ``encode(_:)-([UInt8])`` gives.
    ///
    /// Nil for padding, other characters, a length no encoding has, and bits left over that are not zero:
    /// every sequence of bytes has one spelling.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3 + 2)
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for character in text.utf8 {
            guard let value = value(of: character) else { return nil }
            pending = pending << 6 | value
            pendingBits += 6
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> pendingBits))
                pending &= 1 << pendingBits - 1
            }
        }
        return pendingBits < 6 && pending == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
