/// In which form a page of the simple repository API is served (PEP 691), best first.
public enum SimpleRepresentation: Sendable, Hashable, CaseIterable {
    /// `application/vnd.pypi.simple.v1+json`
    case json
    /// `application/vnd.pypi.simple.v1+html`
    case html
    /// `text/html`, the same bytes as `html`
    case plainHTML

    /// The version of the API that pages declare (PEP 629): 1.5 would oblige them to tell of namespaces.
    static let apiVersion = "1.4"

    /// Type and subtype.
    public var mediaType: String {
        switch self {
        case .json: "application/vnd.pypi.simple.v1+json"
        case .html: "application/vnd.pypi.simple.v1+html"
        case .plainHTML: "text/html"
        }
    }

    /// What stands in `Content-Type`. JSON is UTF-8 by definition; HTML says so.
    public var contentType: String {
        switch self {
        case .json: "application/vnd.pypi.simple.v1+json"
        case .html: "application/vnd.pypi.simple.v1+html; charset=utf-8"
        case .plainHTML: "text/html; charset=utf-8"
        }
    }

    /// Whose media type this is; the aliases for the latest version are version 1 today.
    /// - Parameter mediaType: without parameters, in any case.
    init?(mediaType: Span<UInt8>) {
        if WeightedList.isSame(mediaType, "application/vnd.pypi.simple.v1+json")
            || WeightedList.isSame(mediaType, "application/vnd.pypi.simple.latest+json")
        {
            self = .json
        } else if WeightedList.isSame(mediaType, "application/vnd.pypi.simple.v1+html")
            || WeightedList.isSame(mediaType, "application/vnd.pypi.simple.latest+html")
        {
            self = .html
        } else if WeightedList.isSame(mediaType, "text/html") {
            self = .plainHTML
        } else {
            return nil
        }
    }
}
