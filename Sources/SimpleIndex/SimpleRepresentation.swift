/// In which form a page of the simple repository API is served (PEP 691).
public enum SimpleRepresentation: Sendable, CaseIterable {
    /// `application/vnd.pypi.simple.v1+json`
    case json
    /// `application/vnd.pypi.simple.v1+html`
    case html
    /// `text/html`, the same bytes as `html`
    case plainHTML

    /// What stands in `Content-Type`, without parameters.
    public var mediaType: String {
        switch self {
        case .json: "application/vnd.pypi.simple.v1+json"
        case .html: "application/vnd.pypi.simple.v1+html"
        case .plainHTML: "text/html"
        }
    }
}
