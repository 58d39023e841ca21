import Foundation
import Digests
import FixtureBuilders
import RegistryCore
import RegistryServer
import TestSupport
import Testing

@Suite("Files are served")
struct FileResponseTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").compression(.stored)
        .file("demo/data.bin", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }).build()
    private static let path = "/files/" + wheel.filename

    private static func withServer(
        _ settings: ServerSettings = ServerSettings(), _ body: @escaping @Sendable (LiveServer) async throws -> Void
    ) async throws {
        try await LiveServer.with(
            settings, dialects: [FileDialect.self], prepare: { registry in _ = try registry.publish(wheel) }, body)
    }

    @Test("whole, with everything a cache wants to know")
    func whole() async throws {
        try await Self.withServer { server in
            let answer = try await server.request("GET", Self.path)
            let file = try server.registry.file(at: .default, filename: Self.wheel.filename).file
            #expect(answer.status == 200)
            #expect(answer.body == Self.wheel.bytes)
            #expect(answer.header("etag") == "\"\(file.digests.sha256.hex)\"")
            #expect(answer.header("content-length") == "\(Self.wheel.bytes.count)")
            #expect(answer.header("accept-ranges") == "bytes")
            #expect(answer.header("cache-control") == "public, max-age=31536000, immutable")
            #expect(answer.header("x-content-type-options") == "nosniff")
            #expect(answer.header("content-encoding") == nil)
            #expect(answer.header("content-type") == "application/octet-stream")
            #expect(answer.header("content-disposition") == "attachment; filename=\"\(Self.wheel.filename)\"")
            #expect(answer.header("last-modified")?.hasSuffix(" GMT") == true)
            let head = try await server.request("HEAD", Self.path, headers: [("Range", "bytes=0-9")])
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            for name in ["etag", "content-length", "accept-ranges", "cache-control", "last-modified", "content-type"] {
                #expect(head.header(name) == answer.header(name), "\(name)")
            }
        }
    }

    @Test("in parts")
    func parts() async throws {
        try await Self.withServer { server in
            let bytes = Self.wheel.bytes
            for (range, expected) in [
                ("bytes=0-0", 0..<1), ("bytes=1000-250000", 1000..<250_001),
                ("bytes=-1000", bytes.count - 1000..<bytes.count),
                ("bytes=299000-", 299_000..<bytes.count), ("bytes=5-999999999", 5..<bytes.count),
            ] {
                let answer = try await server.request("GET", Self.path, headers: [("Range", range)])
                #expect(answer.status == 206, "\(range)")
                #expect(answer.body == Array(bytes[expected]), "\(range)")
                #expect(
                    answer.header("content-range")
                        == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(bytes.count)")
            }
            let behind = try await server.request("GET", Self.path, headers: [("Range", "bytes=99999999-")])
            #expect(behind.status == 416)
            #expect(behind.header("content-range") == "bytes */\(bytes.count)")
            let many = try await server.request(
                "GET", Self.path,
                headers: [("Range", "bytes=" + Array(repeating: "0-", count: 2000).joined(separator: ","))])
            #expect(many.status == 200)
            #expect(many.body == bytes)
        }
    }

    @Test("only where they have changed")
    func conditions() async throws {
        try await Self.withServer { server in
            let first = try await server.request("GET", Self.path)
            let tag = try #require(first.header("etag"))
            let modified = try #require(first.header("last-modified"))
            for fields in [
                [("If-None-Match", tag)], [("If-None-Match", "\"x\", W/\(tag)")], [("If-None-Match", "*")],
                [("If-Modified-Since", modified)], [("If-None-Match", tag), ("Range", "bytes=0-1")],
            ] {
                let answer = try await server.request("GET", Self.path, headers: fields)
                #expect(answer.status == 304, "\(fields)")
                #expect(answer.body.isEmpty)
                #expect(answer.header("etag") == tag)
                #expect(answer.header("cache-control") != nil)
            }
            #expect(try await server.request("GET", Self.path, headers: [("If-None-Match", "\"x\"")]).status == 200)
            #expect(try await server.request("GET", Self.path, headers: [("If-Match", "\"x\"")]).status == 412)
            for (condition, status) in [(tag, 206), (modified, 206), ("\"x\"", 200), ("W/" + tag, 200)] {
                let answer = try await server.request(
                    "GET", Self.path, headers: [("Range", "bytes=0-9"), ("If-Range", condition)])
                #expect(answer.status == status, "\(condition)")
                #expect(answer.body.count == (status == 206 ? 10 : Self.wheel.bytes.count))
            }
        }
    }

    @Test("with their metadata beside them")
    func metadata() async throws {
        try await Self.withServer { server in
            let answer = try await server.request("GET", Self.path + ".metadata")
            #expect(answer.status == 200)
            #expect(answer.text.hasPrefix("Metadata-Version: "))
            let file = try server.registry.file(at: .default, filename: Self.wheel.filename).file
            #expect(answer.header("etag") == file.coreMetadataDigest.map { "\"\($0.hex)\"" })
            let again = try await server.request(
                "GET", Self.path + ".metadata", headers: [("If-None-Match", answer.header("etag") ?? "")])
            #expect(again.status == 304)
        }
    }

    @Test("not at all where there are none")
    func nothing() async throws {
        try await Self.withServer { server in
            for name in ["other-1.0-py3-none-any.whl", "..%2f..%2fetc%2fpasswd", "%00", "a%2Fb", "x.metadata"] {
                let answer = try await server.request("GET", "/files/" + name)
                #expect(answer.status == 404 || answer.status == 400, "\(name): \(answer.status)")
                #expect(!answer.text.contains("/tmp"))
            }
        }
    }

    @Test("so that little waits in the kernel for a client that stopped reading")
    func unsent() async throws {
        let file = BuiltDistribution(
            filename: "heavy-1.0-py3-none-any.whl", bytes: [UInt8](repeating: 7, count: 64 << 20))
        try await LiveServer.with(
            dialects: [FileDialect.self],
            prepare: { registry in
                var settings = RegistrySettings()
                settings.policy.mode = .off
                try registry.createRegistry(.default, settings: settings)
                _ = try registry.publish(file)
            }
        ) { server in
            let port = server.listening.port
            let waiting = try await onOwnThread {
                let socket = try RawSocket(port: port, receiveBuffer: 1 << 20)
                socket.send("GET /files/\(file.filename) HTTP/1.1\r\nHost: a\r\n\r\n")
                // Fast for a while, so that the kernel would think much of the connection.
                socket.receive(seconds: 60) { $0.count > 16 << 20 }
                usleep(500_000)
                return try Self.bytesToSend(from: port)
            }
            #expect((1..<1 << 20).contains(waiting), "\(waiting)")
        }
    }

    /// Bytes that the sockets at a port have not had acknowledged, or not even sent.
    private static func bytesToSend(from port: Int) throws -> Int {
        let address = "0100007F:" + String(format: "%04X", port)
        let table = try #require(try FileHandle(forReadingAtPath: "/proc/net/tcp")?.readToEnd())
        let rows = String(decoding: table, as: UTF8.self).split(separator: "\n")
        var sum = 0
        for row in rows {
            let fields = row.split(separator: " ")
            guard fields.count > 4, fields[1] == address, fields[3] == "01" else { continue }
            sum += Int(fields[4].prefix(8), radix: 16) ?? 0
        }
        return sum
    }

    @Test("many times at once on one connection")
    func pipelined() async throws {
        try await Self.withServer { server in
            let request = "GET \(Self.path) HTTP/1.1\r\nHost: a\r\nRange: bytes=100-109\r\n\r\n"
            let last = "GET \(Self.path) HTTP/1.1\r\nHost: a\r\nRange: bytes=100-109\r\nConnection: close\r\n\r\n"
            let answers = try await server.exchange(String(repeating: request, count: 20) + last, seconds: 60)
            #expect(answers.components(separatedBy: "HTTP/1.1 206 ").count == 22)
        }
    }
}
