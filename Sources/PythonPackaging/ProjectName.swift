/// The name of a project or of an extra: ASCII letters, digits, `.`, `_` and `-`, beginning and ending with a letter
/// or digit (PEP 508, PEP 685).
///
/// Names are equal, hash and order by their normalized form (PEP 503), so `Lark.Tools` is `lark-tools`.
public struct ProjectName: Sendable {
    /// The spelling it was made from.
    public let display: String
    /// PEP 503: lower case, every run of `-`, `_`, `.` replaced by one `-`. Part of URLs and keys.
    public let normalized: String

    /// Reads a name; nil where the grammar refuses it. White space around it is not dropped.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, first.isASCIIAlphanumeric, last.isASCIIAlphanumeric
        else { return nil }
        var folded: [UInt8] = []
        folded.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte.isNameSeparator {
                if folded.last != UInt8(ascii: "-") { folded.append(UInt8(ascii: "-")) }
            } else if byte.isASCIIAlphanumeric {
                folded.append(byte.asciiLowercased)
            } else {
                return nil
            }
        }
        display = text
        normalized = folded.asText
    }

    /// The normalized form with `-` written `_`: the name part of filenames today (PEP 427, PEP 625).
    public var filenameForm: String {
        normalized.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }.asText
    }
}

extension ProjectName: Hashable, Comparable {
    /// By normalized form.
    public static func == (left: ProjectName, right: ProjectName) -> Bool { left.normalized == right.normalized }
    /// By normalized form.
    public func hash(into hasher: inout Hasher) { hasher.combine(normalized) }
    /// By normalized form.
    public static func < (left: ProjectName, right: ProjectName) -> Bool { left.normalized < right.normalized }
}

extension ProjectName: CustomStringConvertible {
    /// The spelling it was made from.
    public var description: String { display }
}
