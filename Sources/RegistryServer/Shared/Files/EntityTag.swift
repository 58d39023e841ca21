public import HTTPTypes

/// A strong entity tag (RFC 9110, 8.8.3), and what the conditional fields of a request mean for it.
public struct EntityTag: Sendable, Equatable {
    /// As it goes into `ETag`: with its quotation marks.
    public let text: String

    /// - Precondition: `opaque` is made of visible ASCII without quotation marks.
    public init(_ opaque: String) { text = "\"\(opaque)\"" }

    /// Whether one of the tags in `If-None-Match` is this, weakly compared; `*` is every tag.
    /// What is malformed matches nothing.
    public func matches(weak field: String) -> Bool {
        Self.tags(in: field, dropsWeakness: true).contains { $0 == "*" || $0 == text }
    }

    /// Whether one of the tags in `If-Match` is this, strongly compared.
    func matches(strong field: String) -> Bool {
        Self.tags(in: field, dropsWeakness: false).contains { $0 == "*" || $0 == text }
    }

    /// Whether a request with these fields has what it asks for: 304 then.
    /// - Parameter modified: the time of the last change; nil where that says nothing.
    public func isFresh(_ fields: HTTPFields, modified: Int64? = nil) -> Bool {
        if let known = fields[.ifNoneMatch] { return matches(weak: known) }
        guard let modified, let since = fields[.ifModifiedSince].flatMap({ HTTPDate($0) }) else { return false }
        return modified <= since.seconds
    }

    /// The tags of a list.  A comma inside a tag is part of it.
    private static func tags(in field: String, dropsWeakness: Bool) -> [Substring] {
        var tags: [Substring] = []
        var rest = field[...]
        while tags.count < 256 {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
            guard let first = rest.first else { break }
            if first == "*" {
                tags.append(rest.prefix(1))
                rest = rest.dropFirst()
                continue
            }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { break }
            if !isWeak || dropsWeakness { tags.append(rest[...end]) }
            rest = rest[rest.index(after: end)...]
        }
        return tags
    }
}
