internal import Digests

/// A hash as RECORD gives it: `sha256=` and base64url without padding.
struct RecordHash {
    let algorithm: DigestAlgorithm
    let bytes: [UInt8]

    /// Why a hash cannot be compared.
    enum Refusal: Error {
        /// MD5 or SHA-1, which the specification forbids.
        case weak
        /// Allowed, but nothing this program computes.
        case unsupported
        /// No hash at all.
        case malformed
    }

    init(_ text: String) throws(Refusal) {
        guard let equals = text.firstIndex(of: "=") else { throw .malformed }
        switch text[..<equals].lowercased() {
        case "sha256": algorithm = .sha256
        case "sha512": algorithm = .sha512
        case "md5", "sha1": throw .weak
        default: throw .unsupported
        }
        // Some old tools kept the padding.
        var value = text[text.index(after: equals)...]
        while value.last == "=" { value = value.dropLast() }
        guard let bytes = Base64URL.decode(value), bytes.count == algorithm.byteCount else { throw .malformed }
        self.bytes = bytes
    }
}
