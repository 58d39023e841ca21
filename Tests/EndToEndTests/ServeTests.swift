import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("serve")
struct ServeTests {
    @Test("says where it listens, answers, and ends in good order")
    func startAndStop() throws {
        try Workplace.with { workplace in
            try ServerProcess.with(workplace.regadmin) { server in
                let socket = try RawSocket(port: server.port)
                socket.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                #expect(socket.receive().hasSuffix("\r\n\r\nok\n"))
                let ready = try RawSocket(port: server.port)
                ready.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                #expect(ready.receive().hasSuffix("\r\n\r\nready\n"))
            }
        }
    }

    @Test("says that it cannot listen")
    func taken() throws {
        try Workplace.with { workplace in
            try ServerProcess.with(workplace.regadmin) { server in
                let outcome = try workplace.regadmin.expect(6, "serve", "--port", "\(server.port)")
                #expect(outcome.errors.contains("127.0.0.1:\(server.port): cannot listen: "))
            }
        }
    }

    @Test("writes a line for each request, and never a query or a secret")
    func log() throws {
        try Workplace.with { workplace in
            let server = try ServerProcess(workplace.regadmin, ["--log-format", "json"])
            let socket = try RawSocket(port: server.port)
            socket.send(
                "GET /a%20b?token=hunter2 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer hunter3\r\n"
                    + "PRIVATE-TOKEN: hunter4\r\nUser-Agent: x\"y\r\nConnection: close\r\n\r\n")
            #expect(socket.receive().hasPrefix("HTTP/1.1 404 "))
            let outcome = try server.stop()
            #expect(outcome.status == 0)
            #expect(!outcome.errors.contains("hunter"))
            let lines = try outcome.errors.split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
                try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            let request = try #require(lines.first { $0["message"] as? String == "request" })
            #expect(request["method"] as? String == "GET")
            #expect(request["path"] as? String == "/a%20b?…")
            #expect(request["status"] as? Int == 404)
            #expect(request["address"] as? String == "127.0.0.1")
            #expect(request["agent"] as? String == "x\"y")
            #expect(request["request"] is String)
            #expect(request["us"] is Int)
        }
    }

    @Test("ends with words when its index is cut short under it")
    func cutIndex() throws {
        try Workplace.withFixtures { workplace in
            let server = try ServerProcess(workplace.regadmin)
            let index = workplace.store.appending("index/data.mdb").string
            #expect(truncate(index, 8192) == 0)
            let socket = try RawSocket(port: server.port)
            socket.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            socket.receive(upTo: "\r\n\r\n")
            let outcome = try server.wait()
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("the index is damaged"))
        }
    }

    @Test("tells systemd when it is ready and when it stops")
    func systemd() throws {
        try Workplace.with { workplace in
            let path = workplace.root.appending("notify").string
            let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            defer { close(socket) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(code == 0)
            func message() -> String {
                var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, 20_000) == 1 else { return "" }
                var buffer = [UInt8](repeating: 0, count: 256)
                let count = recv(socket, &buffer, buffer.count, 0)
                return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            }
            try ServerProcess.with(workplace.regadmin, environment: ["NOTIFY_SOCKET": path]) { _ in
                #expect(message() == "READY=1")
            }
            #expect(message() == "STOPPING=1")
        }
    }
}
