/// A header's value with parameters, such as `form-data; name="content"; filename="demo.whl"` (RFC 9110 section 5.6.6).
public struct HeaderParameters: Sendable, Equatable {
    /// What comes before the first semicolon, in lower case.
    public let value: String
    /// In order. Names in lower case and never twice; values as bytes, since clients send filenames in any encoding.
    public private(set) var parameters: [(name: String, value: [UInt8])] = []

    /// Whether values and parameters are the same.
    public static func == (first: HeaderParameters, second: HeaderParameters) -> Bool {
        first.value == second.value && first.parameters.elementsEqual(second.parameters, by: ==)
    }

    /// The value of a parameter, by its name in lower case.
    public subscript(name: String) -> [UInt8]? {
        parameters.first { $0.name == name }?.value
    }

    /// - Parameters:
    ///   - bytes: the value of the header, without its name and line end.
    ///   - header: its name, for the error.
    /// - Throws: `malformedHeader`, or `duplicate` for a parameter that is there twice.
    public init(_ bytes: ArraySlice<UInt8>, header: String) throws(MultipartError) {
        var rest = bytes
        func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }
        func take(while isTaken: (UInt8) -> Bool) -> ArraySlice<UInt8> {
            let taken = rest.prefix(while: isTaken)
            rest = rest[taken.endIndex...]
            return taken
        }
        skipSpace()
        value = Self.lowercase(take { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 })
        while true {
            skipSpace()
            guard let separator = rest.popFirst() else { return }
            guard separator == UInt8(ascii: ";") else { throw .malformedHeader(header) }
            skipSpace()
            if rest.isEmpty { return }
            let name = Self.lowercase(take(while: Self.isToken))
            guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { throw .malformedHeader(header) }
            let value: [UInt8]
            if rest.first == UInt8(ascii: "\"") {
                guard let quoted = Self.takeQuoted(&rest) else { throw .malformedHeader(header) }
                value = quoted
            } else {
                value = Array(take(while: Self.isUnquoted))
                guard !value.isEmpty else { throw .malformedHeader(header) }
            }
            guard self[name] == nil else { throw .duplicate("\(header) \(name)") }
            parameters.append((name, value))
        }
    }

    /// A quoted string. A backslash escapes quotes and itself and stands for itself before anything else, as in paths
    /// of Windows; `%22`, which browsers and curl write for a quote, is left as it is: so all of Python's readers do.
    private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return value
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"):
                value.append(rest.removeFirst())
            default: value.append(byte)
            }
        }
        return nil
    }

    /// Characters of a token (RFC 9110 section 5.6.2).
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// Wider than a token, since boundaries and field names such as `package[package_file]` come without quotes too.
    private static func isUnquoted(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !";\"\\".utf8.contains(byte)
    }

    static func lowercase(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
