internal import Mustache
internal import RegistryCore

/// How to install a package, and what it says of itself: the first of its tabs.
struct InstallationContent: PageContent {
    static let template = PageTemplate.packageInstallation
    let title: String
    let head: PackageHead
    let side: PackageSide
    let commands: [Snippet]
    let configuration: [Snippet]
    let preparation: Snippet?
    let hasSnippets: Bool
    /// Where a token can be made and filled in; nil where none is needed.
    let setup: String?
    let summary: String?
    /// Safe: made by `MarkdownText`.
    let descriptionHTML: String?
    let descriptionText: String?
    let isDescriptionCut: Bool
    let saysNothing: Bool
}

/// What is in a package's archive: a directory of it.
struct ContentsContent: PageContent {
    static let template = PageTemplate.packageContents

    /// A directory above the one that is shown.
    struct Crumb: Sendable {
        let name: String
        let link: String
    }

    let title: String
    let head: PackageHead
    let side: PackageSide
    /// Nil where the archive can be read.
    let problem: String?
    let total: String
    let crumbs: [Crumb]
    let hasCrumbs: Bool
    /// The directory's own name; empty at the root.
    let directory: String
    /// The lines of the directory, as `TreeNode` writes them.
    let treeHTML: String
    let pager: PagerView
}

/// A line of an archive's tree, with what is below it where there is room.
///
/// Written here and not by a template: a template looks each value up by its name, hundreds of times on such a page.
struct TreeNode: Sendable {
    let name: String
    /// Where it is shown; nil for what has nothing to show, or is shown below.
    let link: String?
    let size: String
    /// Nil for files, and for directories that have pages of their own.
    let children: [TreeNode]?

    /// Adds the line to a list.
    func write(to html: inout String) {
        let name = PageText.escape(name)
        let size = " <span class=\"small\">\(PageText.escape(size))</span>"
        if let children {
            html += "<li><details open><summary><b><bdi>\(name)</bdi></b>\(size)</summary>\n<ul>"
            for child in children { child.write(to: &html) }
            html += "</ul></details></li>\n"
        } else if let link {
            html +=
                "<li><div class=\"member\"><a href=\"\(PageText.escape(link))\"><bdi>\(name)</bdi></a>\(size)</div></li>\n"
        } else {
            html += "<li><div class=\"member\"><bdi>\(name)</bdi>\(size)</div></li>\n"
        }
    }
}

/// A text of a package's archive.
struct MemberContent: PageContent {
    static let template = PageTemplate.packageMember
    let title: String
    let head: PackageHead
    let side: PackageSide
    let crumbs: [ContentsContent.Crumb]
    let name: String
    let size: String
    /// Nil for what is no text.
    let text: String?
    let isEmpty: Bool
    /// How much of it is shown, where that is not all.
    let cut: String?
}

/// A package's digests.
struct DigestsContent: PageContent {
    static let template = PageTemplate.packageDetails

    /// One digest.
    struct Digest: Sendable {
        let name: String
        let hex: String
    }

    let title: String
    let head: PackageHead
    let side: PackageSide
    let digests: [Digest]
    let rows: [PackageSide.Row]
}

/// The versions of a package's project.
struct VersionsContent: PageContent {
    static let template = PageTemplate.packageVersions
    let title: String
    let head: PackageHead
    let side: PackageSide
    /// Rows of the table, as `PackageSide.Version` writes them.
    let versionsHTML: String
    /// The files of the version that is shown.
    let files: [File]
    let pager: PagerView

    /// One of them.
    struct File: Sendable {
        let filename: String
        let link: String
        let size: String
        let isCurrent: Bool
        let isYanked: Bool
    }
}

extension InstallationContent: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "head": head
        case "side": side
        case "commands": commands
        case "configuration": configuration
        case "preparation": preparation
        case "hasSnippets": hasSnippets
        case "setup": setup
        case "summary": summary
        case "descriptionHTML": descriptionHTML
        case "descriptionText": descriptionText
        case "isDescriptionCut": isDescriptionCut
        case "saysNothing": saysNothing
        default: nil
        }
    }
}

extension ContentsContent: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "head": head
        case "side": side
        case "problem": problem
        case "total": total
        case "crumbs": crumbs
        case "hasCrumbs": hasCrumbs
        case "directory": directory
        case "treeHTML": treeHTML
        case "pager": pager
        default: nil
        }
    }
}

extension ContentsContent.Crumb: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "link": link
        default: nil
        }
    }
}

extension MemberContent: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "head": head
        case "side": side
        case "crumbs": crumbs
        case "name": self.name
        case "size": size
        case "text": text
        case "isEmpty": isEmpty
        case "cut": cut
        default: nil
        }
    }
}

extension DigestsContent: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "head": head
        case "side": side
        case "digests": digests
        case "rows": rows
        default: nil
        }
    }
}

extension DigestsContent.Digest: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "hex": hex
        default: nil
        }
    }
}

extension VersionsContent: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "head": head
        case "side": side
        case "versionsHTML": versionsHTML
        case "files": files
        case "pager": pager
        default: nil
        }
    }
}

extension VersionsContent.File: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "filename": filename
        case "link": link
        case "size": size
        case "isCurrent": isCurrent
        case "isYanked": isYanked
        default: nil
        }
    }
}
