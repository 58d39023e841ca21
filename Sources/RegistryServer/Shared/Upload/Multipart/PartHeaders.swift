/// What the headers of one part say.
public struct PartHeaders: Sendable, Equatable {
    /// The field's name, as sent.
    public private(set) var name = ""
    /// Nil for a text field. As sent: it may hold path separators, quotes, `%22` and anything else but control
    /// characters, and may be empty.
    public private(set) var filename: String?
    /// As sent, with its parameters; nil where there is none, as with uv and flit.
    public private(set) var contentType: String?

    /// Reads the lines of one part's headers.
    /// - Parameter block: up to and with the line end of the last header, without the empty line.
    /// - Throws: what makes the part unreadable, or readable in two ways.
    init(_ block: ArraySlice<UInt8>, limits: MultipartLimits) throws(MultipartError) {
        var rest = block
        var seen: Set<String> = []
        var isNamed = false
        while !rest.isEmpty {
            guard seen.count < limits.headers else { throw .tooManyHeaders(limit: limits.headers) }
            guard let end = rest.firstIndex(of: 0x0D), rest[end...].dropFirst().first == 0x0A
            else { throw .malformedHeader("a bare line end") }
            let line = rest[..<end]
            rest = rest[(end + 2)...]
            let label = line.prefix(while: HeaderParameters.isToken)
            let value = line[label.endIndex...]
            guard !label.isEmpty, value.first == UInt8(ascii: ":") else { throw .malformedHeader("no name") }
            let name = HeaderParameters.lowercase(label)
            guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { throw .malformedHeader(name) }
            guard seen.insert(name).inserted else { throw .duplicate(name) }
            switch name {
            case "content-disposition":
                try takeDisposition(value.dropFirst())
                isNamed = true
            case "content-type":
                let type = try HeaderParameters(value.dropFirst(), header: "Content-Type")
                guard !type.value.hasPrefix("multipart/") else { throw .nested }
                contentType = String(decoding: value.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
            case "content-transfer-encoding":
                let encoding = try HeaderParameters(value.dropFirst(), header: "Content-Transfer-Encoding")
                guard ["binary", "8bit", "7bit"].contains(encoding.value) else {
                    throw .transferEncoding(encoding.value)
                }
            default: break
            }
        }
        guard isNamed else { throw .unnamedPart }
    }

    private mutating func takeDisposition(_ value: ArraySlice<UInt8>) throws(MultipartError) {
        let disposition = try HeaderParameters(value, header: "Content-Disposition")
        guard disposition.value == "form-data", let name = disposition["name"] else { throw .unnamedPart }
        guard let text = String(validating: name, as: UTF8.self) else { throw .notUTF8("name") }
        self.name = text
        if let filename = disposition["filename"] {
            guard let text = String(validating: filename, as: UTF8.self) else { throw .notUTF8("filename") }
            self.filename = text
        }
        // Continuations (`filename*0`) and extended names (`name*`) have no place in forms (RFC 7578 section 4.2).
        for (parameter, value) in disposition.parameters where parameter.contains("*") {
            guard parameter == "filename*", let extended = Self.decodeExtended(value), extended == filename
            else { throw .extendedFilename }
        }
    }

    /// `UTF-8''a%20name` (RFC 8187); nil for other character sets and wrong escapes.
    private static func decodeExtended(_ value: [UInt8]) -> String? {
        let pieces = value.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, HeaderParameters.lowercase(pieces[0]) == "utf-8" else { return nil }
        var bytes: [UInt8] = []
        var rest = pieces[2]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
