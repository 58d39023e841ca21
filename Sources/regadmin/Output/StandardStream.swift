internal import Glibc

/// Writing to the descriptors that every process has.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Whether a person reads along.
    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Columns of the terminal; 80 where it does not say.
    var width: Int {
        var size = winsize()
        guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes all of the text, or ends the process: without its output a command is worth nothing.
    static func write(_ text: String, to stream: StandardStream) {
        var text = text
        text.withUTF8 { bytes in unsafe write(UnsafeRawBufferPointer(bytes), to: stream) }
    }

    /// As for text.
    static func write(_ bytes: UnsafeRawBufferPointer, to stream: StandardStream) {
        var rest = unsafe bytes
        while let base = rest.baseAddress, rest.count > 0 {
            let count = unsafe Glibc.write(stream.rawValue, base, rest.count)
            if count >= 0 {
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR {
                if stream == .output, errno != EPIPE {
                    let why = unsafe String(cString: strerror(errno))
                    write("regadmin: standard output: cannot be written: \(why)\n", to: .error)
                }
                _exit(ExitStatus.failed.rawValue)
            }
        }
    }
}
