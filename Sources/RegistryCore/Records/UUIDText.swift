internal import Digests

/// UUIDs (RFC 9562) as text.
enum UUIDText {
    /// 16 bytes as 32 hexadecimal digits in five groups.
    static func describe(_ bytes: [UInt8]) -> String {
        let digits = Hex.encode(bytes).utf8
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A UUID for something that has none in its record: of version 7, from the moment it was made (milliseconds since
    /// 1970) and from what never changes about it.
    static func derived(from identity: String, made milliseconds: Int64) -> String {
        var bytes = Array(ContentDigest(hashing: Array(identity.utf8)).bytes.prefix(16))
        for place in 0..<6 { bytes[place] = UInt8(truncatingIfNeeded: milliseconds >> Int64(40 - 8 * place)) }
        bytes[6] = 0x70 | bytes[6] & 0x0f
        bytes[8] = 0x80 | bytes[8] & 0x3f
        return describe(bytes)
    }
}
