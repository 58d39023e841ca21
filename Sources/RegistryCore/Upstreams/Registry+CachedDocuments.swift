internal import ContentStore
public import Digests

/// What lies beside a file on its index.
public enum CachedDocument: Hashable, Sendable {
    /// The metadata file with this digest (PEP 658).
    case metadata(ContentDigest)
    /// What is at this address about where a file comes from (PEP 740).
    case provenance(url: String)
}

/// What an upstream registry keeps of its index besides files: project pages, metadata of files that were not fetched,
/// and provenance.
///
/// It is in the store's index, so that it survives a restart, is shared by all processes, and goes with the registry.
/// None of it is a file, and all of it can be asked for again.
extension Registry {
    /// What is remembered of a project's page; nil for nothing.
    /// - Parameters:
    ///   - project: the normalized name.
    ///   - id: the registry's.
    public func cachedPage(of project: String, in id: String) throws(RegistryError) -> CachedPage? {
        try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in
                guard let payload = try snapshot.record(RecordKey.cachedPage(of: project, in: id)) else { return nil }
                let bytes = try snapshot.record(RecordKey.cachedPageBytes(of: project, in: id))
                // Of another version, or half of it: as good as none.
                return CachedPage(decoding: payload, bytes: bytes)
            }
        }
    }

    /// Remembers a project's page instead of what was remembered.
    /// - Parameter isConfirmed: the bytes are those that are remembered: only when and for how long is written.
    /// - Throws: `store`; a registry that is gone remembers nothing, which is no error.
    public func keepPage(
        _ page: CachedPage, of project: String, in id: String, isConfirmed: Bool = false
    ) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            guard try change.registryPath(id: id) != nil else { return }
            try Self.translating { () throws(StoreError) in
                let bytesKey = RecordKey.cachedPageBytes(of: project, in: id)
                if isConfirmed, try change.record(bytesKey) == nil { return }
                try change.keep(page.encoded, for: RecordKey.cachedPage(of: project, in: id), in: id)
                if !isConfirmed { try change.keep(page.body?.bytes, for: bytesKey, in: id) }
            }
        }
    }

    /// A document that is kept, and when it was fetched, in milliseconds since 1970; nil for none.
    public func cachedDocument(
        _ document: CachedDocument, in id: String
    ) throws(RegistryError) -> (bytes: [UInt8], fetched: Int64)? {
        try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in
                guard let payload = try snapshot.record(RecordKey.cached(document, in: id)), payload.count >= 8 else {
                    return nil
                }
                return (Array(payload.dropFirst(8)), Int64(bigEndianBytes: payload.prefix(8)))
            }
        }
    }

    /// Keeps a document instead of what was kept, and forgets the oldest where that is too much.
    /// - Parameters:
    ///   - bytes: which are what the document is to be; the caller has looked.
    ///   - limitBytes: of all that the registry keeps here.
    public func keepDocument(
        _ bytes: [UInt8], as document: CachedDocument, in id: String, limitBytes: Int64
    ) throws(RegistryError) {
        try write { (change) throws(RegistryError) in
            guard try change.registryPath(id: id) != nil else { return }
            try Self.translating { () throws(StoreError) in
                try change.keep(change.now.bigEndianBytes + bytes, for: RecordKey.cached(document, in: id), in: id)
            }
        }
        if try cachedDocumentBytes(in: id) > limitBytes { try trimCachedDocuments(in: id, to: limitBytes / 8 * 7) }
    }

    /// Bytes of all that a registry keeps here.
    public func cachedDocumentBytes(in id: String) throws(RegistryError) -> Int64 {
        try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in try snapshot.cachedBytes(in: id) }
        }
    }

    /// Forgets what was confirmed or fetched longest ago, until no more than `limit` bytes are kept.
    /// - Returns: bytes that were forgotten.
    @discardableResult
    public func trimCachedDocuments(in id: String, to limit: Int64) throws(RegistryError) -> Int64 {
        var dropped: Int64 = 0
        while true {
            let freed = try write { (change) throws(RegistryError) -> Int64 in
                try Self.translating { () throws(StoreError) in
                    let before = try change.cachedBytes(in: id)
                    guard before > limit else { return 0 }
                    for key in try change.oldestDocuments(in: id, freeing: before - limit) {
                        try change.keep(nil, for: key, in: id)
                    }
                    return before - (try change.cachedBytes(in: id))
                }
            }
            dropped += freed
            if freed == 0 { return dropped }
        }
    }
}

