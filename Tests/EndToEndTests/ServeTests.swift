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
            }
        }
    }
}
