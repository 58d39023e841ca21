internal import FoundationEssentials
public import HTTPTypes
public import RegistryCore

/// The header `Authorization` (RFC 9110, section 11.6.2; RFC 7617 for `Basic`, RFC 6750 for `Bearer`).
public enum AuthorizationHeader {
    /// What the caller shows.
    ///
    /// `Basic`, `Bearer` and Gitea's `token`, in any case.  Whatever else is there, or is there twice, is an empty bearer
    /// token: a credential that nobody has, not the absence of one.
    public static func credential(in headers: HTTPFields) -> Credential {
        let values = headers[values: .authorization]
        guard let value = values.first else { return .none }
        guard values.count == 1, value.utf8.count <= limitBytes else { return unreadable }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { return unreadable }
        let rest = parts[1].trimmed
        switch parts[0].lowercased() {
        case "bearer", "token":
            return rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) ? .bearer(rest) : unreadable
        case "basic": return basic(rest) ?? unreadable
        default: return unreadable
        }
    }

    private static let unreadable = Credential.bearer("")

    /// Bytes of the field that are looked at; a job's signed token, in base 64 once more, is the longest anybody sends.
    private static let limitBytes = 12 << 10

    /// The user ends at the first colon; the password may have more of them.
    private static func basic(_ encoded: String) -> Credential? {
        guard let data = Data(base64Encoded: encoded), let text = String(validating: data, as: UTF8.self) else {
            return nil
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) else { return nil }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return .basic(user: String(text[..<colon]), password: String(text[text.utf8.index(after: colon)...]))
    }
}

extension Substring {
    /// Without spaces and tabs at either end.
    fileprivate var trimmed: String {
        var rest = self
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest.drop { $0 == " " || $0 == "\t" })
    }
}
