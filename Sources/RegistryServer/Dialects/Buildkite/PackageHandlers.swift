internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore

// Packages through the REST API.

extension BuildkiteDialect {
    func listPackages(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, path, _) = try await gate.registry(
            context.registryText, needing: .readPackages, as: nil, request, context)
        let page = try PackagePage(request.uri)
        let registry = services.registry
        let found = try await services.blocking.run {
            try registry.newestFiles(
                in: path, from: page.place, limit: page.count, of: page.name.map(ProjectFilter.named))
        }
        let links = try links(context)
        let pageLinks = PackagePageLinks(
            page, list: links.packages(of: path), ids: found.files.map(\.id), hasNewer: found.hasNewer,
            hasOlder: found.hasOlder)
        let answer = BuildkitePackageList(
            items: found.files.map { BuildkitePackageItem($0, links) }, links: pageLinks)
        return try JSONAnswer.of(.ok, answer, headers: [Self.link: pageLinks.header])
    }

    /// Links to neighbours (RFC 8288).
    private static let link = HTTPField.Name(validated: "Link")

    func showPackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (_, path, _) = try await gate.registry(
            context.registryText, needing: .readPackages, as: nil, request, context)
        let file = try await package(context.parameters["package"], in: path)
        let (registry, links) = (services.registry, try links(context))
        let details = try await services.blocking.run {
            // A file whose archive cannot be read any more still has a page.
            let members = try? registry.members(of: file, limit: BuildkitePackageDetails.memberLimit + 1)
            return BuildkitePackageDetails(try registry.details(of: file), members: members, links)
        }
        return try await answer(file, context, details)
    }

    func copyPackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .readPackages, as: nil, request, context)
        guard caller.scopes.contains(.writePackages) else { throw BuildkiteProblem.lacksScope(.writePackages) }
        let slug = request.uri.queryParameters["to"].map(String.init) ?? ""
        guard !slug.isEmpty else { throw BuildkiteProblem.invalidField("to", "To must name a registry") }
        let file = try await package(context.parameters["package"], in: path)
        guard let target = try? RegistryPath("\(path.organization)/\(slug)") else { throw BuildkiteProblem.noRegistry }
        _ = try gate.access(of: caller, to: target, as: .writer)
        let (registry, actor) = (services.registry, actor(caller, context))
        let copy = try await services.blocking.run { try registry.copy(file, to: target, by: actor) }
        return try await answer(copy, context)
    }

    func deletePackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (caller, path, _) = try await gate.registry(
            context.registryText, needing: .deletePackages, as: .admin, request, context)
        let file = try await package(context.parameters["package"], in: path)
        let (registry, actor) = (services.registry, actor(caller, context))
        _ = try await services.blocking.run { try registry.delete([.file(file.id, in: path)], by: actor) }
        return try JSONAnswer.of(.ok, [String: String]())
    }

    /// A package by its id.
    private func package(_ text: String, in path: RegistryPath) async throws -> FileEntry {
        guard let id = FileID(text) else { throw BuildkiteProblem.noPackage }
        let registry = services.registry
        guard let file = try await services.blocking.run({ try registry.file(id: id, in: path) }) else {
            throw BuildkiteProblem.noPackage
        }
        return file
    }

    /// A package on its own.
    func answer(
        _ file: FileEntry, _ context: ServerContext, _ details: BuildkitePackageDetails? = nil
    ) async throws -> Response {
        let links = try links(context)
        return try JSONAnswer.of(.ok, try await services.blocking.run { try description(of: file, links, details) })
    }

    /// What is said of a package on its own.  Blocks.
    func description(
        of file: FileEntry, _ links: BuildkiteLinks, _ details: BuildkitePackageDetails? = nil
    ) throws(RegistryError) -> BuildkitePackage {
        BuildkitePackage(
            item: BuildkitePackageItem(file, links),
            organization: BuildkiteOrganization(
                try services.registry.organization(file.registry.organization), links),
            registry: BuildkiteRegistryReference(
                try services.registry.registry(at: file.registry, isCounting: false), links),
            details: details)
    }
}

/// A page of packages.
private struct BuildkitePackageList: Encodable {
    let items: [BuildkitePackageItem]
    let links: PackagePageLinks
}
