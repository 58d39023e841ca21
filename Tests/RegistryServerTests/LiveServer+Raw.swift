import RegistryServer
import TestSupport

extension LiveServer {
    /// Sends bytes as they are, and answers all that comes until the server closes or time is up.
    func exchange(_ text: String, seconds: Double = 2) async throws -> String {
        let port = listening.port
        return try await onOwnThread {
            let socket = try RawSocket(port: port)
            socket.send(text)
            return socket.receive(seconds: seconds)
        }
    }

    /// The same up to the end of the first answer's header.
    func head(_ text: String) async throws -> String {
        let port = listening.port
        return try await onOwnThread {
            let socket = try RawSocket(port: port)
            socket.send(text)
            return socket.receive(upTo: "\r\n\r\n")
        }
    }
}
