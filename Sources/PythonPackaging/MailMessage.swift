/// Headers and body as Python's mail parser takes them apart with its compat32 policy, which installers rely on.
///
/// Lines end in LF, CRLF or CR. Headers end at the first empty line, or before the first line that is neither a header
/// nor a continuation; the rest is the body, byte for byte. Mail's own headers (MIME types, transfer encodings) mean
/// nothing here.
struct MailMessage {
    struct Header {
        /// In lower case.
        let name: String
        /// Without blanks and line ends around it; continuation lines keep their indentation and are joined with LF.
        let value: String
        /// False where the bytes were no UTF-8, and the value has U+FFFD in their place.
        let isValidUTF8: Bool
    }

    private(set) var headers: [Header] = []
    let body: ArraySlice<UInt8>

    /// Nil where the headers have more lines than allowed. Linear in the bytes.
    init?(parsing bytes: [UInt8], maximumHeaderLines: Int) {
        var position = bytes.startIndex
        var lineCount = 0
        var pending: (name: String, value: ArraySlice<UInt8>)?
        var headers: [Header] = []

        func finish() {
            guard let (name, value) = pending else { return }
            headers.append(Self.header(name: name, value: value))
            pending = nil
        }

        while position < bytes.endIndex {
            let (line, following) = Self.line(of: bytes, at: position)
            if line.isEmpty {
                position = following
                break
            }
            if line[line.startIndex].isBlank {
                // A continuation of nothing is passed over.
                pending?.value.append(.lineFeed)
                pending?.value.append(contentsOf: line)
            } else if let colon = Self.endOfName(in: line) {
                finish()
                // A line that begins with the colon has no name and is passed over, with what continues it.
                if colon > line.startIndex {
                    pending = (line[..<colon].asciiLowercased.asText, line[(colon + 1)...])
                }
            } else if line.starts(with: "From ".utf8) {
                // The envelope of a mailbox, which the mail parser passes over.
                finish()
            } else {
                break
            }
            lineCount += 1
            guard lineCount <= maximumHeaderLines else { return nil }
            position = following
        }
        finish()
        self.headers = headers
        body = bytes[position...]
    }

    /// The line at `start` without its end, and where the next one begins.
    private static func line(of bytes: [UInt8], at start: Int) -> (line: ArraySlice<UInt8>, following: Int) {
        var end = start
        while end < bytes.endIndex, bytes[end] != .lineFeed, bytes[end] != .carriageReturn { end += 1 }
        var following = min(end + 1, bytes.endIndex)
        if end + 1 < bytes.endIndex, bytes[end] == .carriageReturn, bytes[end + 1] == .lineFeed { following += 1 }
        return (bytes[start..<end], following)
    }

    /// The colon after a header's name of printable ASCII, or nil where the line is no header.
    private static func endOfName(in line: ArraySlice<UInt8>) -> Int? {
        guard let end = line.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 <= 0x20 || $0 >= 0x7F }),
            line[end] == UInt8(ascii: ":")
        else { return nil }
        return end
    }

    private static func header(name: String, value: ArraySlice<UInt8>) -> Header {
        let trimmed = value.trimmingASCIIWhitespace
        if let text = trimmed.validText {
            return Header(name: name, value: text, isValidUTF8: true)
        }
        return Header(name: name, value: trimmed.asText, isValidUTF8: false)
    }
}
