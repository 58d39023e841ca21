import FixtureBuilders
import Foundation
import NIOSSL
import RegistryCore
import SystemPackage
import TestSupport
import Testing

@testable import Upstream

@Suite("A server in front of an index elsewhere")
struct UpstreamUpkeepTests {
    @Test("keeps what was fetched within its limit, and lets what was published be")
    func eviction() async throws {
        var limits = UpstreamSite.limits
        limits.evictionSeconds = 1
        let files = ["1.0", "2.0", "3.0"].map { WheelBuilder("kite", version: $0).build() }
        try await UpstreamSite.with(
            limits: limits,
            { request in
                if request.path == "/simple/kite/" { return .project("kite", files) }
                return files.first { request.path == "/files/\($0.filename)" }.map { .file($0) } ?? .missing
            }
        ) { site in
            let registry = site.server.registry
            try await onOwnThread { for file in files { try registry.publish(file) } }
            for file in files {
                #expect(try await site.get("/acme/index/pypi/files/\(file.sha256)/\(file.filename)").status == 200)
            }
            for _ in 0..<500 where try site.stored().count < files.count {
                try await Task.sleep(for: .milliseconds(20))
            }
            // Nothing went while there was no limit.
            #expect(try site.stored().count == files.count)
            try site.update { $0.cacheLimitBytes = Int64(files[2].bytes.count) }
            for _ in 0..<1500 where try site.stored().count > 1 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try site.stored() == [files[2].filename])
            let events = try registry.audit().filter { $0.action == .fileEvict }
            #expect(events.allSatisfy { $0.subject == "acme/index" } && !events.isEmpty)
            for file in files {
                #expect(try registry.files(named: file.filename, of: "kite", in: .default).count == 1)
            }
        }
    }

    @Test("trusts the authorities that it is told of, and no index without one", arguments: [true, false])
    func authorities(isTrusted: Bool) async throws {
        try await withTemporaryDirectory { root in
            let authority = try TestAuthority(in: root)
            var limits = UpstreamSite.limits
            if isTrusted { limits.authorities = authority.certificate }
            let tls = try authority.serverContext()
            try await UpstreamSite.with(limits: limits, tls: tls, UpstreamSite.honest) { site in
                let page = try await site.page()
                #expect(page.status == (isTrusted ? 200 : 502), "\(page.text)")
                guard isTrusted else { return #expect(site.index.requests.isEmpty) }
                #expect(try await site.get(try await site.location()).body == UpstreamSite.wheel.bytes)
                // From there, no way leads to what is not encrypted.
                site.index.answering { _ in .redirect("http://127.0.0.1:\(site.index.port)/simple/wren/") }
                let other = try await site.page("wren")
                #expect(other.status == 502 && other.text.contains("not encrypted"))
            }
        }
    }
}

/// A certificate authority of a test's own, and a server's certificate for 127.0.0.1 from it.
private struct TestAuthority {
    let certificate: FilePath
    private let serverCertificate: FilePath
    private let serverKey: FilePath

    init(in root: FilePath) throws {
        certificate = root.appending("authority.pem")
        (serverCertificate, serverKey) = (root.appending("server.pem"), root.appending("server.key"))
        let key = root.appending("authority.key").string
        let common = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        ]
        try Self.openssl(common + ["-subj", "/CN=a test's authority", "-keyout", key, "-out", certificate.string])
        try Self.openssl(
            common + [
                "-subj", "/CN=an index", "-addext", "subjectAltName=IP:127.0.0.1", "-addext",
                "basicConstraints=critical,CA:FALSE", "-CA", certificate.string, "-CAkey", key, "-keyout",
                serverKey.string, "-out", serverCertificate.string,
            ])
    }

    func serverContext() throws -> NIOSSLContext {
        try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(serverCertificate.string).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: serverKey.string, format: .pem))))
    }

    private static func openssl(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(words)")
    }
}
