/// A RECORD file: comma-separated path, hash and size of every file of a wheel (PEP 376, PEP 427).
struct RecordFile {
    struct Row {
        /// As written but for quotes.
        var path: [UInt8]
        /// `algorithm=base64url`, or empty.
        var hash: String
        /// Empty or a number of bytes.
        var size: String
    }

    private(set) var rows: [Row] = []

    /// - Returns: nil where the text is not UTF-8, a quote does not end, a row has not three fields, or there are more
    ///   than `maximumRows`.
    init?(parsing bytes: [UInt8], maximumRows: Int) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var fields: [[UInt8]] = []
        while at < bytes.count {
            guard let field = Self.field(bytes, &at) else { return nil }
            fields.append(field)
            if at < bytes.count, bytes[at] == UInt8(ascii: ",") {
                at += 1
                // Rows of old tools may have an empty fourth field; nobody's have more.
                guard fields.count < 4 else { return nil }
                if at < bytes.count { continue }
                fields.append([])
            }
            guard Self.isEmptyRow(fields) || append(fields), rows.count <= maximumRows else { return nil }
            fields = []
            while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 { at += 1 }
        }
    }

    private static func isEmptyRow(_ fields: [[UInt8]]) -> Bool { fields.count == 1 && fields[0].isEmpty }

    private mutating func append(_ fields: [[UInt8]]) -> Bool {
        guard fields.count == 3 || fields.count == 4 && fields[3].isEmpty, !fields[0].isEmpty else { return false }
        rows.append(
            Row(
                path: fields[0], hash: String(decoding: fields[1], as: UTF8.self),
                size: String(decoding: fields[2], as: UTF8.self)))
        return true
    }

    /// Reads up to a comma or the end of the line, and stands there. A quoted field may hold both, and doubled quotes.
    private static func field(_ bytes: [UInt8], _ at: inout Int) -> [UInt8]? {
        var field: [UInt8] = []
        let quote = UInt8(ascii: "\"")
        if at < bytes.count, bytes[at] == quote {
            at += 1
            while true {
                guard at < bytes.count else { return nil }
                if bytes[at] == quote {
                    at += 1
                    guard at < bytes.count, bytes[at] == quote else { break }
                }
                field.append(bytes[at])
                at += 1
            }
            guard at == bytes.count || [UInt8(ascii: ","), 10, 13].contains(bytes[at]) else { return nil }
            return field
        }
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: ","), bytes[at] != 10, bytes[at] != 13 { at += 1 }
        return Array(bytes[start..<at])
    }
}
