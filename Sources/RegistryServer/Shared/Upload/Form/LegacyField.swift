/// The fields of PyPI's upload form, which twine and all its kin send (`file_upload`, the legacy upload API), and by
/// which names; the metadata among them are those of the core metadata specification.
public enum LegacyField: String, Sendable, CaseIterable {
    // What is uploaded
    case action = ":action"
    case protocolVersion = "protocol_version"
    case fileType = "filetype"
    case pythonVersion = "pyversion"
    case md5Digest = "md5_digest"
    case sha256Digest = "sha256_digest"
    case blake2Digest = "blake2_256_digest"
    case comment
    case attestations
    // Metadata with one value
    case metadataVersion = "metadata_version"
    case name
    case version
    case summary
    case description
    case descriptionContentType = "description_content_type"
    case keywords
    case homePage = "home_page"
    case downloadURL = "download_url"
    case author
    case authorEmail = "author_email"
    case maintainer
    case maintainerEmail = "maintainer_email"
    case license
    case licenseExpression = "license_expression"
    case requiresPython = "requires_python"
    // Metadata with any number of values
    case classifiers
    case platform
    case supportedPlatform = "supported_platform"
    case requires
    case provides
    case obsoletes
    case requiresDist = "requires_dist"
    case providesDist = "provides_dist"
    case obsoletesDist = "obsoletes_dist"
    case requiresExternal = "requires_external"
    case projectURLs = "project_urls"
    case providesExtra = "provides_extra"
    case dynamic
    case licenseFile = "license_file"
    case importNames = "import_names"
    case importNamespaces = "import_namespaces"

    /// Whether it has any number of values.
    public var isRepeated: Bool {
        switch self {
        case .classifiers, .platform, .supportedPlatform, .requires, .provides, .obsoletes, .requiresDist,
            .providesDist, .obsoletesDist, .requiresExternal, .projectURLs, .providesExtra, .dynamic, .licenseFile,
            .importNames, .importNamespaces:
            true
        default: false
        }
    }

    /// The names of those that may say one thing only.
    static let singleNames = allCases.filter { !$0.isRepeated }.map(\.rawValue)
}

extension UploadForm {
    /// The first value of a field that says something; nil where there is none.
    public func value(_ field: LegacyField) -> String? {
        value(field.rawValue)
    }

    /// The values of a field that say something, in order.
    public func values(_ field: LegacyField) -> [String] {
        values(field.rawValue)
    }
}
