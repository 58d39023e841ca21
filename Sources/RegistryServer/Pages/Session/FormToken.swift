internal import Digests
internal import Secrets

/// What a form of ours carries, so that no other site can send one in a visitor's name.
///
/// A code of the session's secret, which no other site knows.  Each page has another, made with random bytes of its own,
/// since pages are compressed: the size of one that shows what a visitor typed must tell nothing.
enum FormToken {
    /// The field's name.
    static let field = "form_token"
    private static let randomCount = 16

    /// A new one for a session.
    static func make(for secret: String) -> String {
        let random = RandomBytes.make(randomCount)
        return Hex.encode(random + code(secret, random))
    }

    /// Whether a text is one of the session's.
    static func isValid(_ text: String, for secret: String) -> Bool {
        guard let bytes = Hex.decode(text), bytes.count == randomCount + HMACSHA256.byteCount else { return false }
        return ConstantTime.areEqual(
            Array(bytes.dropFirst(randomCount)), code(secret, Array(bytes.prefix(randomCount))))
    }

    private static func code(_ secret: String, _ random: [UInt8]) -> [UInt8] {
        HMACSHA256(key: Array(secret.utf8)).code(for: Array("form".utf8) + random)
    }
}
