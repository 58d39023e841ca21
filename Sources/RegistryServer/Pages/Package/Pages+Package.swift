internal import ContentStore
internal import Digests
internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// The page of a package: one file of a registry.

extension Pages {
    /// The address that the REST API names for a package.
    static let package = "\(registry)/packages/{package}"

    func addPackages(to routes: inout RouteTable) {
        get(&routes, Self.package) { visit in try await visit.showInstallation() }
        get(&routes, "\(Self.package)/details") { visit in try await visit.showDigests() }
        get(&routes, "\(Self.package)/versions") { visit in try await visit.showVersions() }
        get(&routes, "\(Self.package)/download") { visit in try await visit.download() }
        get(&routes, "\(Self.registry)/projects/{project}") { visit in try await visit.findProject() }
        addPackageContents(to: &routes)
        addPackageChanges(to: &routes)
    }
}

extension PageVisit {
    /// What every tab begins with.
    func frame(_ place: PackagePlace, at tab: PackageHead.Place) -> (
        title: String, head: PackageHead, side: PackageSide
    ) {
        (
            "\(place.file.project) \(place.file.version)" + (tab == .installation ? "" : ": \(tab.rawValue)"),
            PackageHead(place, at: tab, links), PackageSide(place, links, now: registry.options.now())
        )
    }

    fileprivate func showInstallation() async throws -> Response {
        let place = try await package()
        guard let base = publicURL else { throw HTTPProblem(.badRequest, "no usable Host") }
        let settings = services.settings
        let snippets = RegistrySnippets(
            path: place.path, number: place.info.number, kind: place.info.kind, isPrivate: !place.access.isPublic,
            base: base, dialects: settings.dialects, giteaRegistry: settings.giteaRegistry, secret: nil,
            project: "\(place.file.normalizedProject)==\(place.file.version)")
        let all = snippets.installing.flatMap(\.snippets)
        let commands = all.filter { $0.title.hasSuffix("install") }
        let facts = place.facts
        let (title, head, side) = frame(place, at: .installation)
        return page(
            InstallationContent(
                title: title, head: head, side: side, commands: commands,
                configuration: all.filter { !$0.title.hasSuffix("install") },
                preparation: place.access.isPublic ? nil : snippets.preparation, hasSnippets: !all.isEmpty,
                setup: place.access.isPublic ? nil : links.registry(place.path, "setup"), summary: facts.summary,
                descriptionHTML: facts.description.html, descriptionText: facts.description.text,
                isDescriptionCut: facts.description.isCut,
                saysNothing: facts.summary == nil && facts.description.html == nil && facts.description.text == nil))
    }

    fileprivate func showDigests() async throws -> Response {
        let place = try await package()
        let file = place.file
        let digests = [
            DigestsContent.Digest(name: "MD5", hex: file.digests[.md5].hex),
            DigestsContent.Digest(name: "SHA1", hex: file.digests[.sha1].hex),
            DigestsContent.Digest(name: "SHA256", hex: file.digests.sha256.hex),
            DigestsContent.Digest(name: "SHA512", hex: file.digests[.sha512].hex),
            DigestsContent.Digest(name: "BLAKE2b-256", hex: file.digests[.blake2b256].hex),
        ]
        var rows = [
            PackageSide.Row(label: "File", text: file.filename),
            PackageSide.Row(label: "Bytes", text: PageFormats.count(Int(file.size))),
            PackageSide.Row(label: "Pushed", text: PageFormats.moment(file.uploaded)),
            PackageSide.Row(label: "Package id", text: "\(file.id)"),
        ]
        if let version = place.facts.metadataVersion {
            rows.append(PackageSide.Row(label: "Metadata", text: "version \(version)"))
        }
        rows.append(PackageSide.Row(label: "Attestations", text: file.hasAttestations ? "came with it" : "none"))
        if file.inspectionWarnings > 0 {
            rows.append(
                PackageSide.Row(
                    label: "Inspection", text: PageFormats.count(file.inspectionWarnings, "warning", "warnings")))
        }
        let (title, head, side) = frame(place, at: .details)
        return page(DigestsContent(title: title, head: head, side: side, digests: digests, rows: rows))
    }

    /// Versions on one page.
    private static let versionPageSize = 50

    fileprivate func showVersions() async throws -> Response {
        let place = try await package()
        let all = place.project?.versions ?? []
        let size = Self.versionPageSize
        let number = PagerView.page(query, limit: all.count / size + 1)
        let now = registry.options.now()
        let address = links.package(place.file.id, in: place.path, "versions")
        let (title, head, side) = frame(place, at: .versions)
        return page(
            VersionsContent(
                title: title, head: head, side: side,
                versionsHTML: all.dropFirst((number - 1) * size).prefix(size).reduce(into: "") { html, version in
                    PackageSide.Version(version, place, links, now: now).writeRow(to: &html)
                },
                files: place.release.prefix(200).map {
                    VersionsContent.File(
                        filename: $0.filename, link: links.package($0.id, in: place.path),
                        size: PageFormats.size($0.size), isCurrent: $0.id == place.file.id, isYanked: $0.isYanked)
                },
                pager: PagerView(page: number, size: size, total: all.count) { number in
                    address + PageLinks.query(["page": number == 1 ? "" : "\(number)"])
                }))
    }

    fileprivate func download() async throws -> Response {
        let (path, access) = try readableRegistry()
        guard let id = FileID(context.parameters["package"]),
            let file = try await read({ try $0.file(id: id, in: path) })
        else { throw PageProblem.notFound }
        return try await services.files.respond(
            file, request, context, options: FileResponses.Options(isPublic: access.isPublic))
    }

    /// Leads to the page of a project's newest version.
    fileprivate func findProject() async throws -> Response {
        let (path, _) = try readableRegistry()
        let (name, memory) = (context.parameters["project"], pages.packages)
        let newest = try await read { registry -> FileID? in
            guard let state = try registry.indexStates(of: [path]).first?.flatMap(\.self) else { return nil }
            return try memory.project(name, in: state, at: path, registry)?.newest?.id
        }
        guard let newest else { throw PageProblem.notFound }
        return redirect(to: links.package(newest, in: path))
    }
}
