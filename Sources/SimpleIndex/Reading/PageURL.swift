internal import FoundationEssentials

/// An address that a page of another index may be at, or may speak of (RFC 3986).
struct PageURL {
    private let url: URL

    /// - Returns: nil unless it is http or https with a host, and without user and password.
    init?(absolute text: String) {
        guard let url = URL(string: text) else { return nil }
        self.init(url)
    }

    private init?(_ url: URL) {
        guard let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let host = url.host(percentEncoded: true), !host.isEmpty, url.user() == nil, url.password() == nil
        else { return nil }
        self.url = url
    }

    /// What `reference`, absolute or relative, comes to on this page; nil where that is no `PageURL`, or longer.
    func resolve(_ reference: String, limitBytes: Int) -> PageURL? {
        let text = reference.trimmingBlanks
        guard !text.isEmpty, text.utf8.count <= limitBytes, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }),
            let found = URL(string: text, relativeTo: url)?.absoluteURL, let result = PageURL(found),
            result.url.absoluteString.utf8.count <= limitBytes
        else { return nil }
        return result
    }

    /// Without the fragment.
    var text: String {
        let text = url.absoluteString
        return text.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(text[..<$0]) } ?? text
    }

    /// What follows `#`; nil without one.
    var fragment: String? { url.fragment(percentEncoded: true) }

    /// The last component of the path, decoded; nil where it is empty or cannot be decoded.
    var filename: String? {
        let path = url.path(percentEncoded: true)
        guard let last = path.split(separator: "/", omittingEmptySubsequences: false).last, !last.isEmpty else {
            return nil
        }
        return PathSegment.decoded(last)
    }

    /// Whether it is encrypted on the way.
    var isEncrypted: Bool { url.scheme?.lowercased() == "https" }
}

extension String {
    /// Without the white space of HTML at both ends.
    var trimmingBlanks: String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = utf8.firstIndex { !isBlank($0) } ?? endIndex
        guard start < endIndex, let last = utf8.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(self[start...last])
    }
}
