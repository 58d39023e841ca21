extension UploadTime {
    /// Milliseconds since 1970 of `YYYY-MM-DDThh:mm:ss[.f…]Z` (PEP 700); nil where it is something else.
    static func milliseconds(reading text: String) -> Int64? {
        let bytes = Array(text.utf8)
        // `+00:00` is what Python's own `isoformat` writes for the same.
        let isUTC = bytes.last == UInt8(ascii: "Z") || text.hasSuffix("+00:00")
        guard isUTC, (20...40).contains(bytes.count) else { return nil }
        func number(_ start: Int, _ count: Int) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[start..<start + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        let marks: [(Int, Unicode.Scalar)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
        guard marks.allSatisfy({ bytes[$0.0] == UInt8($0.1.value) }),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), hour < 24, minute < 60, second <= 60, year >= 1,
            let date = CalendarDay(year: year, month: month, day: day)
        else { return nil }
        var end = 19
        var fraction: Int64 = 0
        if bytes[end] == UInt8(ascii: ".") {
            var unit: Int64 = 100
            end += 1
            while end < bytes.count, (0x30...0x39).contains(bytes[end]) {
                fraction += Int64(bytes[end] - 0x30) * unit
                unit /= 10
                end += 1
            }
        }
        guard end == bytes.count - 1 || (end == bytes.count - 6 && bytes[end] == UInt8(ascii: "+")) else { return nil }
        return ((date.daysSince1970 * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction
    }
}
