import Glibc

/// A TCP connection on which bytes are written and read as they are: for what no HTTP client would send.
///
/// Calls block; use them inside `onOwnThread`.
package final class RawSocket {
    package struct Failure: Error { let call: String, code: Int32 }

    private let descriptor: Int32
    /// All that came so far.
    package private(set) var received: [UInt8] = []
    /// Whether the other side has closed, in order or not.
    package private(set) var isClosed = false

    /// Connects to an IPv4 address.
    /// - Parameter receiveBuffer: bytes that the kernel takes for us while we do not read; nil for its default.
    package init(port: Int, host: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(call: "connect", code: errno) }
    }

    deinit { close(descriptor) }

    /// All that came so far, as text.
    package var text: String { String(decoding: received, as: UTF8.self) }

    /// Sends all of it; false where the other side does not take it any more.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends all of it; false where the other side does not take it any more.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Says that nothing more will be sent.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until `condition` holds for all that came, the other side closes, or time is up.
    @discardableResult
    package func receive(seconds: Double = 60, until condition: ([UInt8]) -> Bool = { _ in false }) -> String {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !isClosed, !condition(received) {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { break }
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(min(milliseconds + 1, 1000))) > 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { received += buffer[..<count] } else { isClosed = true }
        }
        return text
    }

    /// Reads until the text came, the other side closes, or time is up.
    @discardableResult
    package func receive(seconds: Double = 60, upTo wanted: String) -> String {
        receive(seconds: seconds) { String(decoding: $0, as: UTF8.self).contains(wanted) }
    }
}
