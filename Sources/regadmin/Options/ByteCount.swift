internal import ArgumentParser

/// A size on the command line: `1500`, `64KiB`, `500MB`, `2GiB`.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int64

    private static let units: [(name: String, factor: Int64)] = [
        ("KIB", 1 << 10), ("MIB", 1 << 20), ("GIB", 1 << 30), ("TIB", 1 << 40),
        ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("K", 1000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000), ("B", 1), ("", 1),
    ]

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits) else { return nil }
        let name = argument.dropFirst(digits.count).uppercased()
        guard let factor = Self.units.first(where: { $0.name == name })?.factor else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    /// For reading: three digits and a decimal unit, `12.4 MB`.
    static func text(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["KB", "MB", "GB", "TB", "PB"] where value >= 999.5 {
            value /= 1000
            unit = next
        }
        if unit == "B" { return "\(bytes) B" }
        if value >= 99.95 { return "\(Int(value.rounded())) \(unit)" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }

    /// Exact, with the digits in groups: `12 418`.
    static func exact(_ bytes: Int64) -> String {
        var result = ""
        for (index, digit) in String(bytes).reversed().enumerated() {
            if index > 0, index % 3 == 0, digit != "-" { result.append(" ") }
            result.append(digit)
        }
        return String(result.reversed())
    }
}
