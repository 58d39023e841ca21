import FixtureBuilders
import Foundation
import Logging
import RegistryCore
import TestSupport
import Testing

@testable import RegistryServer

@Suite("Operation")
struct OperationTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").compression(.stored)
        .file("demo/data.bin", [UInt8](repeating: 7, count: 20 << 20)).build()

    @Test("counts downloads that were sent to their end, and those only")
    func downloads() async throws {
        let path = "/files/" + Self.wheel.filename
        let counted = try await LiveServer.with(
            dialects: [FileDialect.self], prepare: { registry in _ = try registry.publish(Self.wheel) }
        ) { server in
            let size = Self.wheel.bytes.count
            for _ in 0..<3 { #expect(try await server.request("GET", path).status == 200) }
            #expect(try await server.request("HEAD", path).status == 200)
            #expect(try await server.request("GET", path, headers: [("Range", "bytes=0-9")]).status == 206)
            #expect(try await server.request("GET", path, headers: [("Range", "bytes=\(size - 9)-")]).status == 206)
            let tag = try await server.request("HEAD", path).header("etag") ?? ""
            #expect(try await server.request("GET", path, headers: [("If-None-Match", tag)]).status == 304)
            let port = server.listening.port
            try await onOwnThread {
                // Hangs up in the middle.
                let socket = try RawSocket(port: port, receiveBuffer: 4096)
                socket.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                socket.receive { $0.count > 10_000 }
            }
            let text = try await server.request("GET", "/metrics").text
            #expect(text.contains("\nregadmin_downloads_total 4\n"))
            await server.application.noteDownloads()
            let file = try server.registry.file(at: .default, filename: Self.wheel.filename).file
            return try server.registry.downloads(of: [file])[file.id]?.total
        }
        #expect(counted == 4)
    }

    @Test("stops without cutting off what is under way")
    func stop() async throws {
        try await LiveServer.with(
            dialects: [FileDialect.self], prepare: { registry in _ = try registry.publish(Self.wheel) }
        ) { server in
            let port = server.listening.port
            let (isUnderWay, underWay) = AsyncStream.makeStream(of: Void.self)
            let received = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    try await onOwnThread {
                        defer { underWay.finish() }
                        let socket = try RawSocket(port: port, receiveBuffer: 4096)
                        socket.send("GET /files/\(Self.wheel.filename) HTTP/1.1\r\nHost: a\r\n\r\n")
                        socket.receive(seconds: 60) { $0.count > 100_000 }
                        underWay.yield()
                        usleep(300_000)
                        // By now it is stopping.
                        socket.receive(seconds: 60)
                        return socket.received.count
                    }
                }
                _ = await isUnderWay.first { _ in true }
                await server.application.stop()
                return try await group.next() ?? 0
            }
            #expect(received > Self.wheel.bytes.count)
            await #expect(throws: (any Error).self) { try await server.request("GET", "/healthz") }
        }
    }

    @Test("cuts off what is still under way when its time is over")
    func cutOff() async throws {
        var settings = ServerSettings()
        settings.shutdownSeconds = 1
        try await LiveServer.with(
            settings, dialects: [FileDialect.self], prepare: { registry in _ = try registry.publish(Self.wheel) }
        ) { server in
            let port = server.listening.port
            let (isUnderWay, underWay) = AsyncStream.makeStream(of: Void.self)
            let (began, isCut) = try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await onOwnThread {
                        defer { underWay.finish() }
                        let socket = try RawSocket(port: port, receiveBuffer: 4096)
                        socket.send("GET /files/\(Self.wheel.filename) HTTP/1.1\r\nHost: a\r\n\r\n")
                        socket.receive(seconds: 60) { $0.count > 100_000 }
                        underWay.yield()
                        // Reads nothing while the server wants to go.
                        usleep(3_000_000)
                        socket.receive(seconds: 30)
                        return socket.isClosed && socket.received.count < Self.wheel.bytes.count
                    }
                }
                _ = await isUnderWay.first { _ in true }
                let began = ContinuousClock.now
                await server.application.stop()
                return (began, try await group.next() ?? false)
            }
            #expect(isCut)
            #expect(ContinuousClock.now - began < .seconds(30))
        }
    }

    @Test("shows figures to this machine or to who has the token")
    func metrics() async throws {
        try await LiveServer.with { server in
            let answer = try await server.request("GET", "/metrics")
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
            let form = /[a-z_]+(\{[^}]*\})? -?[0-9.e+-]+/
            for line in answer.text.split(separator: "\n") where !line.hasPrefix("#") {
                let isMetric = try form.wholeMatch(in: line) != nil
                #expect(isMetric, "\(line)")
            }
            for field in ["X-Forwarded-For", "Forwarded", "Via"] {
                #expect(try await server.request("GET", "/metrics", headers: [(field, "127.0.0.1")]).status == 404)
            }
        }
        var settings = ServerSettings()
        settings.metrics.token = "hunter2"
        try await LiveServer.with(settings) { server in
            for (fields, status) in [
                ([], 404), ([("Authorization", "Bearer hunter1")], 404), ([("Authorization", "Bearer hunter2")], 200),
            ] {
                let answer = try await server.request("GET", "/metrics", headers: fields)
                #expect(answer.status == status, "\(fields)")
            }
        }
    }

    @Test("keeps each event in one line of the log", arguments: ServerSettings.LogSettings.Format.allCases)
    func logLines(format: ServerSettings.LogSettings.Format) throws {
        var line = LogLine(format, level: "info", "a\nb", at: Moment(milliseconds: 1_772_600_767_089))
        line.add("plain", "x/y")
        line.add("odd", "a\"b\\c\u{1b}[0m\r\nlevel=fake")
        line.add("empty", "")
        line.add("nothing", nil)
        line.add("number", -7)
        line.finish()
        let text = String(decoding: line.bytes, as: UTF8.self)
        #expect(text.hasSuffix("\n"))
        #expect(text.dropLast().utf8.allSatisfy { $0 >= 0x20 })
        switch format {
        case .text:
            let odd = #""a\"b\\c\u001b[0m\u000d\u000alevel=fake""#
            #expect(
                text == "2026-03-04T05:06:07.089Z info a\\u000ab plain=x/y odd=\(odd) empty=\"\" number=-7\n")
        case .json:
            let object = try #require(JSONSerialization.jsonObject(with: Data(line.bytes)) as? [String: Any])
            #expect(object["odd"] as? String == "a\"b\\c\u{1b}[0m\r\nlevel=fake")
            #expect(object["message"] as? String == "a\nb")
            #expect(object["number"] as? Int == -7)
            #expect(object["time"] as? String == "2026-03-04T05:06:07.089Z")
            #expect(object["empty"] as? String == "")
        }
    }
}
