/// Why bytes are not the core metadata of a distribution at all. What is merely wrong in them is a
/// `MetadataProblem`.
public enum CoreMetadataError: Error, Hashable, Sendable {
    /// More than `CoreMetadata.maximumBytes`.
    case tooLarge(bytes: Int)
    /// More than `CoreMetadata.maximumHeaderLines`.
    case tooManyHeaderLines
    /// No Metadata-Version, Name or Version, or an empty one.
    case missing(MetadataField)
    /// More than one of the same three.
    case repeated(MetadataField)
    /// Not two numbers and a dot, or a major version that nobody can know how to read.
    case metadataVersion(String)
    /// Not a project name (PEP 508).
    case name(String)
    /// Not a version (PEP 440).
    case version(String)
}

extension CoreMetadataError: CustomStringConvertible {
    /// The sentence for an operator.
    public var description: String {
        switch self {
        case .tooLarge(let bytes): "the metadata has \(bytes) bytes, more than \(CoreMetadata.maximumBytes)"
        case .tooManyHeaderLines: "the metadata has more than \(CoreMetadata.maximumHeaderLines) header lines"
        case .missing(let field): "the metadata has no \(field)"
        case .repeated(let field): "the metadata has more than one \(field)"
        case .metadataVersion(let text): "\"\(text)\" is not a metadata version"
        case .name(let text): "\"\(text)\" in the metadata is not a project name"
        case .version(let text): "\"\(text)\" in the metadata is not a PEP 440 version"
        }
    }
}
