internal import FoundationEssentials
internal import Glibc

/// An absolute address of http or https, taken apart as far as it decides who may be asked there, and for what.
struct UpstreamAddress: Sendable {
    /// Scheme, host and port: what credentials are for (RFC 6454).
    struct Origin: Hashable, Sendable {
        let isEncrypted: Bool
        /// In lower case.
        let host: String
        let port: Int
    }

    /// The whole address, without a fragment.
    let text: String
    let origin: Origin

    /// Nil for what is no such address, has a user or password in it, or more than 8192 bytes.
    init?(_ text: String) {
        guard text.utf8.count <= 8192, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let url = URL(string: text)
        else {
            return nil
        }
        self.init(url)
    }

    private init?(_ url: URL) {
        guard let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let host = url.host(percentEncoded: true)?.lowercased(), !host.isEmpty, url.user() == nil,
            url.password() == nil, (1...65535).contains(url.port ?? 1)
        else { return nil }
        let text = url.absoluteString
        self.text = text.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(text[..<$0]) } ?? text
        // A dot at the end makes the name absolute and no other.
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        origin = Origin(isEncrypted: scheme == "https", host: name, port: url.port ?? (scheme == "https" ? 443 : 80))
    }

    /// Where a `Location` field leads from here.
    func following(_ location: String) -> UpstreamAddress? {
        guard location.utf8.count <= 8192, let base = URL(string: text),
            let url = URL(string: location, relativeTo: base)?.absoluteURL
        else { return nil }
        return UpstreamAddress(url)
    }

    /// For messages: without the query, which may hold a signature that lets its bearer in.
    var shown: String { text.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(text[..<$0]) } ?? text }

    /// Why a page or a redirect of `index` may not lead here; nil where it may.
    ///
    /// An index says where its files are, and may be wrong or hostile.  It cannot take us from https to http, nor, by
    /// an address of digits, to this machine or a private network, unless it is there itself.  A name of its own that
    /// resolves to such an address is not found out; what is behind it would have to have the digest that the page
    /// names.
    func refusal(from index: Origin) -> String? {
        if index.isEncrypted && !origin.isEncrypted { return "it is not encrypted, and the index is" }
        if origin.host == index.host { return nil }
        if Self.isPrivate(origin.host) && !Self.isPrivate(index.host) {
            return "it is in a private network, and the index is not"
        }
        return nil
    }

    private static func isPrivate(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        if host.hasPrefix("[") || host.contains(":") {
            var address = in6_addr()
            let text = host.filter { $0 != "[" && $0 != "]" }.prefix { $0 != "%" }
            guard unsafe inet_pton(AF_INET6, String(text), &address) == 1 else { return true }
            // What is public is in 2000::/3 (RFC 4291), but for the addresses that only wrap others, 2002::/16.
            let (first, second) = unsafe (address.__in6_u.__u6_addr8.0, address.__in6_u.__u6_addr8.1)
            return first & 0xE0 != 0x20 || (first == 0x20 && second == 0x02)
        }
        // Every spelling that a resolver takes for an address: 127.1, 0x7f000001, 2130706433.
        var address = in_addr()
        guard unsafe inet_aton(host, &address) != 0 else { return false }
        let number = UInt32(bigEndian: address.s_addr)
        let networks: [(UInt32, UInt32)] = [
            (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
            (0xAC10_0000, 12), (0xC000_0000, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xE000_0000, 3),
        ]
        return networks.contains { network, bits in number >> (32 - bits) == network >> (32 - bits) }
    }
}
