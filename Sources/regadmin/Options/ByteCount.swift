internal import ArgumentParser
internal import RegistryCore

/// A size on the command line: `1500`, `64KiB`, `500MB`, `2GiB`.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int64

    init?(argument: String) {
        guard let bytes = WrittenAmount.bytes(argument) else { return nil }
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
        let digits = Array(String(bytes).utf8)
        var grouped: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            let isAfterDigit = grouped.last.map { $0 != UInt8(ascii: "-") } ?? false
            if isAfterDigit, (digits.count - index) % 3 == 0 { grouped.append(UInt8(ascii: " ")) }
            grouped.append(digit)
        }
        return String(decoding: grouped, as: UTF8.self)
    }
}
