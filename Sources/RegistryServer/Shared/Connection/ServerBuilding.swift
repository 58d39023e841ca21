internal import HummingbirdCore
internal import HummingbirdHTTP2
internal import HummingbirdTLS
internal import NIOCore
internal import NIOSSL
internal import SystemPackage

/// What is under the application: plain HTTP/1.1, or TLS with HTTP/2 and HTTP/1.1 by ALPN.
enum ServerBuilding {
    /// - Throws: where certificate or key cannot be used.
    static func server(_ settings: ServerSettings, _ connections: OpenConnections) throws -> HTTPServerBuilder {
        let rules = ConnectionRules(settings.limits)
        let isPlain = settings.tls == nil
        let http1 = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionSetup(rules: rules, isPlain: isPlain)],
            // The gate has finer limits; this one catches what it would miss.
            idleTimeout: rules.idle * 2 + rules.rateWindow,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: settings.limits.headerFieldBytes,
                maxHeaderListSize: settings.limits.headerBytes,
                maxHeaderFieldCount: settings.limits.headerFields))
        guard let files = settings.tls else {
            return HTTPServerBuilder { responder in
                WatchedChannel(
                    base: HTTP1Channel(responder: responder, configuration: http1), connections: connections,
                    handshake: nil)
            }
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate.string).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key.string, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        let both = HTTP2ChannelConfiguration(
            idleTimeout: .seconds(settings.limits.idleSeconds), streamConfiguration: http1)
        let configuration = tls
        return HTTPServerBuilder { responder in
            WatchedChannel(
                base: try HTTP2UpgradeChannel(
                    tlsConfiguration: configuration, configuration: both, responder: responder),
                connections: connections, handshake: rules.header)
        }
    }
}
