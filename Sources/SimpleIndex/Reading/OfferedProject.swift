public import PythonPackaging

/// A project's page on another index, read: JSON (PEP 691, 700, 714, 740, 792) and HTML (PEP 503, 592, 658, 714) come
/// to the same value.
///
/// Every text on such a page may be an attack.  What this holds is well formed: filenames are those of wheels and sdists
/// of the project, URLs are absolute, digests are digests.  A file of which that cannot be said is left out and counted.
public struct OfferedProject: Sendable, Equatable {
    /// What is said of the project (PEP 792).
    public var status = SimpleProjectStatus.active
    /// Why.
    public var statusReason: String?
    /// In the order of the page; of several with one filename, the first.
    public var files: [OfferedFile] = []
    /// Files that the page has and this has not: other kinds (eggs, installers), other projects', malformed ones.
    public var skipped = 0

    /// A page without files.
    public init() {}

    /// Reads a page.  Linear in its length; nothing is fetched.
    /// - Parameters:
    ///   - bytes: the body, decompressed.
    ///   - contentType: as it came: `application/vnd.pypi.simple.v1+json`, `application/vnd.pypi.simple.v1+html` or
    ///     `text/html`, with or without parameters.
    ///   - project: whose page it is asked to be.
    ///   - url: where it was found, after all redirects: what its links are relative to.
    public init(
        reading bytes: [UInt8], contentType: String, of project: ProjectName, at url: String,
        limits: PageLimits = PageLimits()
    ) throws(PageReadingError) {
        guard bytes.count <= limits.bytes else { throw .tooLong(limitBytes: limits.bytes) }
        guard let base = PageURL(absolute: url) else { throw .badAddress(url) }
        let type = contentType.prefix { $0 != ";" && $0 != " " }
        switch SimpleRepresentation(mediaType: String(type).utf8Span.span) {
        case .json: self = try JSONPageReader(project: project, limits: limits).read(bytes, at: base)
        case .html, .plainHTML: self = try HTMLPageReader.read(bytes, of: project, at: base, limits: limits)
        case nil: throw .otherType(String(type.prefix(100)))
        }
    }

    /// The types that can be read, best first, as an `Accept` field.
    public static let accept =
        "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01"
}

/// What a page of another index may ask of us.
public struct PageLimits: Sendable, Equatable {
    /// Bytes, decompressed: PyPI's longest pages have about 5 MB.
    public var bytes = 64 << 20
    /// Files on one page; PyPI's longest has some ten thousand.
    public var files = 200_000
    /// Elements inside each other, of HTML.
    public var depth = 200
    /// Bytes of any one text: `Requires-Python`, a reason, a URL.
    public var textBytes = 8192

    /// The defaults, to be changed field by field.
    public init() {}
}

/// Why a page of another index cannot be used.
public enum PageReadingError: Error, Equatable, Sendable {
    /// More bytes than the limit.
    case tooLong(limitBytes: Int)
    /// More files than the limit.
    case tooManyFiles(limit: Int)
    /// HTML nested more deeply than the limit.
    case tooDeep(limit: Int)
    /// Neither JSON nor HTML of this API.
    case otherType(String)
    /// A version of the API of which nothing is known but that it is incompatible (PEP 629).
    case otherVersion(String)
    /// The page says that it is another project's.
    case otherProject(String)
    /// Not what its type says; why.
    case malformed(String)
    /// The page's own address is not one.
    case badAddress(String)
}

extension PageReadingError: CustomStringConvertible {
    /// Lower case, no full stop.
    public var description: String {
        switch self {
        case .tooLong(let limit): "the page has more than \(limit) bytes"
        case .tooManyFiles(let limit): "the page has more than \(limit) files"
        case .tooDeep(let limit): "the page nests elements more than \(limit) deep"
        case .otherType(let type): "the page is of type “\(type)”, which is no index page's"
        case .otherVersion(let version): "the page is of version \(version) of the API, and 1 is known"
        case .otherProject(let name): "the page is of another project, “\(name)”"
        case .malformed(let why): "the page is malformed: \(why)"
        case .badAddress(let url): "“\(url)” is no address of a page"
        }
    }
}
