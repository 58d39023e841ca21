internal import Digests
internal import HTTPTypes
internal import NIOCore
internal import RegistryCore
internal import Secrets
internal import SimpleIndex

/// What a finished page is the answer to.
struct PageKey: Hashable, Sendable {
    /// Which page of an index.
    enum Page: Hashable, Sendable {
        /// The list of projects.
        case root
        /// The page of a project, by its normalized name.
        case project(String)
    }

    let page: Page
    /// The ids of the registries that are shown, joined.
    let registries: String
    let edition: SimpleEdition
    let representation: SimpleRepresentation
    let coding: SimpleCoding
}

/// A page as it goes over the wire, with all that is said of it.
struct RenderedPage: Sendable {
    /// Bytes above which a page is compressed for who takes it: below, the header costs more than is saved.
    static let compressionThreshold = 1024

    let body: ByteBuffer
    /// Strong, and another for each representation and coding.
    let tag: EntityTag
    /// Of the answer 200.
    let headers: HTTPFields
    /// Of the answer 304.
    let unchangedHeaders: HTTPFields
    /// The registries' serials when the page was made, in the order of the key.
    let serials: [UInt64]
    /// The listing that it was made of, where that is of an index elsewhere.
    let origin: Origin?

    /// A listing of an upstream registry.
    struct Origin: Sendable {
        let upstream: RegistryMember
        let serial: UInt64
    }

    /// Memory it takes in a cache, about.
    var bytes: Int { body.readableBytes + 2048 }

    /// - Parameter bytes: the page, not compressed.
    init(_ bytes: [UInt8], for key: PageKey, serials: [UInt64], origin: Origin? = nil) {
        let compressed =
            key.coding == .gzip && bytes.count > Self.compressionThreshold ? Gzip.compressed(bytes) : nil
        body = compressed ?? ByteBuffer(bytes: bytes)
        tag = Self.tag(of: bytes, key.representation, isCompressed: compressed != nil)
        self.serials = serials
        self.origin = origin
        var shared = PageFields.common(isPublic: key.edition.isPublic)
        shared[.contentType] = key.representation.contentType
        shared[.eTag] = tag.text
        shared[.lastSerial] = String(serials.reduce(origin?.serial ?? 0, &+))
        unchangedHeaders = shared
        if compressed != nil { shared[.contentEncoding] = "gzip" }
        shared[.contentLength] = String(body.readableBytes)
        headers = shared
    }

    /// 128 bits of the page's own digest, so that a page that is made again and is the same keeps its tag.
    private static func tag(of bytes: [UInt8], _ representation: SimpleRepresentation, isCompressed: Bool) -> EntityTag
    {
        let digest = Hex.encode(Array(digester.code(for: bytes).prefix(16)))
        let form =
            switch representation {
            case .json: "json"
            case .html: "html"
            case .plainHTML: "text"
            }
        return EntityTag("\(digest)-\(form)\(isCompressed ? "-gzip" : "")")
    }

    /// With a key that is the same in every process: tags survive a restart.
    private static let digester = HMACSHA256(key: Array("page".utf8))
}

/// Fields that say how a page may be kept.
enum PageFields {
    /// What every answer of an index says, whether it is a page or not.
    ///
    /// Pages are asked for again each time, since what was published a moment ago must be seen; with the tag that costs
    /// a few hundred bytes.
    static func common(isPublic: Bool) -> HTTPFields {
        var fields = HTTPFields()
        fields[.vary] = "Accept, Accept-Encoding"
        fields[.cacheControl] = (isPublic ? "public" : "private") + ", max-age=0, must-revalidate"
        fields[.xContentTypeOptions] = "nosniff"
        if isPublic {
            fields[.accessControlAllowOrigin] = "*"
            fields[.accessControlAllowMethods] = "GET"
            fields[.accessControlExposeHeaders] = HTTPField.Name.lastSerial.rawName
        }
        return fields
    }
}

extension HTTPField.Name {
    /// The serial that mirrors compare with: it grows with every change.
    static let lastSerial = HTTPField.Name(validated: "X-PyPI-Last-Serial")
}
