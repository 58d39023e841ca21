internal import Mustache

/// Numbers and moments as people read them.
enum PageFormats {
    /// `1,234,567`.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (number < 0 ? "-" : "") + ([rest] + groups).joined(separator: ",")
    }

    /// `1 file`, `3 files`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(count(number)) \(number == 1 ? one : many)"
    }

    /// Bytes in steps of 1024, with three digits: `512 B`, `1.50 KiB`, `12.3 MiB`.
    static func size(_ bytes: Int64) -> String {
        guard bytes >= 1024 else { return "\(bytes) B" }
        var value = Double(bytes) / 1024
        for unit in ["KiB", "MiB", "GiB", "TiB"] {
            // What would be rounded to 1024 is one of the next.
            if value < 1023.5 { return "\(threeDigits(value)) \(unit)" }
            value /= 1024
        }
        return "\(threeDigits(value)) PiB"
    }

    private static func threeDigits(_ value: Double) -> String {
        let decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
        let scale = decimals == 2 ? 100.0 : decimals == 1 ? 10.0 : 1.0
        let scaled = Int64((value * scale).rounded())
        guard decimals > 0 else { return count(Int(scaled)) }
        let (whole, part) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
        return "\(whole).\(HTTPDate.padded(part, decimals))"
    }

    /// The day of a moment in milliseconds since 1970, UTC: `2026-11-21`.
    static func day(_ milliseconds: Int64) -> String { String(moment(milliseconds).prefix(10)) }

    /// For the attribute `datetime`, and to read: `2026-11-21T08:49:37Z`.
    static func moment(_ milliseconds: Int64) -> String {
        String(Moment(milliseconds: milliseconds).rfc3339.prefix(19)) + "Z"
    }

    /// How long ago that was, or when it will be: `just now`, `3 hours ago`, `in 5 days`.
    static func distance(_ milliseconds: Int64, now: Int64) -> String {
        let seconds = abs(now - milliseconds) / 1000
        guard seconds >= 60 else { return "just now" }
        let steps: [(Int64, String)] = [
            (31_557_600, "year"), (2_629_800, "month"), (86_400, "day"), (3600, "hour"), (60, "minute"),
        ]
        for (length, unit) in steps where seconds >= length {
            let number = Int(seconds / length)
            let text = count(number, unit, unit + "s")
            return milliseconds > now ? "in \(text)" : "\(text) ago"
        }
        return "just now"
    }
}

/// A moment, as a template shows it: `<time datetime="{{.machine}}">{{.text}}</time>`.
struct PageMoment: Sendable {
    let machine: String
    let text: String

    init(_ milliseconds: Int64, now: Int64) {
        machine = PageFormats.moment(milliseconds)
        text = PageFormats.distance(milliseconds, now: now)
    }
}

extension PageMoment: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "machine": machine
        case "text": text
        default: nil
        }
    }
}
