internal import ContentStore
internal import Digests
internal import HTTPTypes
public import HummingbirdCore
internal import NIOCore
public import RegistryCore

/// Answers with files of a registry and with their metadata: conditions, ranges, HEAD, and all fields.
public struct FileResponses: Sendable {
    /// What differs between routes.
    public struct Options: Sendable {
        /// Whether the URL holds the digest, so that what is behind it never changes.
        public var isImmutable = false
        /// Whether everybody may read it, so that caches may keep it for everybody.
        public var isPublic = false
        /// Whether browsers are told to save it under its name.
        public var isAttachment = true
        /// What the bytes are.
        public var contentType = "application/octet-stream"

        /// A private file at a URL that may come to mean another one.
        public init(isImmutable: Bool = false, isPublic: Bool = false) {
            self.isImmutable = isImmutable
            self.isPublic = isPublic
        }
    }

    let registry: Registry
    let blocking: BlockingWork
    let downloads: DownloadCounter
    let metrics: ServerMetrics

    init(registry: Registry, blocking: BlockingWork, downloads: DownloadCounter, metrics: ServerMetrics) {
        self.registry = registry
        self.blocking = blocking
        self.downloads = downloads
        self.metrics = metrics
    }

    /// A file, or the part of it that is asked for: 200, 206, 304, 412 or 416.
    ///
    /// A GET that was sent to its end counts as a download.
    /// - Throws: `RegistryError` where the bytes are gone or damaged.
    public func respond(
        _ file: FileEntry, _ request: Request, _ context: ServerContext, options: Options = Options()
    ) async throws -> Response {
        let digest = file.digests.sha256
        let tag = EntityTag(digest.hex)
        let modified = HTTPDate(milliseconds: file.uploaded)
        context.facts.setDigest(digest.hex)
        var headers = Self.headers(tag, options)
        headers[.lastModified] = modified.text
        headers[.acceptRanges] = "bytes"
        if let needed = request.headers[.ifMatch], !tag.matches(strong: needed) {
            return Response(status: .preconditionFailed, headers: headers)
        }
        if tag.isFresh(request.headers, modified: modified.seconds) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = options.contentType
        if options.isAttachment { headers[.contentDisposition] = ContentDisposition.attachment(file.filename) }
        guard file.blob.health == .ok else { throw RegistryError.store(.blobCorrupt(digest)) }
        if request.method == .head {
            headers[.contentLength] = "\(file.size)"
            return Response(status: .ok, headers: headers)
        }
        var range = ByteRange.whole
        if request.headers[.ifRange].map({ $0 == tag.text || HTTPDate($0) == modified }) ?? true {
            range = ByteRange(request.headers[.range], size: file.size)
        }
        let part: Range<Int64>
        switch range {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(file.size)"
            headers[.contentDisposition] = nil
            headers[.contentType] = nil
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .whole: part = 0..<file.size
        case .part(let given):
            part = given
            headers[.contentRange] = "bytes \(given.lowerBound)-\(given.upperBound - 1)/\(file.size)"
        }
        let registry = registry
        let reader = try await blocking.run { () throws -> BlobReader in
            do throws(StoreError) { return try registry.store.open(digest) } catch { throw RegistryError.store(error) }
        }
        let (downloads, metrics) = (downloads, metrics)
        let body = BlobBody(
            reader: reader, range: part, channel: context.channel, blocking: blocking,
            progress: context.facts.beginStream()
        ) {
            // The last part of a resumed download is the one that completes it.
            guard part.upperBound == file.size else { return }
            downloads.count(file)
            metrics.countDownload()
        }
        return Response(status: range == .whole ? .ok : .partialContent, headers: headers, body: body.response)
    }

    /// A file's metadata, for the URL that ends in `.metadata` (PEP 658): 200, 304, or nil where it has none that index
    /// pages speak of.
    public func respondMetadata(
        of file: FileEntry, _ request: Request, _ context: ServerContext, options: Options = Options()
    ) async throws -> Response? {
        guard let digest = file.coreMetadataDigest else { return nil }
        if let unchanged = notModified(digest, request, options) { return unchanged }
        let registry = registry
        guard let bytes = try await blocking.run({ try registry.metadata(of: file) }) else { return nil }
        return respond(bytes: bytes, digest: digest, options)
    }

    /// 304 for a client that has the bytes of this digest.
    func notModified(_ digest: ContentDigest, _ request: Request, _ options: Options) -> Response? {
        let tag = EntityTag(digest.hex)
        guard tag.isFresh(request.headers) else { return nil }
        return Response(status: .notModified, headers: Self.headers(tag, options))
    }

    /// Bytes that are at hand: 200.
    func respond(bytes: [UInt8], digest: ContentDigest, _ options: Options) -> Response {
        var headers = Self.headers(EntityTag(digest.hex), options)
        headers[.contentType] = options.contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func headers(_ tag: EntityTag?, _ options: Options) -> HTTPFields {
        var headers: HTTPFields = [
            .cacheControl: cacheControl(options), .xContentTypeOptions: "nosniff",
        ]
        if let tag { headers[.eTag] = tag.text }
        // What is private is one caller's; a cache must not hand it to another.
        if !options.isPublic { headers[.vary] = "Authorization" }
        return headers
    }

    private static func cacheControl(_ options: Options) -> String {
        let audience = options.isPublic ? "public" : "private"
        return options.isImmutable ? "\(audience), max-age=31536000, immutable" : "\(audience), no-cache"
    }
}
