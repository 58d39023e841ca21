internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// Where a request comes from, and under which name the client sees this server.
///
/// What a proxy adds (`X-Forwarded-For`, `-Proto`, `-Host`) counts only where the connection comes from a trusted one.
public struct RequestOrigin: Sendable, Equatable {
    /// The client's address, as text; empty where it is not known.
    public var address: String
    /// Whether the client speaks TLS, to us or to the proxy.
    public var isSecure: Bool
    /// Host and port as the client wrote them; nil where they are nothing that can stand in a URL.
    public var host: String?

    static let unknown = RequestOrigin(address: "", isSecure: false, host: nil)

    /// Addresses that are looked at in `X-Forwarded-For`, from its end.
    private static let hopLimit = 16

    init(address: String, isSecure: Bool, host: String?) {
        self.address = address
        self.isSecure = isSecure
        self.host = host
    }

    init(_ head: HTTPRequest, peer: String, isTLS: Bool, trustedProxies: [AddressRange]) {
        address = peer
        isSecure = isTLS
        host = head.authority.flatMap(Self.checked)
        guard !trustedProxies.isEmpty, trustedProxies.contains(where: { $0.contains(peer) }) else { return }
        if let forwarded = head.headerFields[.forwardedFor] {
            // The nearest address that no trusted proxy has; what stands before it, anybody may have written.
            for hop in forwarded.split(separator: ",").suffix(Self.hopLimit).reversed() {
                let text = String(hop.filter { $0 != " " && $0 != "\t" })
                guard AddressRange(text) != nil, !text.contains("/") else { break }
                address = text
                guard trustedProxies.contains(where: { $0.contains(text) }) else { break }
            }
        }
        switch head.headerFields[.forwardedProto]?.lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: break
        }
        if let forwarded = head.headerFields[.forwardedHost].flatMap(Self.checked) { host = forwarded }
    }

    /// The text, where it is a name or an address with perhaps a port and nothing else.
    private static func checked(_ text: String) -> String? {
        guard !text.isEmpty, text.utf8.count <= 255,
            text.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            })
        else { return nil }
        return text
    }
}

extension HTTPField.Name {
    /// The client and the proxies that it came through.
    static let forwardedFor = HTTPField.Name(validated: "X-Forwarded-For")
    /// `https` or `http`.
    static let forwardedProto = HTTPField.Name(validated: "X-Forwarded-Proto")
    /// What the client sent as `Host`.
    static let forwardedHost = HTTPField.Name(validated: "X-Forwarded-Host")
    /// What names a request in the log.
    static let requestID = HTTPField.Name(validated: "X-Request-Id")

    /// - Precondition: a token of RFC 9110.
    init(validated text: String) {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no field name") }
        self = name
    }
}
