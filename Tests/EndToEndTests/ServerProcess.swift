import Foundation
import Glibc
import Testing

/// `regadmin serve`, as a process of its own on a port that was free.
final class ServerProcess {
    struct NeverListened: Error { let output: String, errors: String }

    /// Where it listens: `http://127.0.0.1:49152`.
    let url: String
    let port: Int
    private let process: RunningProcess

    /// Starts a server over the store of `regadmin`, and waits until it listens.
    init(_ regadmin: Regadmin, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        let process = try regadmin.start(["serve", "--port", "0", "--json"] + arguments, environment: environment)
        self.process = process
        _ = process.waitUntil { $0.output.contains("\"listening\"") }
        let event = process.output.split(separator: "\n").lazy
            .compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
            .first { $0["event"] as? String == "listening" }
        guard let event, let url = event["url"] as? String, let port = event["port"] as? Int else {
            throw NeverListened(output: process.output, errors: process.errors)
        }
        self.url = url
        self.port = port
    }

    /// Runs `body` with a server, and stops it afterwards, which must end in good order.
    static func with<Result>(
        _ regadmin: Regadmin, _ arguments: [String] = [], environment: [String: String] = [:],
        _ body: (ServerProcess) throws -> Result
    ) throws -> Result {
        // Let go of when `body` throws, it is killed.
        let server = try ServerProcess(regadmin, arguments, environment: environment)
        let result = try body(server)
        let outcome = try server.stop()
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        return result
    }

    /// Its process, for what happens to processes.
    var id: pid_t { process.id }
    /// What it has logged so far.
    var log: String { process.errors }

    /// Ends it as an operator would; answers what it came to, with all that it logged.
    @discardableResult
    func stop(limitSeconds: Double = 240) throws -> Regadmin.Outcome {
        process.send(SIGTERM)
        return try process.wait(limitSeconds)
    }

    /// Waits for its end, however that comes about.
    @discardableResult
    func wait(limitSeconds: Double = 240) throws -> Regadmin.Outcome { try process.wait(limitSeconds) }

    /// Ends it at once.
    @discardableResult
    func kill() throws -> Regadmin.Outcome {
        process.send(SIGKILL)
        return try process.wait()
    }
}
