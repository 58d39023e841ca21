/// A RECORD file: comma-separated path, hash and size of every file of a wheel (PEP 376, PEP 427).
struct RecordFile {
    struct Row {
        /// As written but for quotes.
        var path: ArraySlice<UInt8> = []
        /// `algorithm=base64url`, or empty.
        var hash: ArraySlice<UInt8> = []
        /// Empty or a number of bytes.
        var size: ArraySlice<UInt8> = []
    }

    private(set) var rows: [Row] = []

    /// - Returns: nil where the text is not UTF-8, a quote does not end, a row has not three fields, or there are more
    ///   than `maximumRows`.
    init?(parsing bytes: [UInt8], maximumRows: Int) {
        guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var row = Row()
        var fields = 0
        while at < bytes.count {
            guard let field = Self.field(bytes, &at) else { return nil }
            fields += 1
            switch fields {
            case 1: row.path = field
            case 2: row.hash = field
            case 3: row.size = field
            // Rows of old tools may have an empty fourth field; nobody's have more.
            default: guard field.isEmpty else { return nil }
            }
            if at < bytes.count, bytes[at] == UInt8(ascii: ",") {
                at += 1
                guard fields < 4 else { return nil }
                if at < bytes.count { continue }
                fields += 1
            }
            let isEmpty = fields == 1 && row.path.isEmpty
            if !isEmpty {
                guard fields == 3 || fields == 4, !row.path.isEmpty else { return nil }
                rows.append(row)
            }
            guard rows.count <= maximumRows else { return nil }
            row = Row()
            fields = 0
            while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 { at += 1 }
        }
    }

    /// Reads up to a comma or the end of the line, and stands there. A quoted field may hold both, and doubled quotes.
    private static func field(_ bytes: [UInt8], _ at: inout Int) -> ArraySlice<UInt8>? {
        let quote = UInt8(ascii: "\"")
        if at < bytes.count, bytes[at] == quote {
            var field: [UInt8] = []
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
            return field[...]
        }
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: ","), bytes[at] != 10, bytes[at] != 13 { at += 1 }
        return bytes[start..<at]
    }
}
