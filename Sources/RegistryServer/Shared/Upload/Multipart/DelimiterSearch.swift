/// Finds a part's end: CRLF, two hyphens and the boundary.
///
/// Horspool's algorithm: one probe a delimiter's length where nothing looks like it. Since a CR can only be the
/// delimiter's first byte, no two attempts to match overlap, so the time stays linear whatever the bytes are.
struct DelimiterSearch: Sendable {
    /// CR, LF, `--`, boundary.
    let delimiter: [UInt8]
    /// How far the end of the window may move, by the byte it stands on.
    private let shifts: [UInt8]

    init(_ boundary: MultipartBoundary) {
        delimiter = Array("\r\n--".utf8) + boundary.bytes
        var shifts = [UInt8](repeating: UInt8(delimiter.count), count: 256)
        for (index, byte) in delimiter.dropLast().enumerated() {
            shifts[Int(byte)] = UInt8(delimiter.count - 1 - index)
        }
        self.shifts = shifts
    }

    /// Where the delimiter begins, at or after `start`; or where a beginning of it stands at the end of the bytes; or
    /// the count of bytes.
    func firstMatch(in bytes: Span<UInt8>, from start: Int) -> Int {
        let length = delimiter.count
        let needle = delimiter.span
        let shifts = shifts.span
        var end = start + length - 1
        let last = needle[length - 1]
        while end < bytes.count {
            let byte = bytes[end]
            if byte == last && Self.matches(bytes, at: end + 1 - length, needle, length) { return end + 1 - length }
            end += Int(shifts[Int(byte)])
        }
        var candidate = max(start, bytes.count + 1 - length)
        while candidate < bytes.count {
            if bytes[candidate] == 0x0D && Self.matches(bytes, at: candidate, needle, bytes.count - candidate) {
                return candidate
            }
            candidate += 1
        }
        return bytes.count
    }

    private static func matches(_ bytes: Span<UInt8>, at start: Int, _ needle: Span<UInt8>, _ count: Int) -> Bool {
        var index = 0
        while index < count {
            if bytes[start + index] != needle[index] { return false }
            index += 1
        }
        return true
    }
}
