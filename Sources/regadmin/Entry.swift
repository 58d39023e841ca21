internal import Archives
internal import ArgumentParser
internal import Glibc

@main
struct Entry {
    static func main() {
        // Archives are read by this same executable, confined; it must not look at anything else first.
        if ArchiveWorker.isRequested { ArchiveWorker.run() }
        // Whoever closes the pipe we write to has seen enough, also where our parent ignores the signal.
        signal(SIGPIPE, SIG_DFL)
        IndexFault.watch()
        do {
            var command = try RegadminCommand.parseAsRoot(
                HelpRequest.redirected(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch {
            end(with: error)
        }
    }

    /// Words a parser's error or a request for help, and leaves with the project's exit status.
    private static func end(with error: any Error) -> Never {
        let code = RegadminCommand.exitCode(for: error)
        var message = RegadminCommand.fullMessage(for: error)
        // Complaints look alike, whoever has them.
        if message.hasPrefix("Error: ") { message = "regadmin: " + message.dropFirst("Error: ".count) }
        if !message.isEmpty { StandardStream.write(message + "\n", to: code.isSuccess ? .output : .error) }
        exit(code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue)
    }
}
