import FixtureBuilders
import Mustache
import RegistryCore
import Testing

@testable import RegistryServer

/// Values that say themselves what a template can name, as looking at properties by name takes long.
@Suite("What a page shows")
struct PageValueTests {
    /// Every value below `value` that does so, with the names that it does not know or has something else for.
    private func forgotten(_ value: Any, _ seen: inout Set<String>) -> [String] {
        let mirror = Mirror(reflecting: value)
        var found: [String] = []
        if let parent = value as? any MustacheParent, mirror.displayStyle == .struct {
            let type = "\(Swift.type(of: value))"
            seen.insert(type)
            for (label, property) in mirror.children {
                guard let label else { continue }
                let (shown, expected) = (parent.child(named: label), unwrapped(property))
                if shown.map({ "\($0)" }) != expected.map({ "\($0)" }) { found.append("\(type).\(label)") }
            }
            #expect(parent.child(named: "nothing of this name") == nil, "\(type)")
        }
        for (_, child) in mirror.children { found += forgotten(child, &seen) }
        return found
    }

    private func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }

    private func place(_ site: PageSite) throws -> PackagePlace {
        let path = try RegistryPath(PageSite.window)
        let file = try site.registry.publish(PackagePageTests.parcel.build(), to: path)
        let sdist = try site.registry.publish(SdistBuilder("parcel", version: "1.0").build(), to: path)
        _ = try site.registry.yank([.file(sdist.id, in: path), .file(file.id, in: path)], reason: "broken")
        let entry = try #require(try site.registry.file(id: file.id, in: path))
        return PackagePlace(
            path: path, access: try site.registry.access(of: .local, to: path),
            info: try site.registry.registry(at: path), file: entry,
            facts: PackageFacts(try site.registry.details(of: entry)),
            project: try site.registry.project("parcel", in: path).map(ProjectOverview.init), held: ["parcel-label"],
            downloads: DownloadCounts())
    }

    @Test("can be named by templates, all of it")
    func names() async throws {
        try await PageSite.with { site in
            let place = try place(site)
            let links = PageLinks(publicURL: "https://packages.example/python")
            let head = PackageHead(place, at: .contents, links)
            let side = PackageSide(place, links, now: 1_800_000_000_000)
            let snippet = Snippet("pip", "pip install parcel", hint: "In a terminal.")
            let crumb = ContentsContent.Crumb(name: "a", link: "/a")
            let pager = PagerView(page: 2, size: 1, total: 3) { "/?page=\($0)" }
            let values: [Any] = [
                InstallationContent(
                    title: "t", head: head, side: side, commands: [snippet], configuration: [snippet],
                    preparation: snippet, hasSnippets: true, setup: "/setup", summary: "s", descriptionHTML: "<p>",
                    descriptionText: "d", isDescriptionCut: true, saysNothing: false),
                ContentsContent(
                    title: "t", head: head, side: side, problem: "p", total: "1 file", crumbs: [crumb], hasCrumbs: true,
                    directory: "a", treeHTML: "<li>", pager: pager),
                MemberContent(
                    title: "t", head: head, side: side, crumbs: [crumb], name: "n", size: "1 B", text: nil,
                    isEmpty: false, cut: "c"),
                DigestsContent(
                    title: "t", head: head, side: side, digests: [.init(name: "MD5", hex: "00")], rows: side.rows),
                VersionsContent(
                    title: "t", head: head, side: side, versionsHTML: "<tr>",
                    files: [.init(filename: "f", link: "/f", size: "1 B", isCurrent: true, isYanked: false)],
                    pager: pager),
                ReleasesContent(
                    title: "t", head: RegistryHead(place.info, place.access, at: .releases, links), search: "q",
                    sort: "name", action: "/",
                    columns: [.init(title: "c", link: "/", sorted: "ascending", style: "wide")],
                    rows: [
                        .init(
                            project: "parcel", version: "1", link: "/", summary: "s", isYanked: true, files: "1 file",
                            uploader: "ann", pushed: PageMoment(0, now: 0))
                    ],
                    isEmpty: false, isNew: false, setup: "/setup", count: "1", pager: pager),
                SnippetGroup(id: "i", title: "t", intro: "i", snippets: [snippet]),
                PageFrame(
                    title: "t", links: links, assets: PageAssets(), viewer: .init(name: "ann", isAdministrator: true),
                    next: "?next=", formToken: "f", notice: "n", template: "error",
                    content: ErrorContent(
                        title: "t", code: 404, sentence: "s", suggestsSigningIn: true, requestID: "r")),
            ]
            var seen: Set<String> = []
            for value in values { #expect(forgotten(value, &seen) == []) }
            #expect(seen.count >= 24, "\(seen.sorted())")
        }
    }
}
