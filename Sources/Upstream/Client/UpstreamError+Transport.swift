internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage

extension UpstreamError {
    /// What a failure of the library comes to.
    init(transport error: any Error, limitBytes: Int64 = 0) {
        switch error {
        case let known as UpstreamError: self = known
        case is CancellationError: self = .stopped
        case let error as HTTPClientError where error == .cancelled: self = .stopped
        case let error as HTTPClientError where Self.timeOuts.contains(error): self = .timedOut
        case NIOHTTPDecompression.DecompressionError.limit: self = .tooLong(limitBytes: limitBytes)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self = .badEncoding
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = Self(handshake: "\(error)")
        case let error as NIOConnectionError: self = .unreachable(Self.words(for: error))
        case let error as IOError: self = .unreachable(Self.words(for: error.errnoCode))
        default: self = .unreachable(String("\(error)".prefix(200)))
        }
    }

    private static let timeOuts: [HTTPClientError] = [
        .readTimeout, .connectTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
    ]

    /// - Parameter words: the library's: numbers, names and places in its sources.
    private init(handshake words: String) {
        // BoringSSL's name for its check of the chain, NIO's for that of the host.
        let isUntrusted = ["CERTIFICATE_VERIFY_FAILED", "failedToValidateHostname", "unableToValidateCertificate"]
            .contains { words.contains($0) }
        let reason = words.firstMatch(of: /OPENSSL_internal:(?<reason>\w+)/).map { ": \($0.reason)" } ?? ""
        self = isUntrusted ? .untrusted : .unreachable("no TLS\(reason)")
    }

    private static func words(for error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first?.error as? IOError { return words(for: failure.errnoCode) }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "no address of \(error.host) is known" }
        return String("\(error)".prefix(200))
    }

    private static func words(for code: Int32) -> String { "\(Errno(rawValue: code))".lowercased() }
}
