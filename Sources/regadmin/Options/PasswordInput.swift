internal import Glibc

/// Reads a password from the terminal without showing it, or the first line of standard input where that is none.
enum PasswordInput {
    /// Bytes of a line at most.
    private static let limitBytes = 4096

    /// - Throws: `CommandFailure` where there is none, the two typed ones differ, or it is not UTF-8.
    static func read(for user: String) throws(CommandFailure) -> String {
        guard isatty(0) == 1 else { return try line(of: 0, about: "standard input") }
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { throw CommandFailure("/dev/tty", "cannot be opened", status: .usage) }
        defer { _ = Glibc.close(terminal) }
        let first = try ask("Password of \(SafeText.escaping(user)): ", terminal)
        guard try ask("Again: ", terminal) == first else {
            throw CommandFailure("password", "the two are not the same", status: .usage)
        }
        return first
    }

    private static func ask(_ prompt: String, _ terminal: Int32) throws(CommandFailure) -> String {
        var before = termios()
        guard unsafe tcgetattr(terminal, &before) == 0 else {
            throw CommandFailure("/dev/tty", "cannot be made not to show what is typed", status: .usage)
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        // A signal while it is silent would leave it so.
        var blocked = sigset_t()
        var earlier = sigset_t()
        unsafe sigemptyset(&blocked)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] { unsafe sigaddset(&blocked, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, &earlier)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &earlier, nil) }
        guard unsafe tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else {
            throw CommandFailure("/dev/tty", "cannot be made not to show what is typed", status: .usage)
        }
        defer {
            unsafe tcsetattr(terminal, TCSAFLUSH, &before)
            write("\n", to: terminal)
        }
        write(prompt, to: terminal)
        return try line(of: terminal, about: "/dev/tty")
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in _ = unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
    }

    /// What stands before the first line end.
    private static func line(of descriptor: Int32, about subject: String) throws(CommandFailure) -> String {
        var bytes: [UInt8] = []
        while bytes.count <= limitBytes {
            var byte: UInt8 = 0
            let count = unsafe Glibc.read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure(subject, "cannot be read", status: .usage) }
            if count == 0 || byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count <= limitBytes, let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(subject, "has no password in its first line", status: .usage)
        }
        return text
    }
}
