/// Something in metadata that the specifications, or PyPI for a new upload, do not allow.
public struct MetadataProblem: Hashable, Sendable {
    /// What is wrong; with the text that is.
    public enum Kind: Hashable, Sendable {
        /// Not one of `MetadataVersion.accepted`.
        case metadataVersion(MetadataVersion)
        /// The field came with a later version of the specification than the metadata declares.
        case fieldTooYoung(MetadataField, introduced: MetadataVersion)
        /// A single-use field stands more than once.
        case repeated(MetadataField)
        /// The bytes were repaired.
        case invalidUTF8(MetadataField)
        /// A folded summary, which pages would show in parts.
        case summaryHasLineBreak
        /// More than `maximumSummaryLength` characters.
        case summaryTooLong(characters: Int)
        /// Another type, charset or variant than the specification lists.
        case descriptionContentType(String)
        /// Both a header and the body hold one.
        case twoDescriptions
        /// Not a specifier set (PEP 440).
        case requiresPython(String)
        /// A Requires-Dist that PEP 508 cannot read.
        case requirement(String, RequirementError)
        /// Not a name (PEP 685).
        case extraName(String)
        /// Not a field that may be dynamic.
        case dynamicField(String)
        /// Not the form of an SPDX expression.
        case licenseExpression(String)
        /// An identifier in one that SPDX's list of licenses and exceptions does not have.
        case unknownLicense(String)
        /// PEP 639 wants one of the two.
        case licenseBesideExpression
        /// Absolute, upwards, with a wildcard or with backslashes.
        case licenseFile(String)
        /// Not a dotted Python name (PEP 794).
        case importName(String)
        /// Of a category that PyPI does not have.
        case unknownClassifier(String)
        /// Of a category that PyPI has; not in its list when this release was made.
        case unlistedClassifier(String)
        /// PyPI takes it no more.
        case withdrawnClassifier(String)
        /// `Private :: …`, which keeps a file from PyPI.
        case privateClassifier(String)
        /// Not the address of a page.
        case address(MetadataField, String)
        /// Of a Project-URL: empty, or more than `maximumLabelLength` characters.
        case linkLabel(String)
        /// Does not begin with a mail address.
        case mailAddress(MetadataField, String)
        /// A dependency from an address, which no index answers for.
        case directReference(MetadataField, String)
        /// PEP 440 keeps it from public indexes.
        case localVersion(String)

        /// Whether it is said and nothing is refused for it, whatever the profile.
        ///
        /// A License-File before metadata 2.4 stood in files years before it was standard; upload clients leave it out of
        /// their form, and PyPI takes such files to this day. A classifier may be younger than our list. The others
        /// are refused by PyPI for being public, which is no reason for an index of one's own.
        public var isOnlyTold: Bool {
            switch self {
            case .fieldTooYoung(.licenseFile, _), .unlistedClassifier, .privateClassifier, .directReference,
                .localVersion:
                true
            default: false
            }
        }
    }

    /// Whether the profile refuses the file for it.
    public enum Severity: Hashable, Sendable {
        /// Worth saying.
        case warning
        /// Refused.
        case error
    }

    /// What is wrong.
    public let kind: Kind
    /// By the profile `problems` was asked for.
    public let severity: Severity

    /// PyPI's limit, in Unicode scalars.
    public static let maximumSummaryLength = 512
    /// PyPI's limit, in Unicode scalars.
    public static let maximumLabelLength = 32
}

/// How strictly metadata is judged.
public enum MetadataProfile: Hashable, Sendable {
    /// A new upload: what PyPI refuses is an error.
    case strict
    /// A file that exists already: nothing but warnings.
    case legacy
}

extension MetadataProblem: CustomStringConvertible {
    /// The sentence for an operator.
    public var description: String {
        switch kind {
        case .metadataVersion(let version): "metadata version \(version) is not accepted"
        case .fieldTooYoung(let field, let introduced): "\(field) needs metadata version \(introduced)"
        case .repeated(let field): "\(field) stands more than once"
        case .invalidUTF8(let field): "\(field) is not UTF-8"
        case .summaryHasLineBreak: "the summary has more than one line"
        case .summaryTooLong(let characters):
            "the summary has \(characters) characters, more than \(Self.maximumSummaryLength)"
        case .descriptionContentType(let text): "\"\(text)\" is not a content type for a description"
        case .twoDescriptions: "there is a description in the headers and one in the body"
        case .requiresPython(let text): "\"\(text)\" in Requires-Python is not a version specifier"
        case .requirement(let text, let reason): "\"\(text)\" in Requires-Dist is not a requirement: \(reason)"
        case .extraName(let text): "\"\(text)\" is not the name of an extra"
        case .dynamicField(let text): "\"\(text)\" is not a field that can be dynamic"
        case .licenseExpression(let text): "\"\(text)\" is not an SPDX license expression"
        case .licenseBesideExpression: "License and License-Expression exclude each other"
        case .licenseFile(let path): "\"\(path)\" is not a path for a license file"
        case .unknownLicense(let text): "\"\(text)\" in License-Expression is not an identifier that SPDX lists"
        case .importName(let text): "\"\(text)\" is not an import name"
        case .unknownClassifier(let text): "\"\(text)\" is not a classifier"
        case .unlistedClassifier(let text): "\"\(text)\" is not among the classifiers known to this release"
        case .withdrawnClassifier(let text): "the classifier \"\(text)\" is withdrawn"
        case .privateClassifier(let text): "the classifier \"\(text)\" keeps the file from PyPI"
        case .address(let field, let text): "\"\(text)\" in \(field) is not the address of a page"
        case .linkLabel(let text):
            text.isEmpty
                ? "a Project-URL has no label"
                : "the Project-URL label \"\(text)\" has more than \(Self.maximumLabelLength) characters"
        case .mailAddress(let field, let text): "\"\(text)\" in \(field) does not begin with a mail address"
        case .directReference(let field, let text): "\"\(text)\" in \(field) names an address; PyPI refuses that"
        case .localVersion(let text): "\(text) is a local version; PyPI refuses those"
        }
    }
}
