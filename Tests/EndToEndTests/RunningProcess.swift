import Foundation
import Glibc
import Testing

/// A process whose output goes into files, where it can be read at any time and however the process ends.
final class RunningProcess {
    struct TookTooLong: Error {
        let arguments: [String]
        let output: String
        let errors: String
    }

    let id: pid_t
    private let arguments: [String]
    private let directory: String
    private var isReaped = false
    /// `POSIX_SPAWN_SETSID`, which needs a feature macro to be seen.
    private static let newSession: Int32 = 0x80

    private var outputPath: String { directory + "/out" }
    private var errorPath: String { directory + "/err" }

    /// Starts a program.
    /// - Parameters:
    ///   - environment: variables besides those of the tests, or all there are where `isIsolated`.
    ///   - isIsolated: whether it has neither the tests' environment nor their terminal, to ask a password at.
    init(
        _ arguments: [String], environment: [String: String], input: String? = nil, isIsolated: Bool = false
    ) throws {
        self.arguments = arguments
        directory = "/tmp/regadmin-run-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        let inputPath = input == nil ? "/dev/null" : directory + "/in"
        if let input { try Data(input.utf8).write(to: URL(fileURLWithPath: inputPath)) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, directory + "/out", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, directory + "/err", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // The test runner's own signal handling is not what a shell hands down.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let newSession = isIsolated ? Self.newSession : 0
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession))

        var variables = isIsolated ? [:] : ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value }
        let words = arguments.map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, arguments[0], &actions, &attributes, words, settings)
        try #require(code == 0, "\(arguments[0]) cannot be started: \(String(cString: strerror(code)))")
        id = started
    }

    deinit {
        if !isReaped {
            kill(id, SIGKILL)
            waitpid(id, nil, 0)
        }
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// What has been written so far.
    var output: String {
        (try? String(decoding: Data(contentsOf: URL(fileURLWithPath: outputPath)), as: UTF8.self)) ?? ""
    }
    var errors: String {
        (try? String(decoding: Data(contentsOf: URL(fileURLWithPath: errorPath)), as: UTF8.self)) ?? ""
    }

    func send(_ signal: Int32) { kill(id, signal) }

    /// Returns when the process stands still, until it is sent `SIGCONT`; false where it has ended.
    func halt() -> Bool {
        send(SIGSTOP)
        var info = siginfo_t()
        return waitid(P_PID, id_t(id), &info, WSTOPPED | WEXITED | WNOWAIT) == 0 && info.si_code == CLD_STOPPED
    }

    /// Waits for the end, or until the limit is over, which fails the test: far from what anything takes on a slow machine.
    func wait(_ limitSeconds: Double = 240) throws -> Regadmin.Outcome {
        let deadline = ContinuousClock.now + .seconds(limitSeconds)
        while true {
            if let outcome = try outcomeIfEnded(deadline) { return outcome }
            usleep(2000)
        }
    }

    /// The same without holding a thread meanwhile.
    func finished(_ limitSeconds: Double = 240) async throws -> Regadmin.Outcome {
        let deadline = ContinuousClock.now + .seconds(limitSeconds)
        while true {
            if let outcome = try outcomeIfEnded(deadline) { return outcome }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func outcomeIfEnded(_ deadline: ContinuousClock.Instant) throws -> Regadmin.Outcome? {
        var status: Int32 = 0
        if waitpid(id, &status, WNOHANG) == id {
            isReaped = true
            let signal = status & 0x7f
            return Regadmin.Outcome(
                status: signal == 0 ? status >> 8 & 0xff : nil, signal: signal == 0 ? nil : signal,
                output: output, errors: errors)
        }
        guard ContinuousClock.now < deadline else {
            kill(id, SIGQUIT)
            throw TookTooLong(arguments: arguments, output: output, errors: errors)
        }
        return nil
    }

    /// Waits until `condition` holds; false where the process ended or time was up before.
    func waitUntil(_ limitSeconds: Double = 120, _ condition: (RunningProcess) -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(limitSeconds)
        while ContinuousClock.now < deadline {
            if condition(self) { return true }
            // Not reaped here: only looked at.
            var info = siginfo_t()
            if waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info._sifields._sigchld.si_pid == id {
                return condition(self)
            }
            usleep(1000)
        }
        return false
    }
}
