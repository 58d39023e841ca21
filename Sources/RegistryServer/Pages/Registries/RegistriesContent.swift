internal import RegistryCore

/// Organizations and their registries, as far as the visitor may know of them.
struct RegistriesContent: PageContent {
    static let template = PageTemplate.registries

    /// One registry.
    struct Row: Sendable {
        let name: String
        let link: String
        let description: String?
        let badges: RegistryBadges
        /// Nil while they are being counted.
        let projects: String?
        let files: String?
        let size: String?
    }

    /// One organization.
    struct Group: Sendable {
        let slug: String
        let name: String
        let link: String
        let rows: [Row]
        let isEmpty: Bool
        /// Where the visitor can make a registry; nil where they may not.
        let create: String?
    }

    let title: String
    let groups: [Group]
    let isEmpty: Bool
    let search: String
    let action: String
    let count: String
    let pager: PagerView
    /// Whether it is about one organization.
    let organization: String?
    let isStranger: Bool
}
