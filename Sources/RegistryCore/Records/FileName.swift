internal import ContentStore

/// The name of a file in the store, as an `F` record has it: everything behind the registry's id.
enum FileName {
    static func payload(of name: BlobName) -> [UInt8] {
        Array(name.key.drop { $0 != 0 }.dropFirst())
    }

    /// Nil where it is not one.
    static func decode(_ payload: [UInt8], in registryID: String) -> BlobName? {
        let parts = payload.split(separator: 0, omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        return try? BlobName([registryID] + parts.map { String(decoding: $0, as: UTF8.self) })
    }
}
