internal import Mustache
internal import RegistryCore

/// What stands beside every tab: the details of a package.
struct PackageSide: Sendable {
    /// One line of the details.
    struct Row: Sendable, MustacheParent {
        let label: String
        let text: String
        var link: String?

        func child(named name: String) -> Any? {
            switch name {
            case "label": label
            case "text": text
            case "link": link
            default: nil
            }
        }
    }

    /// A project that it depends on.
    struct Dependency: Sendable, MustacheParent {
        let name: String
        let link: String?
        let wanted: String
        let marker: String?

        func child(named name: String) -> Any? {
            switch name {
            case "name": self.name
            case "link": link
            case "wanted": wanted.isEmpty ? nil : wanted
            case "marker": marker
            default: nil
            }
        }
    }

    /// An address of the project's.
    struct Link: Sendable {
        let label: String
        let href: String?
        /// The host, or all of what cannot be a link.
        let text: String
    }

    /// Another version.
    struct Version: Sendable, MustacheParent {
        let version: String
        let link: String
        let isCurrent: Bool
        let isYanked: Bool
        let isPrerelease: Bool
        let pushed: PageMoment
        let files: String

        func child(named name: String) -> Any? {
            switch name {
            case "version": version
            case "link": link
            case "isCurrent": isCurrent
            case "isYanked": isYanked
            case "isPrerelease": isPrerelease
            case "pushed": pushed
            case "files": files
            default: nil
            }
        }
    }

    /// Something that the visitor may do with it.
    struct Change: Sendable {
        let text: String
        let link: String
    }

    /// Versions that are named here; the others have a tab.
    static let versionLimit = 8

    let rows: [Row]
    let pushed: PageMoment
    let uploader: String?
    let graph: DownloadGraph
    let links: [Link]
    let hasLinks: Bool
    let dependencies: [Dependency]
    let hasDependencies: Bool
    let dependencyCount: String
    let moreDependencies: Int?
    let classifiers: [String]
    let hasClassifiers: Bool
    let versions: [Version]
    let versionCount: String
    let allVersions: String?
    let changes: [Change]
    let hasChanges: Bool

    init(_ place: PackagePlace, _ pageLinks: PageLinks, now: Int64) {
        let (file, facts) = (place.file, place.facts)
        rows = Self.rows(place, pageLinks)
        pushed = PageMoment(file.uploaded, now: now)
        uploader = file.uploader
        graph = DownloadGraph(place.downloads, now: now)
        links = facts.links.map {
            Link(label: $0.label, href: $0.address?.href, text: $0.address?.host ?? $0.text)
        }
        hasLinks = !links.isEmpty
        dependencies = facts.dependencies.map { dependency in
            Dependency(
                name: dependency.name,
                link: place.held.contains(dependency.normalized)
                    ? pageLinks.registry(place.path, "projects/\(dependency.normalized)") : nil,
                wanted: dependency.wanted, marker: dependency.marker)
        }
        hasDependencies = !dependencies.isEmpty
        dependencyCount = PageFormats.count(facts.dependencyCount)
        let rest = facts.dependencyLines - facts.dependencies.count
        moreDependencies = rest > 0 ? rest : nil
        classifiers = facts.classifiers
        hasClassifiers = !classifiers.isEmpty
        let all = place.project?.versions ?? []
        versions = all.prefix(Self.versionLimit).map { Version($0, place, pageLinks, now: now) }
        versionCount = PageFormats.count(all.count, "version", "versions")
        allVersions = all.count > Self.versionLimit ? pageLinks.package(file.id, in: place.path, "versions") : nil
        changes = Self.changes(place, pageLinks)
        hasChanges = !changes.isEmpty
    }

    private static func rows(_ place: PackagePlace, _ links: PageLinks) -> [Row] {
        let (file, facts) = (place.file, place.facts)
        var rows = [
            Row(label: "Name", text: file.project), Row(label: "Version", text: file.version),
            Row(label: "Registry", text: place.info.name, link: links.registry(place.path)),
            Row(label: "Visibility", text: RegistryBadges(place.info, place.access).visibility),
            Row(label: "Distribution", text: "\(file.normalizedProject) / \(file.versionText)"),
            Row(label: "Package size", text: PageFormats.size(file.size)),
        ]
        func add(_ label: String, _ text: String?) {
            if let text, !text.isEmpty { rows.append(Row(label: label, text: text)) }
        }
        add("Total files", facts.archiveFiles.map { PageFormats.count($0) })
        add("Requires Python", file.requiresPython)
        add("Licence", facts.license)
        add("Author", facts.author)
        add("Maintainer", facts.maintainer)
        add("Keywords", facts.keywords)
        add("Extras", facts.extras.isEmpty ? nil : facts.extras.joined(separator: ", "))
        return rows
    }

    private static func changes(_ place: PackagePlace, _ links: PageLinks) -> [Change] {
        func change(_ text: String, _ tab: String) -> Change {
            Change(text: text, link: links.package(place.file.id, in: place.path, tab))
        }
        let release = place.release
        var changes: [Change] = []
        if place.mayYank {
            changes.append(
                place.file.yanked == nil ? change("Yank this file", "yank") : change("Unyank this file", "unyank"))
            if release.count > 1, release.contains(where: { !$0.isYanked }) {
                changes.append(change("Yank all files of \(place.file.version)", "yank?of=version"))
            }
            if release.count > 1, release.contains(where: \.isYanked) {
                changes.append(change("Unyank all files of \(place.file.version)", "unyank?of=version"))
            }
        }
        if place.mayDelete {
            changes.append(change("Delete this file", "delete"))
            if release.count > 1 {
                changes.append(change("Delete all files of \(place.file.version)", "delete?of=version"))
            }
        }
        return changes
    }
}

extension PackageSide.Version {
    init(_ version: ProjectOverview.Version, _ place: PackagePlace, _ links: PageLinks, now: Int64) {
        self.init(
            version: version.version, link: links.package(version.id, in: place.path),
            isCurrent: version.version == place.file.version, isYanked: version.isYanked,
            isPrerelease: version.isPrerelease, pushed: PageMoment(version.created, now: now),
            files: PageFormats.count(version.files.count, "file", "files"))
    }

    /// Adds a row to the table of all versions; not by a template, as lines of an archive's tree are not.
    func writeRow(to html: inout String) {
        let version = PageText.escape(version)
        html += "<tr><th scope=\"row\">"
        html +=
            isCurrent
            ? "<span aria-current=\"true\">\(version)</span>" : "<a href=\"\(PageText.escape(link))\">\(version)</a>"
        if isYanked { html += " <span class=\"badge warn\">Yanked</span>" }
        if isPrerelease { html += " <span class=\"badge\">Pre-release</span>" }
        html += "</th><td>\(files)</td><td><time datetime=\"\(pushed.machine)\">\(pushed.text)</time></td></tr>\n"
    }
}

extension PackageSide: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "rows": rows
        case "pushed": pushed
        case "uploader": uploader
        case "graph": graph
        case "links": links
        case "hasLinks": hasLinks
        case "dependencies": dependencies
        case "hasDependencies": hasDependencies
        case "dependencyCount": dependencyCount
        case "moreDependencies": moreDependencies
        case "classifiers": classifiers
        case "hasClassifiers": hasClassifiers
        case "versions": versions
        case "versionCount": versionCount
        case "allVersions": allVersions
        case "changes": changes
        case "hasChanges": hasChanges
        default: nil
        }
    }
}

extension PackageSide.Link: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "label": label
        case "href": href
        case "text": text
        default: nil
        }
    }
}

extension PackageSide.Change: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "link": link
        default: nil
        }
    }
}
