internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// The page of a registry: its releases.

extension Pages {
    /// The address of a registry's page.
    static let registry = "/organizations/{organization}/packages/registries/{registry}"

    func addReleases(to routes: inout RouteTable) {
        get(&routes, Self.registry) { visit in try await visit.showReleases() }
        // What cuts the last component off a package's address finds.
        get(&routes, "\(Self.registry)/packages") { visit in
            let (path, _) = try visit.readableRegistry()
            return visit.redirect(to: visit.links.registry(path))
        }
    }
}

extension PageVisit {
    /// Releases on one page.
    private static let pageSize = 50

    fileprivate func showReleases() async throws -> Response {
        let (path, access) = try readableRegistry()
        let search = query["q"]
        let sorting = ReleaseSorting(query)
        var wanted = ReleaseQuery()
        if !search.isEmpty { wanted.projects = .containing(String(search.prefix(100))) }
        wanted.order = sorting.order
        wanted.isDescending = sorting.isDescending
        wanted.limit = Self.pageSize
        let number = PagerView.page(query, limit: ReleaseQuery.offsetLimit / Self.pageSize)
        wanted.offset = (number - 1) * Self.pageSize
        let asked = wanted
        let (info, page) = try await read { registry in
            let info = try registry.registry(at: path, isCounting: false)
            return (info, try registry.releases(in: [path], matching: asked))
        }
        let address = links.registry(path)
        return self.page(
            ReleasesContent(
                title: "\(info.name): releases", head: RegistryHead(info, access, at: .releases, links), search: search,
                sort: sorting.word, action: address, columns: columns(sorting, search, address),
                rows: page.releases.map { row($0, in: path) }, isEmpty: page.releases.isEmpty,
                isNew: search.isEmpty && page.total == 0, setup: links.registry(path, "setup"),
                count: PageFormats.count(page.total, "release", "releases"),
                pager: PagerView(page: number, size: Self.pageSize, total: page.total) { number in
                    let page = number == 1 ? "" : "\(number)"
                    return address + PageLinks.query(["q": search, "sort": sorting.word, "page": page])
                }))
    }

    private func columns(
        _ sorting: ReleaseSorting, _ search: String, _ address: String
    ) -> [ReleasesContent.Column] {
        func column(
            _ title: String, _ target: ReleaseSorting, _ sorted: String?, _ style: String = ""
        ) -> ReleasesContent.Column {
            let link = address + PageLinks.query(["q": search, "sort": target.word])
            return ReleasesContent.Column(title: title, link: link, sorted: sorted, style: style)
        }
        return [
            column("Project", .name, sorting == .name ? "ascending" : nil),
            column("Version", .version, sorting == .version ? "descending" : nil),
            column(
                "Pushed", sorting == .newest ? .oldest : .newest,
                sorting == .newest ? "descending" : sorting == .oldest ? "ascending" : nil),
        ]
    }

    private func row(_ release: ReleaseSummary, in path: RegistryPath) -> ReleasesContent.Row {
        ReleasesContent.Row(
            project: release.project, version: release.version,
            link: links.package(release.id, in: path), summary: release.summary,
            isYanked: release.isYanked, files: PageFormats.count(release.files), uploader: release.uploader,
            pushed: PageMoment(release.created, now: registry.options.now()))
    }
}
