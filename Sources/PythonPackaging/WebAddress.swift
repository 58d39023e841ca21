/// Whether a text can be a link on a page: an `http` or `https` URL with a host, of RFC 3986's characters alone.
enum WebAddress {
    static func isValid(_ text: String) -> Bool {
        var scanner = ByteScanner(text)
        guard scanner.takeIgnoringCase("http") else { return false }
        _ = scanner.takeIgnoringCase("s")
        guard scanner.take("://") else { return false }
        let authority = scanner.takeRun {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        // What stands before the last @ is a user's name, what follows a colon a port.
        let afterUser = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        guard let first = afterUser.first, first != UInt8(ascii: ":") else { return false }
        return (authority + scanner.rest).allSatisfy(isAllowed)
    }

    /// Unreserved, reserved and the percent sign.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
    }
}
