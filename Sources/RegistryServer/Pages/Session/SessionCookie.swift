internal import HTTPTypes
internal import HummingbirdCore

/// The cookie that holds the secret of a session.
enum SessionCookie {
    /// With the prefix that browsers take only from a secure server, for all of it and for nobody else (RFC 6265bis);
    /// without where the server speaks plain HTTP, for which browsers would not keep it.
    static func name(isSecure: Bool) -> String { isSecure ? "__Host-regadmin" : "regadmin" }

    /// The secret that a request brings; nil where it brings none, or several.
    static func secret(in request: Request, isSecure: Bool) -> String? {
        let name = name(isSecure: isSecure)
        var found: [Substring] = []
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                guard pair.hasPrefix(name + "=") else { continue }
                found.append(pair.dropFirst(name.count + 1))
            }
        }
        // Two of them are somebody else's doing.
        return found.count == 1 ? found.first.map(String.init) : nil
    }

    /// The field that keeps a session for so many seconds.
    static func keeping(_ secret: String, isSecure: Bool, seconds: Int64) -> String {
        field(secret, isSecure, maxAge: seconds)
    }

    /// The field that ends it in the browser.
    static func ending(isSecure: Bool) -> String { field("", isSecure, maxAge: 0) }

    private static func field(_ value: String, _ isSecure: Bool, maxAge: Int64) -> String {
        "\(name(isSecure: isSecure))=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "")
    }
}
