internal import Digests

/// A hash as RECORD gives it: `sha256=` or another name of Python's, and base64url without padding.
struct RecordHash {
    let algorithm: MessageHash.Algorithm
    /// In base64url; every digest has one spelling.
    private let digest: ArraySlice<UInt8>

    /// Why a hash cannot be compared.
    enum Refusal: Error {
        /// MD5 or SHA-1, which the specification forbids.
        case weak
        /// Allowed, but nothing this program computes.
        case unsupported
        /// No hash at all.
        case malformed
    }

    init(_ text: ArraySlice<UInt8>) throws(Refusal) {
        let equals = UInt8(ascii: "=")
        // A mark on the equals sign makes another character of it.
        guard let end = text.firstIndex(of: equals), end + 1 == text.endIndex || text[end + 1] < 0x80 else {
            throw .malformed
        }
        let name = text[..<end]
        // Nearly all are the first of these.
        guard let algorithm = MessageHash.Algorithm.allCases.first(where: { name.isASCIIName($0.rawValue) }) else {
            throw name.isASCIIName("md5") || name.isASCIIName("sha1") ? .weak : .unsupported
        }
        self.algorithm = algorithm
        // Some old tools kept the padding.
        var value = text[(end + 1)...]
        while value.last == equals { value = value.dropLast() }
        let bits = 8 * algorithm.byteCount
        guard value.count == (bits + 5) / 6, value.allSatisfy({ Self.value(of: $0) != nil }),
            let last = value.last.flatMap(Self.value), last & (1 << UInt8(6 * value.count - bits) - 1) == 0
        else { throw .malformed }
        digest = value
    }

    /// Whether it is the hash of what has this digest.
    func matches(_ bytes: [UInt8]) -> Bool { Base64URL.encode(bytes).utf8.elementsEqual(digest) }

    /// Six bits.
    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
