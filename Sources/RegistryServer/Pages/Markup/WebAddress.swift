/// An address of the web that others wrote, made fit for a link.
///
/// Only `http` and `https`, and nothing that shows one host and leads to another: no user in front of the host, no
/// backslash, no byte in the link that a browser would drop.
struct WebAddress: Sendable, Equatable {
    /// What the link leads to: printable ASCII without quotation marks, and still to be escaped like any text.
    let href: String
    /// The host and perhaps a port, as written.
    let host: String

    /// The longest address that becomes a link, in bytes.
    static let limitBytes = 2048

    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.limitBytes else { return nil }
        let trimmed = bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
        let rest: ArraySlice<UInt8>
        let scheme: String
        if let found = Self.rest(of: Array(trimmed), after: "https://") {
            (scheme, rest) = ("https://", found)
        } else if let found = Self.rest(of: Array(trimmed), after: "http://") {
            (scheme, rest) = ("http://", found)
        } else {
            return nil
        }
        let authority = rest.prefix { !Array("/?#".utf8).contains($0) }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")), !rest.contains(UInt8(ascii: "\\")),
            authority.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
        else { return nil }
        host = String(decoding: authority, as: UTF8.self)
        var href = scheme
        for byte in rest {
            if Self.isPlain(byte) {
                href.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                href += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        self.href = href
    }

    private static func rest(of bytes: [UInt8], after scheme: String) -> ArraySlice<UInt8>? {
        let wanted = Array(scheme.utf8)
        guard bytes.count > wanted.count else { return nil }
        let isThere = zip(bytes, wanted).allSatisfy { $0 == $1 || $0 | 0x20 == $1 && (0x41...0x5a).contains($0) }
        return isThere ? bytes.dropFirst(wanted.count) : nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && !Array("\"'<>^`{|}".utf8).contains(byte)
    }
}
