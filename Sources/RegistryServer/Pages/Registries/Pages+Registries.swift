internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Organizations and their registries.

extension Pages {
    func addRegistries(to routes: inout RouteTable) {
        get(&routes, "/") { visit in try await visit.showRegistries(of: nil) }
        get(&routes, "/organizations/{organization}") { visit in
            try await visit.showRegistries(of: visit.context.parameters["organization"])
        }
        // The address that the REST API names for an organization.
        get(&routes, "/{organization}") { visit in
            let slug = visit.context.parameters["organization"]
            // Whether there is one, the page says that this leads to.
            guard (try? RegistryPath("\(slug)/any")) != nil else { throw PageProblem.notFound }
            return visit.redirect(to: visit.links.organization(slug))
        }
    }
}

/// A registry that a visitor may know of.
private struct VisibleRegistry: Sendable {
    let info: RegistryInfo
    let access: Access
}

/// An organization with those of its registries that a visitor may know of.
private struct VisibleOrganization: Sendable {
    let info: OrganizationInfo
    let access: Access
    var registries: [VisibleRegistry]
}

extension PageVisit {
    /// Registries on one page.
    private static let pageSize = 100

    fileprivate func showRegistries(of slug: String?) async throws -> Response {
        let search = query["q"]
        let caller = caller
        var organizations = try await read { registry in
            try Self.visible(to: caller, in: registry, slug, matching: search.lowercased())
        }
        if let slug, organizations.first?.info.slug != slug { throw PageProblem.notFound }
        if slug != nil, !search.isEmpty, organizations[0].registries.isEmpty { organizations = [] }
        let total = organizations.reduce(0) { $0 + $1.registries.count }
        let page = PagerView.page(query, limit: total / Self.pageSize + 1)
        var rest = (page - 1) * Self.pageSize
        var room = Self.pageSize
        let shown = organizations.compactMap { organization -> VisibleOrganization? in
            var part = organization
            part.registries = Array(organization.registries.dropFirst(rest).prefix(room))
            rest = max(0, rest - organization.registries.count)
            room -= part.registries.count
            return part.registries.isEmpty && !organization.registries.isEmpty ? nil : part
        }
        let counts = await pages.counter.counts(of: shown.flatMap { $0.registries.map(\.info) })
        let action = slug.map(links.organization) ?? links.home
        return self.page(
            RegistriesContent(
                title: slug == nil ? "Registries" : organizations.first?.info.name ?? slug ?? "",
                groups: shown.map { group($0, counts) }, isEmpty: shown.isEmpty, search: search, action: action,
                count: PageFormats.count(total, "registry", "registries"),
                pager: PagerView(page: page, size: Self.pageSize, total: total) { page in
                    action + PageLinks.query(["q": search, "page": page == 1 ? "" : "\(page)"])
                },
                organization: slug, isStranger: session == nil))
    }

    private func group(
        _ organization: VisibleOrganization, _ counts: [String: RegistryCounts]
    ) -> RegistriesContent.Group {
        let slug = organization.info.slug
        let rows = organization.registries.map { row($0, counts[$0.info.id]) }
        let mayCreate = organization.access.allows(.writeRegistries, from: .admin)
        return RegistriesContent.Group(
            slug: slug, name: organization.info.name, link: links.organization(slug), rows: rows,
            isEmpty: rows.isEmpty, create: mayCreate ? links.newRegistry(in: slug) : nil)
    }

    private func row(_ registry: VisibleRegistry, _ counts: RegistryCounts?) -> RegistriesContent.Row {
        let info = registry.info
        // Who may only know of it learns nothing of what is in it.
        let counts = registry.access.isPublic || registry.access.canRead ? counts : nil
        return RegistriesContent.Row(
            name: info.name, link: links.registry(info.path),
            description: info.description.isEmpty ? nil : info.description,
            badges: RegistryBadges(info, registry.access),
            projects: counts.map { PageFormats.count($0.projects) }, files: counts.map { PageFormats.count($0.files) },
            size: counts.map { PageFormats.size($0.bytes) })
    }

    /// - Parameter search: in lower case; empty for all.
    private static func visible(
        to caller: Caller, in registry: Registry, _ slug: String?, matching search: String
    ) throws -> [VisibleOrganization] {
        var found: [VisibleOrganization] = []
        for organization in try registry.organizations() where slug == nil || organization.slug == slug {
            let access = try registry.access(of: caller, toOrganization: organization.slug)
            var registries: [VisibleRegistry] = []
            for info in try registry.registries(in: organization.slug) {
                guard
                    search.isEmpty || "\(info.path)".contains(search) || info.name.lowercased().contains(search)
                else { continue }
                let access = try registry.access(of: caller, to: info.path)
                if access.canSee { registries.append(VisibleRegistry(info: info, access: access)) }
            }
            guard !registries.isEmpty || access.canSee && (search.isEmpty || slug != nil) else { continue }
            found.append(VisibleOrganization(info: organization, access: access, registries: registries))
        }
        return found
    }
}
