internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// What is in a package's archive.

extension Pages {
    func addPackageContents(to routes: inout RouteTable) {
        get(&routes, "\(Self.package)/contents") { visit in try await visit.showContents() }
    }
}

extension PageVisit {
    /// Entries of a directory on one page.
    private static let pageSize = 200
    /// Members that are shown below each other at once.
    private static let treeLimit = 120
    /// Directories inside each other that are.
    private static let depthLimit = 6
    /// Bytes of a member that are shown.
    private static let memberBytes = 128 << 10
    /// Directories above the one that is shown that are named.
    private static let crumbLimit = 12

    fileprivate func showContents() async throws -> Response {
        let place = try await package()
        if query.has("file") { return try await showMember(query.exact("file"), of: place) }
        let (memory, file) = (pages.packages, place.file)
        let tree: ArchiveTree
        do {
            tree = try await read { try memory.tree(of: file, in: $0) }
        } catch RegistryError.archive(let reason) {
            return contents(place, ArchiveTree([]), "", problem: "The archive cannot be read: \(reason).")
        }
        var directory = query.exact("at")
        if !directory.isEmpty {
            if directory.utf8.last != UInt8(ascii: "/") { directory += "/" }
            guard tree.members(below: directory) > 0 else { throw PageProblem.notFound }
        }
        return contents(place, tree, directory)
    }

    private func contents(
        _ place: PackagePlace, _ tree: ArchiveTree, _ directory: String, problem: String? = nil
    ) -> Response {
        let address = links.package(place.file.id, in: place.path, PackageHead.Place.contents.tab)
        let size = Self.pageSize
        let page = PagerView.page(query, limit: tree.count / size + 1)
        // What cannot be read today may be mended tomorrow, and is not remembered.
        let listing =
            problem == nil
            ? listing(place, tree, directory, address, page: page) : PackageMemory.Listing(html: "", total: 0)
        let (title, head, side) = frame(place, at: .contents)
        let crumbs = crumbs(directory, address)
        return self.page(
            ContentsContent(
                title: title, head: head, side: side, problem: problem,
                total: PageFormats.count(tree.files, "file", "files") + ", \(PageFormats.size(tree.bytes)) unpacked",
                crumbs: crumbs.dropLast(), hasCrumbs: !crumbs.isEmpty, directory: crumbs.last?.name ?? "",
                treeHTML: listing.html,
                pager: PagerView(page: page, size: size, total: listing.total) { page in
                    address + PageLinks.query(["at": directory, "page": page == 1 ? "" : "\(page)"])
                }))
    }

    private func listing(
        _ place: PackagePlace, _ tree: ArchiveTree, _ directory: String, _ address: String, page: Int
    ) -> PackageMemory.Listing {
        let key = PackageMemory.ListingKey(
            digest: place.file.digests.sha256, address: address, directory: directory, page: page)
        return pages.packages.listing(key) {
            let isOpen = tree.members(below: directory) <= Self.treeLimit
            let found = tree.entries(below: directory, from: (page - 1) * Self.pageSize, limit: Self.pageSize)
            let html = found.entries.reduce(into: "") { html, entry in
                node(entry, tree, address, isOpen ? Self.depthLimit : 0).write(to: &html)
            }
            return PackageMemory.Listing(html: html, total: found.total)
        }
    }

    /// - Parameter depth: how many directories below this are shown with it.
    private func node(_ entry: ArchiveTree.Entry, _ tree: ArchiveTree, _ address: String, _ depth: Int) -> TreeNode {
        let name = entry.name.isEmpty ? "(no name)" : entry.name
        guard entry.isDirectory else {
            return TreeNode(
                name: name, link: entry.isFile ? address + PageLinks.query(["file": entry.path]) : nil,
                size: entry.isFile ? PageFormats.size(entry.bytes) : "link", children: nil)
        }
        let children =
            depth > 0
            ? tree.entries(below: entry.path, limit: Self.treeLimit).entries.map { node($0, tree, address, depth - 1) }
            : nil
        return TreeNode(
            name: name + "/", link: children == nil ? address + PageLinks.query(["at": entry.path]) : nil,
            size: "\(PageFormats.count(entry.files, "file", "files")), \(PageFormats.size(entry.bytes))",
            children: children)
    }

    /// The directories of a path, and the way back to the archive's root before them; empty at the root.
    private func crumbs(_ path: String, _ address: String) -> [ContentsContent.Crumb] {
        guard !path.isEmpty else { return [] }
        var crumbs: [ContentsContent.Crumb] = []
        var end = path.startIndex
        while end < path.endIndex {
            let slash = path[end...].firstIndex(of: "/") ?? path.endIndex
            let next = slash < path.endIndex ? path.index(after: slash) : slash
            let name = path[end..<slash]
            crumbs.append(
                ContentsContent.Crumb(
                    name: name.isEmpty ? "(no name)" : String(name),
                    link: address + PageLinks.query(["at": String(path[..<next])])))
            end = next
        }
        return [ContentsContent.Crumb(name: "All files", link: address)] + crumbs.suffix(Self.crumbLimit)
    }

    // MARK: - A member

    private func showMember(_ path: String, of place: PackagePlace) async throws -> Response {
        let (memory, file) = (pages.packages, place.file)
        let limit = Self.memberBytes
        let (bytes, size) = try await read { registry -> ([UInt8], Int64) in
            guard let size = try memory.tree(of: file, in: registry).size(of: path) else { throw PageProblem.notFound }
            var bytes: [UInt8] = []
            try registry.stream(member: path, of: file) { run in
                for index in run.indices where bytes.count <= limit { bytes.append(run[index]) }
                return bytes.count <= limit
            }
            return (bytes, size)
        }
        let text = MemberText(bytes, limit: limit)
        let address = links.package(file.id, in: place.path, PackageHead.Place.contents.tab)
        let crumbs = crumbs(path, address)
        let (title, head, side) = frame(place, at: .contents)
        return page(
            MemberContent(
                title: "\(crumbs.last?.name ?? "") in \(title)", head: head, side: side, crumbs: crumbs.dropLast(),
                name: crumbs.last?.name ?? "", size: PageFormats.size(size), text: text.text,
                isEmpty: text.text?.isEmpty ?? false,
                cut: text.isCut ? "The first \(PageFormats.size(Int64(limit))) are shown." : nil))
    }
}
