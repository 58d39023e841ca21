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
    let nodes: [TreeNode]
    let pager: PagerView
}

/// A line of an archive's tree, with what is below it where there is room.
struct TreeNode: Sendable, MustacheParent {
    let name: String
    /// Where it is shown; nil for what has nothing to show, or is shown below.
    let link: String?
    let isDirectory: Bool
    let size: String
    /// Nil where the directory has a page of its own.
    let children: [TreeNode]?

    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "link": link
        case "isDirectory": isDirectory
        case "size": size
        case "children": children
        case "isOpen": children != nil
        default: nil
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
    let versions: [PackageSide.Version]
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
