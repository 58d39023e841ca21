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
            let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month),
            (1...daysOfMonth(month, year)).contains(day), hour < 24, minute < 60, second <= 60, year >= 1
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
        // Years begin in March here, so that the leap day is a year's last.
        let shifted = month <= 2 ? year - 1 : year
        let (cycle, yearOfCycle) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
        return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction
    }

    private static func daysOfMonth(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
