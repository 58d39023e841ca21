internal import Mustache
internal import RegistryCore

/// A registry's releases: the first of its tabs.
struct ReleasesContent: PageContent {
    static let template = PageTemplate.releases

    /// One release.
    struct Row: Sendable {
        let project: String
        let version: String
        let link: String
        let summary: String?
        let isYanked: Bool
        let files: String
        let uploader: String?
        let pushed: PageMoment
    }

    /// The head of a column, and what sorting by it leads to.
    struct Column: Sendable {
        let title: String
        let link: String
        /// `ascending`, `descending`; nil where the list is not sorted by it.
        let sorted: String?
        let style: String
    }

    let title: String
    let head: RegistryHead
    let search: String
    /// The order, for the form to keep.
    let sort: String
    let action: String
    let columns: [Column]
    let rows: [Row]
    let isEmpty: Bool
    /// Whether there is nothing at all, and not only nothing that was searched for.
    let isNew: Bool
    let setup: String
    let count: String
    let pager: PagerView
}

/// The orders of releases that a page offers, by the word in its address.
enum ReleaseSorting: String, CaseIterable {
    case newest, oldest, name, version

    init(_ query: PageQuery) { self = Self(rawValue: query["sort"]) ?? .newest }

    var order: ReleaseQuery.Order {
        switch self {
        case .newest, .oldest: .created
        case .name: .project
        case .version: .version
        }
    }

    var isDescending: Bool { self == .newest || self == .version }

    /// The word for addresses; empty for what needs none.
    var word: String { self == .newest ? "" : rawValue }
}

extension ReleasesContent: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "head": head
        case "search": search
        case "sort": sort
        case "action": action
        case "columns": columns
        case "rows": rows
        case "isEmpty": isEmpty
        case "isNew": isNew
        case "setup": setup
        case "count": count
        case "pager": pager
        default: nil
        }
    }
}

extension ReleasesContent.Row: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "project": project
        case "version": version
        case "link": link
        case "summary": summary
        case "isYanked": isYanked
        case "files": files
        case "uploader": uploader
        case "pushed": pushed
        default: nil
        }
    }
}

extension ReleasesContent.Column: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "link": link
        case "sorted": sorted
        case "style": style
        default: nil
        }
    }
}
