/// What refers to a blob: an opaque key of one or more components, ordered component by component.
public struct BlobName: Hashable, Sendable, CustomStringConvertible {
    /// The components joined by NUL bytes.
    public let key: [UInt8]

    /// The most bytes that a name may have, its separators included: what an LMDB key holds.
    public static let maximumByteCount = 511

    /// Makes a name.
    /// - Throws: `StoreError.invalidName` where there is no component, one is empty or has a NUL, or all
    ///   together are longer than `maximumByteCount`.
    public init(_ components: [String]) throws(StoreError) {
        var key: [UInt8] = []
        for component in components {
            guard !component.isEmpty else { throw .invalidName("an empty component") }
            guard !component.utf8.contains(0) else { throw .invalidName("a NUL in “\(component)”") }
            if !key.isEmpty { key.append(0) }
            key += component.utf8
        }
        guard !key.isEmpty else { throw .invalidName("no component") }
        guard key.count <= Self.maximumByteCount else {
            throw .invalidName("\(key.count) bytes; the most is \(Self.maximumByteCount)")
        }
        self.key = key
    }

    init(key: [UInt8]) { self.key = key }

    /// All bytes at once: an array's own way takes them one by one.
    public func hash(into hasher: inout Hasher) { unsafe key.withUnsafeBytes { unsafe hasher.combine(bytes: $0) } }

    /// The components.
    public var components: [String] {
        key.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// One of the components; the caller knows that there is one.
    public func component(_ index: Int) -> String {
        var rest = key[...]
        for _ in 0..<index {
            guard let end = rest.firstIndex(of: 0) else { preconditionFailure("a name has no component \(index)") }
            rest = rest[(end + 1)...]
        }
        return String(decoding: rest.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The components with slashes between them; for people.
    public var description: String { components.joined(separator: "/") }

    /// The key under which every name beginning with these components sorts, and nothing else.
    static func prefix(_ components: [String]) -> [UInt8] {
        var prefix: [UInt8] = []
        for component in components {
            prefix += component.utf8
            prefix.append(0)
        }
        return prefix
    }
}
