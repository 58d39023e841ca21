/// Why a body is not multipart/form-data that can be read in one way only (RFC 7578, RFC 2046 section 5.1).
public enum MultipartError: Error, Equatable, Sendable {
    /// The request says another media type, or none.
    case notFormData(found: String?)
    /// `boundary` is missing, given twice, longer than 70 characters or not of printable ASCII.
    case invalidBoundary
    /// The body ended before the delimiter that closes it.
    case truncated
    /// Bytes before the first delimiter.
    case preambleTooLong(limitBytes: Int)
    /// Bytes after the closing delimiter.
    case epilogueTooLong(limitBytes: Int)
    /// More parts than are read.
    case tooManyParts(limit: Int)
    /// The headers of one part are longer than is read.
    case headersTooLong(limitBytes: Int)
    /// One part has more headers than are read.
    case tooManyHeaders(limit: Int)
    /// A line that is no header, or a value with a control character, an open quote or the like; the header's name
    /// where there is one.
    case malformedHeader(String)
    /// A header, or a parameter of one, that is there twice.
    case duplicate(String)
    /// A part without `Content-Disposition: form-data` and a name.
    case unnamedPart
    /// A name or a filename that is not UTF-8.
    case notUTF8(String)
    /// `filename*` without a `filename` that says the same: readers would not agree on the file's name.
    case extendedFilename
    /// A Content-Transfer-Encoding other than binary, 8bit and 7bit: the bytes would not be the file's.
    case transferEncoding(String)
    /// A part that is multipart itself.
    case nested
}

extension MultipartError: CustomStringConvertible {
    /// A sentence for the client: lower case, no full stop.
    public var description: String {
        switch self {
        case .notFormData(let found?): "the request's Content-Type is \(found.prefix(60)), not multipart/form-data"
        case .notFormData(nil): "the request has no Content-Type; it must be multipart/form-data"
        case .invalidBoundary: "the boundary of the multipart/form-data is missing or malformed"
        case .truncated: "the form ends before its closing delimiter"
        case .preambleTooLong(let limit): "more than \(limit) bytes come before the form's first part"
        case .epilogueTooLong(let limit): "more than \(limit) bytes follow the form's end"
        case .tooManyParts(let limit): "the form has more than \(limit) parts"
        case .headersTooLong(let limit): "the headers of a part of the form are longer than \(limit) bytes"
        case .tooManyHeaders(let limit): "a part of the form has more than \(limit) headers"
        case .malformedHeader(let name): "a part of the form has a malformed header: \(name.prefix(60))"
        case .duplicate(let name): "a part of the form says \(name.prefix(60)) twice"
        case .unnamedPart: "a part of the form has no name"
        case .notUTF8(let name): "a part of the form has a \(name) that is not UTF-8"
        case .extendedFilename: "a part of the form has a filename* that its filename does not agree with"
        case .transferEncoding(let encoding):
            "a part of the form has the Content-Transfer-Encoding \(encoding.prefix(60))"
        case .nested: "a part of the form is multipart itself"
        }
    }
}
