/// One line of the log as it grows: text for people, or an object for programs.
///
/// Whatever a value holds, it stays one line and cannot pass for another key.
struct LogLine {
    private let format: ServerSettings.LogSettings.Format
    private(set) var bytes: [UInt8] = []

    /// Begins a line with the time, how grave it is, and what happened.
    init(_ format: ServerSettings.LogSettings.Format, level: String, _ message: String, at moment: Moment = .now) {
        self.format = format
        bytes.reserveCapacity(320)
        let time = moment.rfc3339
        switch format {
        case .text:
            append(time)
            append(" ")
            append(level)
            append(" ")
            appendEscaped(message, quote: nil)
        case .json:
            append("{\"time\":\"")
            append(time)
            append("\",\"level\":\"")
            append(level)
            append("\",\"message\":\"")
            appendEscaped(message, quote: UInt8(ascii: "\""))
            append("\"")
        }
    }

    /// Adds a text.
    mutating func add(_ key: String, _ value: String) {
        begin(key)
        if format == .text, !value.isEmpty, value.utf8.allSatisfy({ Self.isPlain($0) }) { return append(value) }
        append("\"")
        appendEscaped(value, quote: UInt8(ascii: "\""))
        append("\"")
    }

    /// Adds a text where there is one.
    mutating func add(_ key: String, _ value: String?) {
        if let value { add(key, value) }
    }

    /// Adds a number.
    mutating func add(_ key: String, _ value: Int) {
        begin(key)
        append(String(value))
    }

    /// Ends the line.
    mutating func finish() { append(format == .json ? "}\n" : "\n") }

    private mutating func begin(_ key: String) {
        switch format {
        case .text:
            append(" ")
            append(key)
            append("=")
        case .json:
            append(",\"")
            appendEscaped(key, quote: UInt8(ascii: "\""))
            append("\":")
        }
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private mutating func appendEscaped(_ text: String, quote: UInt8?) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\") where quote != nil: bytes += [byte, byte]
            case quote: bytes += [UInt8(ascii: "\\"), byte]
            // Control characters could end the line, or write to a terminal.
            case 0..<0x20, 0x7f:
                append("\\u00")
                append(byte < 16 ? "0" : "")
                append(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            && byte != UInt8(ascii: "=")
    }
}
