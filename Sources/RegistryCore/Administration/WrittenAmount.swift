/// Lengths of time and sizes as people write them, on the command line and in forms.
public enum WrittenAmount {
    private static let timeUnits: [(name: Character, seconds: Int64)] = [
        ("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]
    /// The longer names first, and of each size the name that it is written with.
    private static let byteUnits: [(name: String, bytes: Int64)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
        ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("K", 1000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000), ("B", 1), ("", 1),
    ]

    /// Seconds of `30s`, `10m`, `24h`, `7d`, `2w`, or several of them: `1h30m`; `0` needs no unit.
    ///
    /// Nil for everything else, and for times that overflow once they are milliseconds.
    public static func seconds(_ text: String) -> Int64? {
        var total: Int64 = 0
        // Nothing is nothing in every unit.
        var rest = text == "0" ? "0s" : text[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let number = Int64(digits), let unit = rest.popFirst(),
                let factor = timeUnits.first(where: { $0.name == unit })?.seconds
            else { return nil }
            let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
            let (sum, sumOverflow) = total.addingReportingOverflow(seconds)
            guard !overflow, !sumOverflow, sum < Int64.max / 10_000 else { return nil }
            total = sum
        }
        return total
    }

    /// A time as `seconds` reads it, exact: `7d`, `1d12h`, `0`.
    /// - Parameter seconds: not negative.
    public static func text(seconds: Int64) -> String {
        var rest = seconds
        var text = ""
        // Weeks are not what people think in.
        for (name, factor) in timeUnits.dropFirst() where rest >= factor {
            text += "\(rest / factor)\(name)"
            rest %= factor
        }
        return text.isEmpty ? "0" : text
    }

    /// Bytes of `1500`, `64KiB`, `500MB`, `2GiB`, in any case of the letters; nil for everything else.
    public static func bytes(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits) else { return nil }
        let name = text.dropFirst(digits.count).lowercased()
        guard let factor = byteUnits.first(where: { $0.name.lowercased() == name })?.bytes else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : bytes
    }

    /// A size as `bytes` reads it, exact, with the largest unit that it is a multiple of: `20GB`, `64KiB`, `1500`.
    /// - Parameter bytes: not negative.
    public static func text(bytes: Int64) -> String {
        guard bytes > 0 else { return "0" }
        let fitting = byteUnits.filter { $0.name.count > 1 && bytes % $0.bytes == 0 }
        guard let unit = fitting.max(by: { $0.bytes < $1.bytes }) else { return "\(bytes)" }
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
