internal import Mustache
internal import ContentStore
internal import RegistryCore

/// What stands above every tab of a package: where it is, what it is, what to be told first, and the tabs.
struct PackageHead: Sendable {
    /// The tabs there are.
    enum Place: String, CaseIterable {
        case installation, contents, details, versions

        var tab: String? { self == .installation ? nil : rawValue }
        var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    }

    let name: String
    let version: String
    let filename: String
    let kind: String
    let visibility: String
    let tone: String
    let isYanked: Bool
    let yankedReason: String?
    /// What the project's status means for whoever installs it (PEP 792).
    let statusNotice: String?
    let statusReason: String?
    let isDamaged: Bool
    let organization: String
    let organizationLink: String
    let registry: String
    let registryLink: String
    let download: String
    let size: String
    let tabs: [RegistryHead.Tab]

    init(_ place: PackagePlace, at current: Place, _ links: PageLinks) {
        let file = place.file
        name = file.project
        version = file.version
        filename = file.filename
        kind = file.kind == .wheel ? "Wheel" : "Source distribution"
        let badges = RegistryBadges(place.info, place.access)
        visibility = badges.visibility
        tone = badges.tone
        isYanked = file.yanked != nil
        yankedReason = file.yanked.flatMap { $0.isEmpty ? nil : $0 }
        switch place.project?.status ?? .active {
        case .active: statusNotice = nil
        case .archived: statusNotice = "This project is archived: it gets no new versions."
        case .quarantined:
            statusNotice = "This project is in quarantine: nobody can install it until it has been looked at."
        case .deprecated: statusNotice = "This project is deprecated: do not begin to depend on it."
        }
        statusReason = place.project?.statusReason
        isDamaged = file.blob.health != .ok
        organization = place.path.organization
        organizationLink = links.organization(place.path.organization)
        registry = place.info.name
        registryLink = links.registry(place.path)
        download = links.package(file.id, in: place.path, "download")
        size = PageFormats.size(file.size)
        tabs = Place.allCases.map {
            RegistryHead.Tab(
                title: $0.title, link: links.package(file.id, in: place.path, $0.tab), isCurrent: $0 == current)
        }
    }
}

extension PackageHead: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "version": version
        case "filename": filename
        case "kind": kind
        case "visibility": visibility
        case "tone": tone
        case "isYanked": isYanked
        case "yankedReason": yankedReason
        case "statusNotice": statusNotice
        case "statusReason": statusReason
        case "isDamaged": isDamaged
        case "organization": organization
        case "organizationLink": organizationLink
        case "registry": registry
        case "registryLink": registryLink
        case "download": download
        case "size": size
        case "tabs": tabs
        default: nil
        }
    }
}
