import Foundation
import Glibc
import SystemPackage
import Testing

/// The real executable, run as a process of its own.
struct Regadmin {
    /// What a run came to.
    struct Outcome {
        /// The exit status; nil where a signal ended it.
        let status: Int32?
        let signal: Int32?
        let output: String
        let errors: String

        /// The objects on standard output, one for each line.
        func events(_ name: String? = nil) throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require(object as? [String: Any], "not an object: \(line)")
            }.filter { name == nil || $0["event"] as? String == name }
        }
    }

    /// Beside the test bundle: built along with the tests.
    static let executable =
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("regadmin").path

    /// The directory of the store that every command is about.
    let store: FilePath
    /// No run takes longer, unless something hangs.
    var limitSeconds = 240.0

    /// Runs a command to its end.
    @discardableResult
    func run(_ arguments: String..., input: String? = nil) throws -> Outcome {
        try run(arguments, input: input)
    }

    @discardableResult
    func run(_ arguments: [String], input: String? = nil) throws -> Outcome {
        try start(arguments, input: input).wait(limitSeconds)
    }

    /// Runs a command that must exit with this status.
    @discardableResult
    func expect(
        _ status: Int32, _ arguments: String..., input: String? = nil, at location: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        let outcome = try run(arguments, input: input)
        #expect(
            outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)", sourceLocation: location)
        return outcome
    }

    /// Starts a command.
    func start(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> RunningProcess {
        let own = ["REGADMIN_STORE": store.string, "SWIFT_BACKTRACE": "enable=no"]
        return try RunningProcess(
            [Self.executable] + arguments, environment: own.merging(environment) { _, given in given }, input: input)
    }
}
