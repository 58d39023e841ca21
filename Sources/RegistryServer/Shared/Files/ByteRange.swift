/// What a `Range` field asks of a file (RFC 9110, 14): a part, all of it, or nothing that there is.
enum ByteRange: Equatable, Sendable {
    /// No range, or one that is to be passed over: another unit, malformed, or several at once.
    case whole
    /// Positions, the upper bound excluded.
    case part(Range<Int64>)
    /// Begins behind the end.
    case unsatisfiable

    /// - Parameters:
    ///   - field: the field's value; nil without one.
    ///   - size: of the file, in bytes.
    init(_ field: String?, size: Int64) {
        self = field.flatMap { Self.parse($0, size) } ?? .whole
    }

    private static func parse(_ field: String, _ size: Int64) -> ByteRange? {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        // Several ranges would be as many bodies in one; all of the file is an answer that is always right.
        let bounds = parts[1].split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, !parts[1].contains(",") else { return nil }
        switch (bounds[0].isEmpty, bounds[1].isEmpty) {
        case (true, true): return nil
        case (true, false):
            guard let count = number(bounds[1]) else { return nil }
            return count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        case (false, let isOpen):
            guard let first = number(bounds[0]) else { return nil }
            var last = size - 1
            if !isOpen {
                guard let given = number(bounds[1]), given >= first else { return nil }
                last = min(given, last)
            }
            return first < size ? .part(first..<last + 1) : .unsatisfiable
        }
    }

    /// Decimal digits only.  What does not fit is more than any file has.
    private static func number(_ text: Substring) -> Int64? {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int64(text) ?? .max - 1
    }
}
