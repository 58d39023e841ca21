/// The fields of the core metadata specification. The raw value is the name of the header, in lower case.
public enum MetadataField: String, CaseIterable, Sendable {
    case metadataVersion = "metadata-version"
    case name
    case version
    case platform
    case summary
    case description
    case keywords
    case homePage = "home-page"
    case author
    case authorEmail = "author-email"
    case license
    case supportedPlatform = "supported-platform"
    case downloadURL = "download-url"
    case classifier
    case requires
    case provides
    case obsoletes
    case maintainer
    case maintainerEmail = "maintainer-email"
    case requiresDist = "requires-dist"
    case providesDist = "provides-dist"
    case obsoletesDist = "obsoletes-dist"
    case requiresPython = "requires-python"
    case requiresExternal = "requires-external"
    case projectURL = "project-url"
    case descriptionContentType = "description-content-type"
    case providesExtra = "provides-extra"
    case dynamic
    case licenseExpression = "license-expression"
    case licenseFile = "license-file"
    case importName = "import-name"
    case importNamespace = "import-namespace"

    /// By name, for `init(rawValue:)` tries one name after the other.
    static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The version of the specification that brought the field.
    public var introduced: MetadataVersion {
        switch self {
        case .metadataVersion, .name, .version, .platform, .summary, .description, .keywords, .homePage, .author,
            .authorEmail, .license:
            MetadataVersion(1, 0)
        case .supportedPlatform, .downloadURL, .classifier, .requires, .provides, .obsoletes:
            MetadataVersion(1, 1)
        case .maintainer, .maintainerEmail, .requiresDist, .providesDist, .obsoletesDist, .requiresPython,
            .requiresExternal, .projectURL:
            MetadataVersion(1, 2)
        case .descriptionContentType, .providesExtra:
            MetadataVersion(2, 1)
        case .dynamic:
            MetadataVersion(2, 2)
        case .licenseExpression, .licenseFile:
            MetadataVersion(2, 4)
        case .importName, .importNamespace:
            MetadataVersion(2, 5)
        }
    }

    /// Whether the field may stand more than once.
    public var isRepeatable: Bool {
        switch self {
        case .platform, .supportedPlatform, .classifier, .requires, .provides, .obsoletes, .requiresDist,
            .providesDist, .obsoletesDist, .requiresExternal, .projectURL, .providesExtra, .dynamic, .licenseFile,
            .importName, .importNamespace:
            true
        default:
            false
        }
    }
}

extension MetadataField: CustomStringConvertible {
    /// The header as the specification writes it, `Requires-Dist`.
    public var description: String {
        switch self {
        case .homePage: "Home-page"
        case .downloadURL: "Download-URL"
        case .projectURL: "Project-URL"
        default:
            rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
        }
    }
}
