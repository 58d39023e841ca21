internal import RegistryCore
internal import SimpleIndex
internal import Upstream

/// A registry that is shown on a page, and its state when the page was asked for.
struct PageSource: Sendable {
    let path: RegistryPath
    let state: IndexState

    /// Reads the registries and makes the page.  Blocks.
    /// - Returns: nil for a project that none of them has.
    /// - Throws: `noSuchRegistry` where one has made room for another meanwhile, and errors of the index.
    static func render(
        _ key: PageKey, _ sources: [PageSource], _ registry: Registry
    ) throws(RegistryError) -> RenderedPage? {
        var serials: [UInt64] = []
        let bytes: [UInt8]
        switch key.page {
        case .root:
            var projects: [SimpleProjectList.Project] = []
            for source in sources {
                let list = try registry.projectNames(in: source.path)
                serials.append(list.serial)
                projects += list.projects.map { .init(name: $0.normalized, displayName: $0.display) }
            }
            let list = SimpleProjectList(
                projects: projects, base: key.edition.links.projects + "/", style: key.edition.style)
            bytes = list.rendered(as: key.representation)
        case .project(let name):
            var views: [ProjectView] = []
            for source in sources {
                let view = try registry.project(name, in: source.path)
                // Without the project there is no newer serial to be had, and the older one is right too: the page
                // will be made again.
                serials.append(view?.serial ?? source.state.serial)
                if let view { views.append(view) }
            }
            guard let page = page(of: views, key.edition) else { return nil }
            bytes = page.rendered(as: key.representation)
        }
        try check(sources, registry)
        return RenderedPage(bytes, for: key, serials: serials)
    }

    /// The caller may see the registries that had these paths when it asked, and no others.
    /// - Throws: `noSuchRegistry`.
    static func check(_ sources: [PageSource], _ registry: Registry) throws(RegistryError) {
        let states = try registry.indexStates(of: sources.map(\.path))
        for (source, state) in zip(sources, states) where source.state.registryID != state?.registryID {
            throw .noSuchRegistry(source.path)
        }
    }

    /// Makes the page of what an upstream registry offers.
    static func render(
        _ key: PageKey, _ project: UpstreamProject, from upstream: RegistryMember, serials: [UInt64]
    ) -> RenderedPage {
        let files = project.offeredFiles.map { key.edition.links.listed($0, of: project.name) }
        let page = SimpleProjectPage(
            name: project.name, displayName: project.name, status: project.status, statusReason: project.statusReason,
            files: files, style: key.edition.style)
        return RenderedPage(
            page.rendered(as: key.representation), for: key, serials: serials,
            origin: RenderedPage.Origin(upstream: upstream, serial: project.serial))
    }

    /// What the registries say of a project, on one page: of files with one name the first; the status where they
    /// agree.
    private static func page(of views: [ProjectView], _ edition: SimpleEdition) -> SimpleProjectPage? {
        guard let first = views.first else { return nil }
        var files: [SimpleFile] = []
        files.reserveCapacity(views.reduce(0) { $0 + $1.offeredFiles.count })
        var known: Set<String> = []
        for view in views {
            for file in view.offeredFiles where views.count == 1 || known.insert(file.filename).inserted {
                files.append(edition.links.listed(file))
            }
        }
        let isAgreed = views.allSatisfy { $0.status == first.status }
        let status = isAgreed ? SimpleProjectStatus(rawValue: first.status.rawValue) : nil
        return SimpleProjectPage(
            name: first.normalized, displayName: first.display, status: status ?? .active,
            statusReason: isAgreed ? first.statusReason : nil, files: files, style: edition.style)
    }
}
