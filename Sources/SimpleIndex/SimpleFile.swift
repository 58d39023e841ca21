/// One file as a project's page offers it.
public struct SimpleFile: Sendable, Equatable {
    /// As uploaded: the text of the link.
    public var filename: String
    /// The file's version, in the normal form of PEP 440.
    public var version: String
    /// Where it is: absolute, or relative to the page; percent-encoded, without a fragment. Its last component is the
    /// filename.
    public var url: String
    /// 64 lower-case hexadecimal digits; nil where nobody knows it yet.
    public var sha256: String?
    /// The `Requires-Python` of the file's metadata, unchanged; nil or empty for none.
    public var requiresPython: String?
    /// Bytes; nil where nobody knows them yet.
    public var size: Int64?
    /// Milliseconds since 1970, left out of the page before year 1 and after 9999; nil where nobody says.
    public var uploadTime: Int64?
    /// Why installers should pass it over, empty without a reason; nil where they should not (PEP 592).
    public var yanked: String?
    /// The SHA-256 of what lies at the URL with `.metadata` added, as 64 lower-case digits; nil where nothing does
    /// (PEP 658, PEP 714).
    public var coreMetadataSHA256: String?
    /// Where its attestations are, absolute; nil without any (PEP 740).
    public var provenanceURL: String?

    /// A file that is not yanked and has no metadata file, until told otherwise.
    public init(
        filename: String, version: String, url: String, sha256: String?, requiresPython: String? = nil, size: Int64?,
        uploadTime: Int64?, yanked: String? = nil, coreMetadataSHA256: String? = nil, provenanceURL: String? = nil
    ) {
        self.filename = filename
        self.version = version
        self.url = url
        self.sha256 = sha256
        self.requiresPython = requiresPython
        self.size = size
        self.uploadTime = uploadTime
        self.yanked = yanked
        self.coreMetadataSHA256 = coreMetadataSHA256
        self.provenanceURL = provenanceURL
    }
}
