internal import Mustache
internal import RegistryCore

/// What stands above every tab of a registry: where it is, what is said of it, and the tabs.
struct RegistryHead: Sendable {
    /// One tab.
    struct Tab: Sendable {
        let title: String
        let link: String
        let isCurrent: Bool
    }

    /// The tabs there can be.
    enum Place: CaseIterable {
        case releases, upstreams, setup, settings, other

        var tab: String? {
            switch self {
            case .releases, .other: nil
            case .upstreams: "upstreams"
            case .setup: "setup"
            case .settings: "settings"
            }
        }

        var title: String {
            switch self {
            case .releases, .other: "Releases"
            case .upstreams: "Upstreams"
            case .setup: "Setup & usage"
            case .settings: "Settings"
            }
        }
    }

    let name: String
    let path: String
    let link: String
    let organization: String
    let organizationLink: String
    let description: String?
    let badges: RegistryBadges
    let tabs: [Tab]
    /// Where the visitor can publish; nil where they may not, or the registry takes no files.
    let publish: String?

    init(_ info: RegistryInfo, _ access: Access, at place: Place, _ links: PageLinks) {
        name = info.name
        path = "\(info.path)"
        link = links.registry(info.path)
        organization = info.path.organization
        organizationLink = links.organization(info.path.organization)
        description = info.description.isEmpty ? nil : info.description
        badges = RegistryBadges(info, access)
        var places: [Place] = [.releases]
        if info.kind != .source { places.append(.upstreams) }
        places.append(.setup)
        if access.canAdminister { places.append(.settings) }
        tabs = places.map {
            Tab(title: $0.title, link: links.registry(info.path, $0.tab), isCurrent: $0 == place)
        }
        publish = info.kind == .source && access.canPublish ? links.registry(info.path, "publish") : nil
    }
}

extension RegistryHead: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "path": path
        case "link": link
        case "organization": organization
        case "organizationLink": organizationLink
        case "description": description
        case "badges": badges
        case "tabs": tabs
        case "publish": publish
        default: nil
        }
    }
}

extension RegistryHead.Tab: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "link": link
        case "isCurrent": isCurrent
        default: nil
        }
    }
}
