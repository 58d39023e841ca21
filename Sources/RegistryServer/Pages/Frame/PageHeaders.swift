internal import HTTPTypes

/// Fields that every page has, whatever it shows.
enum PageHeaders {
    /// Nothing but what this server sends is ever loaded, nothing in a page's text is script or style, and no other site
    /// can show a page in a frame or send it a form's answer.
    static let policy = [
        "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    /// Of every page.
    static let page: HTTPFields = {
        var fields = shared
        fields[.contentSecurityPolicy] = policy
        // A page belongs to one visitor, and to one moment.
        fields[.cacheControl] = "private, no-store"
        fields[.vary] = "Cookie, Accept-Encoding"
        fields[.frameOptions] = "DENY"
        // Forms are told apart by where they come from, so it has to be said here, and nowhere else.
        fields[.referrerPolicy] = "same-origin"
        fields[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        fields[.crossOriginOpenerPolicy] = "same-origin"
        return fields
    }()

    /// Of stylesheet, script and icon, whose addresses change with them.
    static let asset: HTTPFields = {
        var fields = shared
        fields[.cacheControl] = "public, max-age=31536000, immutable"
        fields[.vary] = "Accept-Encoding"
        fields[.contentSecurityPolicy] = "default-src 'none'"
        return fields
    }()

    private static let shared: HTTPFields = [
        .xContentTypeOptions: "nosniff", .crossOriginResourcePolicy: "same-origin",
    ]
}

extension HTTPField.Name {
    /// Who may show a page in a frame (RFC 7034); browsers of today go by the policy.
    static let frameOptions = HTTPField.Name(validated: "X-Frame-Options")
    /// What links tell other sites.
    static let referrerPolicy = HTTPField.Name(validated: "Referrer-Policy")
    /// Which of a browser's powers a page may use.
    static let permissionsPolicy = HTTPField.Name(validated: "Permissions-Policy")
    /// Which windows may reach a page's.
    static let crossOriginOpenerPolicy = HTTPField.Name(validated: "Cross-Origin-Opener-Policy")
    /// Which sites may load something.
    static let crossOriginResourcePolicy = HTTPField.Name(validated: "Cross-Origin-Resource-Policy")
}
