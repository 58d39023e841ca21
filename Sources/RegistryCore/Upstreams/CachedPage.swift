/// What an upstream registry remembers of a project's page on its index.
public struct CachedPage: Sendable, Equatable {
    /// The page as it came; the caller decides what it means.
    public struct Body: Sendable, Equatable {
        /// Decompressed.
        public var bytes: [UInt8]
        /// The `Content-Type` field.
        public var contentType: String
        /// Where it came from, after all redirects.
        public var url: String
        /// The `ETag` field, to ask with.
        public var entityTag: String?
        /// The `Last-Modified` field, to ask with.
        public var lastModified: String?

        /// A page without validators.
        public init(bytes: [UInt8], contentType: String, url: String) {
            self.bytes = bytes
            self.contentType = contentType
            self.url = url
        }
    }

    /// Nil: the index has no such project.
    public var body: Body?
    /// The index that said so, as `UpstreamSettings.url` named it: what another one said means nothing.
    public var index: String
    /// When the index said so last, in milliseconds since 1970.
    public var checked: Int64
    /// For how many seconds after that it need not be asked again.
    public var freshSeconds: Int64

    /// What an index says.
    public init(body: Body?, index: String, checked: Int64, freshSeconds: Int64) {
        self.body = body
        self.index = index
        self.checked = checked
        self.freshSeconds = freshSeconds
    }

    // MARK: - The record, and the bytes in another: a page that was confirmed is not written again

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 256)
        record.append(index)
        record.append(checked)
        record.append(freshSeconds)
        record.append(byte: body == nil ? 0 : 1)
        if let body {
            record.append(body.contentType)
            record.append(body.url)
            record.append(body.entityTag)
            record.append(body.lastModified)
        }
        return record.bytes
    }

    /// - Parameter bytes: those of the body; nil where they are not there, which makes it no page.
    init?(decoding payload: [UInt8], bytes: [UInt8]?) {
        guard var record = RecordReader(payload, version: Self.version), let index = record.takeText(),
            let checked = record.takeInt64(), let fresh = record.takeInt64(), let hasBody = record.takeByte()
        else { return nil }
        self.init(body: nil, index: index, checked: checked, freshSeconds: fresh)
        if hasBody == 1 {
            guard let bytes, let contentType = record.takeText(), let url = record.takeText(),
                let entityTag = record.takeOptionalText(), let lastModified = record.takeOptionalText()
            else { return nil }
            var body = Body(bytes: bytes, contentType: contentType, url: url)
            body.entityTag = entityTag
            body.lastModified = lastModified
            self.body = body
        }
        guard record.isAtEnd else { return nil }
    }

    /// When it was last confirmed, without a look at the rest.
    static func checked(in payload: [UInt8]) -> Int64? {
        guard var record = RecordReader(payload, version: version), record.takeText() != nil else { return nil }
        return record.takeInt64()
    }
}
