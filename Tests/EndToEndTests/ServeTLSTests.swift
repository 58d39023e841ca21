import FixtureBuilders
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

    /// Makes a certificate for this machine that nobody has signed.
    private static func certificate(in workplace: Workplace) throws -> (key: String, certificate: String) {
        let key = workplace.root.appending("key.pem").string
        let certificate = workplace.root.appending("certificate.pem").string
        let made = try run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key,
            "-out", certificate,
        ])
        try #require(made.status == 0, "\(made.errors)")
        return (key, certificate)
    }

    @Test("speaks HTTP/2 and HTTP/1.1, as the client likes")
    func protocols() throws {
        try Workplace.with { workplace in
            let (key, certificate) = try Self.certificate(in: workplace)
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

    @Test("is fetched from where its certificate is trusted, by mirror and by serve")
    func upstream() throws {
        try Workplace.with { workplace in
            let (key, certificate) = try Self.certificate(in: workplace)
            try workplace.add(WheelBuilder("demo", version: "1").build())
            try workplace.add(WheelBuilder("other", version: "1").build())
            let far = workplace.regadmin
            try far.expect(0, "registry", "create", "acme/packages", "--visibility", "public")
            try far.expect(0, "ingest", workplace.source.string, "--into", "acme/packages")
            try ServerProcess.with(far, ["--tls-certificate", certificate, "--tls-key", key]) { index in
                let near = Regadmin(store: workplace.root.appending("near"))
                try near.expect(
                    0, "registry", "create", "near/index", "--kind", "upstream", "--visibility", "public", "--url",
                    "\(index.url)/acme/packages/pypi/simple/")
                let pins = workplace.root.appending("requirements.txt").string
                try "demo==1\n".write(toFile: pins, atomically: true, encoding: .utf8)
                let distrusted = try near.expect(1, "mirror", pins, "--into", "near/index")
                #expect(
                    distrusted.errors.hasSuffix(
                        """
                        regadmin: demo==1: the upstream's certificate is not trusted
                          if it has one of your own authority, name that with --ca

                        """), "\(distrusted.errors)")
                try near.expect(0, "mirror", pins, "--into", "near/index", "--ca", certificate)
                #expect(try near.expect(0, "list", "--json").events("file").count == 1)
                // A name that is not there yet, so that the server has to ask.
                for (options, status) in [([], "502"), (["--upstream-ca", certificate], "200")] {
                    try ServerProcess.with(near, options) { server in
                        let answer = try Self.run([
                            "curl", "--silent", "--noproxy", "*", "--output", "/dev/null", "--write-out",
                            "%{http_code}", server.url + "/near/index/pypi/simple/other/",
                        ])
                        #expect(answer.output == status, "\(answer.errors)\(server.log)")
                    }
                }
            }
        }
    }
}
