import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("serve over TLS")
struct ServeTLSTests {
    /// Runs a program to its end and answers its standard output.
    private static func run(_ words: [String]) throws -> Regadmin.Outcome {
        try RunningProcess(["/usr/bin/env"] + words, environment: [:]).wait()
    }

    @Test("speaks HTTP/2 and HTTP/1.1, as the client likes")
    func protocols() throws {
        try Workplace.with { workplace in
            let key = workplace.root.appending("key.pem").string
            let certificate = workplace.root.appending("certificate.pem").string
            let made = try Self.run([
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key,
                "-out", certificate,
            ])
            try #require(made.status == 0, "\(made.errors)")
            try ServerProcess.with(
                workplace.regadmin, ["--tls-certificate", certificate, "--tls-key", key, "--header-timeout", "2s"]
            ) { server in
                #expect(server.url.hasPrefix("https://"))
                let trickle = try RawSocket(port: server.port)
                for (flag, version) in [("--http2", "2"), ("--http1.1", "1.1")] {
                    let answer = try Self.run([
                        "curl", "--silent", "--show-error", "--noproxy", "*", "--cacert", certificate, flag,
                        "--write-out", "%{http_version} %{http_code} %{content_type}", server.url + "/healthz",
                        server.url + "/metrics", "--output", "/dev/null", "--output", "/dev/null",
                    ])
                    #expect(
                        answer.output == "\(version) 200 text/plain; charset=utf-8"
                            + "\(version) 200 text/plain; version=0.0.4; charset=utf-8", "\(answer.errors)")
                    let post = try Self.run([
                        "curl", "--silent", "--noproxy", "*", "--cacert", certificate, flag, "--include", "--request",
                        "POST", "--data-binary", "@\(certificate)", "--header", "Expect: 100-continue",
                        server.url + "/healthz",
                    ])
                    #expect(post.output.hasPrefix("HTTP/\(version) 405"), "\(post.output)\(post.errors)")
                    #expect(!post.output.lowercased().contains("connection: close") || version == "1.1")
                }
                // Plain HTTP on this port, and a client that never begins its handshake.
                let plain = try RawSocket(port: server.port)
                plain.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                plain.receive(seconds: 60)
                #expect(plain.isClosed)
                #expect(!plain.text.contains("200"))
                trickle.receive(seconds: 60)
                #expect(trickle.isClosed)
            }
        }
    }
}
