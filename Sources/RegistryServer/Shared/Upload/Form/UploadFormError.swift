/// Why an uploaded form is not taken. All of it is the client's fault.
public enum UploadFormError: Error, Equatable, Sendable {
    /// The body cannot be read as parts.
    case multipart(MultipartError)
    /// The text fields together are longer than is read.
    case formTooLong(limitBytes: Int)
    /// A file where text belongs.
    case textWithFilename(field: String)
    /// Text, or a file without a name, where the file belongs.
    case fileWithoutFilename(field: String)
    /// A second file.
    case severalFiles(field: String)
    /// A text field that is not UTF-8.
    case notUTF8(field: String)
    /// Two different values of a field that has one.
    case conflictingValues(field: String)
}

extension UploadFormError: CustomStringConvertible {
    /// A sentence for the client: lower case, no full stop. Holds names of fields as the client sent them, cut.
    public var description: String {
        switch self {
        case .multipart(let error): error.description
        case .formTooLong(let limit): "the form's fields are longer than \(limit) bytes"
        case .textWithFilename(let field): "the form's field \(field.prefix(60)) must be text, but is a file"
        case .fileWithoutFilename(let field): "the form's part \(field.prefix(60)) must be a file with a filename"
        case .severalFiles(let field): "the form holds more than one file; the second is \(field.prefix(60))"
        case .notUTF8(let field): "the form's field \(field.prefix(60)) is not UTF-8"
        case .conflictingValues(let field): "the form's field \(field.prefix(60)) has two different values"
        }
    }
}
