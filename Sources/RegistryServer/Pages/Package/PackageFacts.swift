internal import PythonPackaging
internal import RegistryCore

/// What a file says of itself, ready to be shown: made once for the same bytes.
struct PackageFacts: Sendable {
    /// A project that it depends on.
    struct Dependency: Sendable {
        let name: String
        let normalized: String
        /// Extras and versions, as written by us: `[security]>=2,<3`.
        let wanted: String
        /// When it is needed; nil for always.
        let marker: String?
    }

    /// Where the project says it is.
    struct Link: Sendable {
        let label: String
        /// Nil for what cannot be a link.
        let address: WebAddress?
        /// As written.
        let text: String
    }

    /// Rows of one list that are kept.
    static let rowLimit = 200

    let summary: String?
    let description: PackageDescription
    let links: [Link]
    let license: String?
    let author: String?
    let maintainer: String?
    let keywords: String?
    let classifiers: [String]
    let dependencies: [Dependency]
    /// Lines of dependencies in all.
    let dependencyLines: Int
    /// Projects it depends on.
    let dependencyCount: Int
    let extras: [String]
    let metadataVersion: String?
    let archiveFiles: Int?

    init(_ details: FileDetails) {
        let metadata = details.metadata
        summary = metadata?.summary ?? details.file.summary
        description = PackageDescription(metadata?.description, type: metadata?.descriptionContentType)
        links = metadata.map(Self.links) ?? []
        license = metadata.flatMap(Self.license)
        author = Self.person(metadata?.author, metadata?.authorEmail)
        maintainer = Self.person(metadata?.maintainer, metadata?.maintainerEmail)
        let words = metadata?.keywords ?? []
        keywords = words.isEmpty ? nil : Self.cut(words.joined(separator: ", "), 1000)
        classifiers = (metadata?.classifiers ?? []).prefix(Self.rowLimit).map { Self.cut($0, 300) }
        let requirements = metadata?.requirements ?? []
        dependencies = requirements.prefix(Self.rowLimit).map(Self.dependency)
        dependencyLines = requirements.count
        dependencyCount = details.dependencyCount
        extras = (metadata?.providesExtra ?? []).prefix(Self.rowLimit).map { Self.cut($0, 200) }
        metadataVersion = metadata.map { "\($0.metadataVersion)" }
        archiveFiles = details.archiveFiles
    }

    /// Bytes in memory, about.
    var footprint: Int {
        4096 + description.footprint + 512 * (dependencies.count + links.count) + 128 * classifiers.count
    }

    private static func dependency(_ requirement: Requirement) -> Dependency {
        let extras =
            requirement.extras.isEmpty
            ? "" : "[" + requirement.extras.map(\.display).joined(separator: ", ") + "]"
        let versions = requirement.url.map { " @ \($0)" } ?? requirement.specifiers.canonical
        return Dependency(
            name: cut(requirement.name.display, 200), normalized: requirement.name.normalized,
            wanted: cut(extras + (versions.isEmpty || !requirement.extras.isEmpty ? versions : " " + versions), 500),
            marker: requirement.marker.map { cut($0.text, 500) })
    }

    /// The home page first, then as written; each address once.
    private static func links(_ metadata: CoreMetadata) -> [Link] {
        var all = metadata.projectURLs.map { (label: $0.label, url: $0.url) }
        if let home = metadata.homePage { all.insert((label: "Homepage", url: home), at: 0) }
        if let download = metadata.downloadURL { all.append((label: "Download", url: download)) }
        var links: [Link] = []
        var seen: Set<String> = []
        for link in all.prefix(50) where !link.url.isEmpty && seen.insert(link.url).inserted {
            links.append(
                Link(
                    label: link.label.isEmpty ? "Project" : cut(link.label, 100), address: WebAddress(link.url),
                    text: cut(link.url, 300)))
        }
        return links
    }

    /// The expression (PEP 639), else what classifiers say, else the first line of the free text.
    private static func license(_ metadata: CoreMetadata) -> String? {
        if let expression = metadata.licenseExpression { return cut(expression, 300) }
        let named = metadata.classifiers.filter { $0.hasPrefix("License ::") }.compactMap {
            $0.split(separator: "::").last.map { $0.drop { $0 == " " } }
        }
        if !named.isEmpty { return cut(named.prefix(5).joined(separator: ", "), 300) }
        return metadata.license.flatMap { $0.split(separator: "\n").first }.map { cut(String($0), 200) }
    }

    private static func person(_ name: String?, _ address: String?) -> String? {
        let parts = [name, address].compactMap(\.self)
        return parts.isEmpty ? nil : cut(parts.joined(separator: ", "), 300)
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        text.unicodeScalars.count <= limit ? text : String(text.unicodeScalars.prefix(limit)) + "…"
    }
}
