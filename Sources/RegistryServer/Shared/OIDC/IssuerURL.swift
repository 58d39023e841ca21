internal import FoundationEssentials

/// Which addresses an issuer may have.
public enum IssuerURL {
    /// Whether an operator can configure it: https with a host and without user, query or fragment; or plain http on
    /// this machine, for tests and for what runs beside the server.
    public static func isAcceptable(_ text: String) -> Bool {
        guard let parts = parts(text), parts.query == nil else { return false }
        return parts.isEncrypted || parts.isLocal
    }

    /// Whether keys may be fetched from there: no less protected than the issuer itself.
    static func isTrustworthy(_ text: String, for issuer: String) -> Bool {
        guard let issuer = parts(issuer), let parts = parts(text) else { return false }
        return parts.isEncrypted || (parts.isLocal && !issuer.isEncrypted && issuer.isLocal)
    }

    private static func parts(_ text: String) -> (isEncrypted: Bool, isLocal: Bool, query: String?)? {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let url = URL(string: text), let host = url.host(), !host.isEmpty, url.user() == nil,
            url.fragment() == nil, let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { return nil }
        return (scheme == "https", ["127.0.0.1", "::1", "localhost"].contains(host), url.query())
    }
}
