// The fields as values. Absent ones are nil or empty; folded single-line fields are given on one line.
extension CoreMetadata {
    /// The one-line description.
    public var summary: String? { text(.summary) }

    /// How `description` is marked up, `text/markdown` for instance, with parameters.
    public var descriptionContentType: String? { text(.descriptionContentType) }

    /// Between commas; before metadata 2.1 also between blanks where there is no comma.
    public var keywords: [String] {
        guard let text = text(.keywords) else { return [] }
        if text.utf8.contains(UInt8(ascii: ",")) || metadataVersion >= MetadataVersion(2, 1) {
            return text.utf8.split(separator: UInt8(ascii: ",")).map(\.trimmingASCIIWhitespace.asText)
                .filter { !$0.isEmpty }
        }
        return text.utf8.split(whereSeparator: \.isASCIIWhitespace).map(\.asText)
    }

    /// The address of the home page, unchecked; newer files have it among `projectURLs`.
    public var homePage: String? { text(.homePage) }
    /// The address of an archive, unchecked.
    public var downloadURL: String? { text(.downloadURL) }
    /// The author's name; newer files write it into `authorEmail`.
    public var author: String? { text(.author) }
    /// Addresses as mail writes them, between commas.
    public var authorEmail: String? { text(.authorEmail) }
    /// As `author`, of who maintains it now.
    public var maintainer: String? { text(.maintainer) }
    /// As `authorEmail`, of who maintains it now.
    public var maintainerEmail: String? { text(.maintainerEmail) }

    /// The free text of before PEP 639, its lines without their indentation.
    public var license: String? {
        text(.license).flatMap { _ in rawValues(of: .license).first.map(Self.withoutIndentation) }
    }

    /// An SPDX expression (PEP 639).
    public var licenseExpression: String? { text(.licenseExpression) }
    /// Paths of licence files, with slashes.
    public var licenseFiles: [String] { list(.licenseFile) }
    /// Trove classifiers, not looked up.
    public var classifiers: [String] { list(.classifier) }
    /// Free words for where it runs.
    public var platforms: [String] { list(.platform) }
    /// Free words for what a binary distribution was built for.
    public var supportedPlatforms: [String] { list(.supportedPlatform) }

    /// The versions of Python wanted, verbatim; the index pages repeat it.
    public var requiresPython: String? { text(.requiresPython) }
    /// `requiresPython` parsed; nil where it is absent or refused by PEP 440.
    public var requiresPythonSpecifiers: SpecifierSet? { requiresPython.flatMap(SpecifierSet.init) }

    /// The dependencies as written, in order. `requirements` has them parsed.
    public var requiresDist: [String] { dependencies.map(\.text) }

    /// The dependencies that PEP 508 can read, in order.
    public var requirements: [Requirement] { dependencies.compactMap { try? $0.parsed.get() } }

    /// Projects bundled in this one, unparsed.
    public var providesDist: [String] { list(.providesDist) }
    /// Projects this one replaces, unparsed.
    public var obsoletesDist: [String] { list(.obsoletesDist) }
    /// What is needed from outside Python, unparsed.
    public var requiresExternal: [String] { list(.requiresExternal) }

    /// Dependencies of metadata 1.1: names of modules, not of projects, so they count as none.
    public var requires: [String] { list(.requires) }
    /// Modules of metadata 1.1.
    public var provides: [String] { list(.provides) }
    /// Modules of metadata 1.1.
    public var obsoletes: [String] { list(.obsoletes) }

    /// The names of the extras, as written.
    public var providesExtra: [String] { list(.providesExtra) }
    /// Names of the fields a build may change, in lower case (PEP 643).
    public var dynamic: [String] { list(.dynamic).map { $0.utf8.asciiLowercased.asText } }

    /// Modules the distribution installs (PEP 794); one empty entry says that there are none.
    public var importNames: [String] { rawValues(of: .importName) }
    /// Namespaces the distribution installs into (PEP 794).
    public var importNamespaces: [String] { list(.importNamespace) }

    /// An address with its label.
    public struct ProjectURL: Hashable, Sendable {
        /// Empty where the field has no comma.
        public let label: String
        /// Unchecked.
        public let url: String
    }

    /// `Label, url` in written order. A value without a comma is an address without a label.
    public var projectURLs: [ProjectURL] {
        list(.projectURL).map { value in
            guard let comma = value.utf8.firstIndex(of: UInt8(ascii: ",")) else {
                return ProjectURL(label: "", url: value)
            }
            return ProjectURL(
                label: value.utf8[..<comma].trimmingASCIIWhitespace.asText,
                url: value.utf8[value.utf8.index(after: comma)...].trimmingASCIIWhitespace.asText)
        }
    }

    /// How many projects the distribution depends on: distinct normalized names in `requirements`, optional ones
    /// included. This is the figure shown as "dependencies"; `requirementCount` counts lines.
    public var dependencyCount: Int { Set(requirements.map(\.name)).count }

    /// How many `Requires-Dist` lines PEP 508 can read; several may ask for one project under different markers.
    public var requirementCount: Int { requirements.count }
}
