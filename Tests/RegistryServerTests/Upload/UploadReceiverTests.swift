import Foundation
import RegistryCore
import RegistryServer
import SystemPackage
import TestSupport
import Testing

@Suite("An upload over HTTP")
struct UploadReceiverTests {
    private static let file = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 16) }
    private static let head = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"

    private static func with(
        _ change: (inout ServerLimits) -> Void = { _ in }, _ body: @escaping @Sendable (LiveServer) async throws -> Void
    ) async throws {
        var settings = ServerSettings()
        change(&settings.limits)
        try await LiveServer.with(settings, dialects: [ReceivingDialect.self]) { server in
            try await body(server)
            // Nothing of an upload that was not published remains: no place, no open file, no blob.
            let left = await Self.settles { Self.openStagingFiles(below: server.root.string) == 0 }
            #expect(left, "staged files are still open")
            #expect(try server.registry.statistics().storedBytes == 0)
        }
    }

    private static func settles(_ condition: () -> Bool) async -> Bool {
        for _ in 0..<1200 where !condition() { try? await Task.sleep(for: .milliseconds(50)) }
        return condition()
    }

    /// Files without a name that this process holds open in the store.
    private static func openStagingFiles(below root: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            return target.map { $0.hasPrefix(root) && $0.hasSuffix("(deleted)") } ?? false
        }
    }

    @Test("comes in whole, the file before, between or after the fields", arguments: [10, 300_000])
    func order(size: Int) async throws {
        let file = Array(Self.file.prefix(size))
        let name = FormBody().field("name", "demo")
        let bodies = [
            name.field("classifiers", "A").field("classifiers", "B").file("content", "x.whl", file).closed(),
            FormBody().file("content", "x.whl", file).field("name", "demo").field("classifiers", "A")
                .field("classifiers", "B").closed(),
            name.file("content", "x.whl", file).field("classifiers", "A").field("classifiers", "B").closed(),
        ]
        let expected =
            ["name=demo", "classifiers=A", "classifiers=B", ReceivingDialect.line("content", "x.whl", file)]
            .joined(separator: "\n") + "\n"
        try await Self.with { server in
            for body in bodies {
                let answer = try await server.request(
                    "POST", "/up", headers: [("content-type", "multipart/form-data; boundary=b")], body: body)
                #expect(answer.status == 200)
                #expect(answer.text == expected)
            }
        }
    }

    @Test("comes from curl in each of its ways")
    func curl() async throws {
        let file = Self.file
        try await Self.with { server in
            let path = server.root.appending("demo-1.0.tar.gz").string
            try Data(file).write(to: URL(fileURLWithPath: path))
            let url = server.url + "/up"
            let line = ReceivingDialect.line("content", "demo-1.0.tar.gz", file)
            let ways: [([String], String)] = [
                (["-F", "content=@\(path)"], line),
                (
                    ["-F", ":action=file_upload", "-F", "content=@\(path);type=application/gzip"],
                    ":action=file_upload\n" + line
                ),
                (
                    ["-F", "content=@\(path)", "-F", "name=demo", "-F", "name=demo"],
                    line.prepending("name=demo\nname=demo\n")
                ),
                (["-H", "Expect: 100-continue", "-F", "content=@\(path)"], line),
                (["-H", "Expect:", "-F", "content=@\(path)"], line),
                (["-H", "Transfer-Encoding: chunked", "-F", "content=@\(path)"], line),
                (["--http1.0", "-F", "content=@\(path)"], line),
                (["-F", "file=@\(path);filename=other.whl"], ReceivingDialect.line("file", "other.whl", file)),
                (["-F", "file=@\(path);filename=\"a;b.whl\""], ReceivingDialect.line("file", "a;b.whl", file)),
                (["-F", "content=@\(path);headers=\"X-A: b\""], line),
                (
                    ["--form-string", "summary=@not a file; x", "-F", "content=@\(path)"],
                    "summary=@not a file; x\n" + line
                ),
                (["-F", "description=<\(path).txt", "-F", "content=@\(path)"], "description=two\nlines é\n" + line),
                (["-F", "policy=p", "-F", "key=/stage/${filename}"], "policy=p\nkey=/stage/${filename}"),
            ]
            try Data("two\nlines é".utf8).write(to: URL(fileURLWithPath: path + ".txt"))
            for (arguments, expected) in ways {
                let answer = try await Curl.run(arguments + [url])
                #expect(answer == "200 \(expected)\n", "curl \(arguments)")
            }
            let several = try await Curl.run(["-F", "content=@\(path)", "-F", "content=@\(path)", url])
            #expect(several == "400 the form holds more than one file; the second is content\n")
            let json = try await Curl.run(["-d", "{}", "-H", "Content-Type: application/json", url])
            #expect(json == "415 the request's Content-Type is application/json, not multipart/form-data\n")
            let nothing = try await Curl.run(["-X", "POST", url])
            #expect(nothing.hasPrefix("415 "))
        }
    }

    @Test("is refused where it ends early, and leaves nothing", arguments: [20, 200_000])
    func truncated(sent: Int) async throws {
        let body = FormBody().field("name", "demo").file("content", "x.whl", Self.file).closed()
        try await Self.with { server in
            let port = server.listening.port
            // Announced and not sent; and announced as the end of a form that has none.
            let answers = try await onOwnThread {
                var answers: [String] = []
                for announced in [body.count, sent] {
                    let socket = try RawSocket(port: port)
                    socket.send(Self.head + "Content-Length: \(announced)\r\n\r\n")
                    socket.send(Array(body[..<sent]))
                    if announced != sent { socket.finishSending() }
                    answers.append(socket.receive(upTo: "\r\n\r\n"))
                }
                let chunked = try RawSocket(port: port)
                chunked.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n\(String(sent, radix: 16))\r\n")
                chunked.send(Array(body[..<sent]))
                chunked.finishSending()
                answers.append(chunked.receive(upTo: "\r\n\r\n"))
                // And one who is just gone.
                let gone = try RawSocket(port: port)
                gone.send(Self.head + "Content-Length: \(body.count)\r\n\r\n")
                gone.send(Array(body[..<sent]))
                return answers
            }
            #expect(answers[1].hasPrefix("HTTP/1.1 400 "))
            for answer in answers { #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "), "\(answer)") }
        }
    }

    @Test("is refused for its announced size before any of it is read")
    func announcedTooLarge() async throws {
        try await Self.with({ $0.uploadBytes = 1000 }) { server in
            let head = try await server.head(Self.head + "Content-Length: 100000000\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 413 "), "\(head)")
        }
    }

    /// What an endless body is made of, and the answer.
    static let endless: [(start: String, unit: String, status: Int)] = [
        ("--b\r\nContent-Disposition: form-data; name=content; filename=x\r\n\r\n", "0123456789", 413),
        ("--b\r\nContent-Disposition: form-data; name=summary\r\n\r\n", "0123456789", 400),
        ("--b\r\nContent-Disposition: form-data; name=gpg_signature; filename=x\r\n\r\n", "0123456789", 400),
        ("", "preamble", 400),
        ("--b\r\n", "X-Header: y\r\n", 400),
        ("--b--\r\n", "epilogue", 400),
        ("", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", 400),
    ]

    @Test("that never ends is refused soon", arguments: endless)
    func neverEnding(start: String, unit: String, status: Int) async throws {
        try await Self.with({ $0.uploadBytes = 100_000 }) { server in
            let port = server.listening.port
            let (answer, sent) = try await onOwnThread {
                let socket = try RawSocket(port: port)
                let chunk = String(repeating: unit, count: 65536 / unit.utf8.count)
                let framed = "\(String(chunk.utf8.count, radix: 16))\r\n\(chunk)\r\n"
                socket.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n")
                if !start.isEmpty { socket.send("\(String(start.utf8.count, radix: 16))\r\n\(start)\r\n") }
                var sent = 0
                while sent < 256 << 20, !socket.text.contains("\r\n\r\n"), socket.send(framed) {
                    sent += chunk.utf8.count
                    socket.receive(seconds: 0.001)
                }
                return (socket.receive(seconds: 60, upTo: "\r\n\r\n"), sent)
            }
            #expect(sent < 64 << 20)
            // What is sent on can make the kernel drop the answer.
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        }
    }

    @Test("waits for a place, and is told to come again where there is none to wait in")
    func places() async throws {
        let small = FormBody().field("name", "demo").closed()
        let form = [("content-type", "multipart/form-data; boundary=b")]
        try await Self.with({
            $0.concurrentUploads = 1
            $0.waitingUploads = 1
            $0.uploadWaitSeconds = 60
        }) { server in
            let port = server.listening.port
            let large = FormBody().file("content", "x", Self.file).closed()
            let holder = try await onOwnThread {
                let holder = try RawSocket(port: port)
                holder.send(Self.head + "Content-Length: \(large.count)\r\n\r\n")
                holder.send(Array(large[..<200_000]))
                return SendableSocket(socket: holder)
            }
            func load(becomes load: String) async throws -> Bool {
                for _ in 0..<400 {
                    if try await server.request("GET", "/load").text == load + "\n" { return true }
                    try await Task.sleep(for: .milliseconds(25))
                }
                return false
            }
            #expect(try await load(becomes: "1 0"))
            let waiting = Task { try await server.request("POST", "/up", headers: form, body: small) }
            #expect(try await load(becomes: "1 1"))
            let refused = try await server.request("POST", "/up", headers: form, body: small)
            #expect(refused.status == 503)
            #expect(refused.header("retry-after") == "60")
            let text = try await onOwnThread {
                holder.socket.send(Array(large[200_000...]))
                return holder.socket.receive(upTo: "content:x")
            }
            #expect(text.hasPrefix("HTTP/1.1 200 "))
            #expect(try await waiting.value.status == 200)
            #expect(try await load(becomes: "0 0"))
        }
    }

    @Test("is not kept waiting by clients that announce much and send little")
    func stalled() async throws {
        try await Self.with({
            $0.concurrentUploads = 1
            $0.waitingUploads = 0
        }) { server in
            let port = server.listening.port
            let stalled = try await onOwnThread {
                try (0..<30).map { _ in
                    let socket = try RawSocket(port: port)
                    socket.send(Self.head + "Content-Length: 1000000\r\n\r\n--b\r\n")
                    return SendableSocket(socket: socket)
                }
            }
            let answer = try await server.request(
                "POST", "/up", headers: [("content-type", "multipart/form-data; boundary=b")],
                body: FormBody().file("content", "x", Self.file).closed())
            #expect(answer.status == 200)
            #expect(stalled.count == 30)
        }
    }

    @Test("of a gigabyte takes no more memory than a small one")
    func memory() async throws {
        // In a process of its own, whose memory is the server's and a little of a client's.
        await #expect(processExitsWith: .success) {
            try await LiveServer.with(dialects: [ReceivingDialect.self]) { server in
                let port = server.listening.port
                let size = 1 << 30
                let start = Array("--b\r\nContent-Disposition: form-data; name=content; filename=x\r\n\r\n".utf8)
                let end = Array("\r\n--b--\r\n".utf8)
                let text = try await onOwnThread {
                    let socket = try RawSocket(port: port)
                    socket.send(Self.head + "Content-Length: \(start.count + size + end.count)\r\n\r\n")
                    socket.send(start)
                    let block = [UInt8](repeating: 0x0D, count: 1 << 18)
                    for _ in 0..<size >> 18 { socket.send(block) }
                    socket.send(end)
                    return socket.receive(seconds: 120, upTo: "content:x")
                }
                let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
                let kilobytes = peak.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? .max
                precondition(text.contains("content:x \(size) "), text)
                precondition(kilobytes < 128 << 10, "\(kilobytes) KB")
            }
        }
    }
}

/// Handed from one thread to the next.
private struct SendableSocket: @unchecked Sendable {
    let socket: RawSocket
}

extension String {
    fileprivate func prepending(_ text: String) -> String { text + self }
}