extension StoreSnapshot {
    fileprivate func cachedBytes(in id: String) throws(StoreError) -> Int64 {
        Int64(bigEndianBytes: try record(RecordKey.cachedDocumentUse(in: id)) ?? [])
    }

    /// The keys of what is oldest, a thousand documents at most: bounds the transaction.
    fileprivate func oldestDocuments(in id: String, freeing bytes: Int64) throws(StoreError) -> [[UInt8]] {
        var found: [(moment: Int64, keys: [[UInt8]], bytes: Int64)] = []
        try scanRecords(under: RecordKey.cachedPages(in: id)) { key, payload throws(StoreError) in
            let bytesKey = RecordKey.cachedPageBytes(besides: key)
            let size = Int64(payload.count) + Int64(try record(bytesKey)?.count ?? 0)
            found.append((CachedPage.checked(in: payload) ?? 0, [key, bytesKey], size))
            return true
        }
        for documents in [RecordKey.cachedMetadata(in: id), RecordKey.cachedProvenances(in: id)] {
            try scanRecords(under: documents) { key, payload in
                found.append((Int64(bigEndianBytes: payload.prefix(8)), [key], Int64(payload.count)))
                return true
            }
        }
        found.sort { $0.moment < $1.moment }
        var keys: [[UInt8]] = []
        var freed: Int64 = 0
        for document in found.prefix(1000) where freed < bytes {
            keys += document.keys
            freed += document.bytes
        }
        return keys
    }
}

extension StoreChange {
    /// Writes or removes a document, and keeps the sum of all of them.
    fileprivate func keep(_ payload: [UInt8]?, for key: [UInt8], in id: String) throws(StoreError) {
        let old = Int64(try record(key)?.count ?? 0)
        if let payload {
            try putRecord(payload, for: key)
        } else if old > 0 {
            try deleteRecord(key)
        }
        let sum = max(0, try cachedBytes(in: id) - old + Int64(payload?.count ?? 0))
        try putRecord(sum.bigEndianBytes, for: RecordKey.cachedDocumentUse(in: id))
    }
}

extension RecordKey {
    /// What an upstream registry keeps of its index: `C`, the registry's id, and a letter of what it is.
    static func cachedDocuments(in id: String) -> [UInt8] { [UInt8(ascii: "C")] + id.utf8 }

    fileprivate static func cachedDocumentUse(in id: String) -> [UInt8] { cachedDocuments(in: id) + "u".utf8 }

    fileprivate static func cachedPages(in id: String) -> [UInt8] { cachedDocuments(in: id) + "p".utf8 }

    fileprivate static func cachedPage(of project: String, in id: String) -> [UInt8] {
        cachedPages(in: id) + project.utf8
    }

    fileprivate static func cachedPageBytes(of project: String, in id: String) -> [UInt8] {
        cachedDocuments(in: id) + "b".utf8 + project.utf8
    }

    /// - Parameter key: of a page.
    fileprivate static func cachedPageBytes(besides key: [UInt8]) -> [UInt8] {
        var key = key
        key[17] = UInt8(ascii: "b")
        return key
    }

    fileprivate static func cachedMetadata(in id: String) -> [UInt8] { cachedDocuments(in: id) + "m".utf8 }

    fileprivate static func cachedProvenances(in id: String) -> [UInt8] { cachedDocuments(in: id) + "a".utf8 }

    fileprivate static func cached(_ document: CachedDocument, in id: String) -> [UInt8] {
        switch document {
        case .metadata(let digest): cachedMetadata(in: id) + digest.bytes
        case .provenance(let url): cachedProvenances(in: id) + ContentDigest(hashing: Array(url.utf8)).bytes
        }
    }
}
