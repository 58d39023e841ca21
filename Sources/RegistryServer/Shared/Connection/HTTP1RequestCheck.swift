internal import HTTPTypes
internal import NIOHTTP1

/// What makes a request of HTTP/1 unfit to be looked at, by RFC 9112 and our limits.
///
/// Whatever two parties could read in two ways is refused: that is what request smuggling lives on.
enum HTTP1RequestCheck {
    /// The status to refuse it with; nil where nothing is wrong.
    static func refusal(of head: HTTPRequestHead, targetBytes: Int) -> HTTPResponse.Status? {
        guard head.version.major == 1 else { return .httpVersionNotSupported }
        if head.uri.utf8.count > targetBytes { return .uriTooLong }
        let hosts = head.headers[canonicalForm: "host"]
        guard hosts.count <= 1, head.version.minor == 0 || hosts.count == 1 else { return .badRequest }
        if let host = hosts.first, host.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7f || $0 == UInt8(ascii: "/") }) {
            return .badRequest
        }
        let codings = head.headers[canonicalForm: "transfer-encoding"]
        if !codings.isEmpty {
            // With a length beside it, or from a client that cannot know it, its meaning is in doubt.
            guard head.version.minor > 0, !head.headers.contains(name: "content-length") else { return .badRequest }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else { return .notImplemented }
        }
        let lengths = head.headers[canonicalForm: "content-length"]
        guard lengths.count <= 1,
            lengths.allSatisfy({ length in
                length.utf8.count <= 18
                    && length.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            })
        else { return .badRequest }
        if let expectation = head.headers.first(name: "expect"), expectation.lowercased() != "100-continue" {
            return .expectationFailed
        }
        return nil
    }

    /// Whether the client waits to be told to send the body.
    static func awaitsContinue(_ head: HTTPRequestHead) -> Bool {
        head.version.minor > 0 && head.headers.contains(name: "expect")
            && (head.headers.contains(name: "content-length") || head.headers.contains(name: "transfer-encoding"))
    }
}
