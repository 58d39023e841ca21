internal import HTTPTypes
internal import HummingbirdCore
internal import RegistryCore
internal import SimpleIndex

// The part of the REST API that looks at packages and deletes them.

extension GitLabDialect {
    func listProjectPackages(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        let (page, found) = try await releases([passage.path], request)
        let base = try services.publicURL(context)
        let packages = found.releases.map { GitLabPackage($0, project: passage.number, base: base) }
        let list = "\(base)/api/v4/projects/\(passage.number)/packages"
        return try JSONAnswer.of(.ok, packages, headers: page.headers(list, total: found.total))
    }

    func listGroupPackages(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.readingGroup(request, context)
        let (page, found) = try await releases(passage.registries.map(\.path), request)
        let base = try services.publicURL(context)
        let numbers = Dictionary(uniqueKeysWithValues: passage.registries.map { ($0.path, $0.number) })
        let packages = found.releases.map { release in
            let number = numbers[release.registry] ?? 0
            var package = GitLabPackage(release, project: number, base: base)
            package.projectID = number
            package.projectPath = "\(release.registry)"
            return package
        }
        let list = "\(base)/api/v4/groups/\(passage.organization.number)/packages"
        return try JSONAnswer.of(.ok, packages, headers: page.headers(list, total: found.total))
    }

    func showPackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        let release = try await release(passage, context)
        let base = try services.publicURL(context)
        return try JSONAnswer.of(.ok, GitLabPackage(release.summary, project: passage.number, base: base))
    }

    func listPackageFiles(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.reading(request, context)
        let release = try await release(passage, context)
        return try JSONAnswer.of(.ok, release.files.map { GitLabPackageFile($0, of: release.number) })
    }

    func deletePackage(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.changing(request, context) { $0.canDelete }
        let release = try await release(passage, context)
        return try await delete(release.files, passage, context)
    }

    func deletePackageFile(_ request: Request, _ context: ServerContext) async throws -> Response {
        let passage = try await gate.changing(request, context) { $0.canDelete }
        let release = try await release(passage, context)
        guard let number = UInt64(context.parameters["file"]),
            let file = release.files.first(where: { $0.number == number })
        else { throw GitLabProblem.notFound }
        return try await delete([file], passage, context)
    }

    private func delete(
        _ files: [FileEntry], _ passage: GitLabGate.Passage, _ context: ServerContext
    ) async throws -> Response {
        let (registry, actor) = (services.registry, actor(passage.caller, context))
        try await services.blocking.run {
            _ = try registry.delete(files.map { .file($0.id, in: passage.path) }, by: actor)
        }
        return Response(status: .noContent)
    }

    private func release(_ passage: GitLabGate.Passage, _ context: ServerContext) async throws -> ReleaseView {
        guard let number = UInt64(context.parameters["package"]) else { throw GitLabProblem.notFound }
        let registry = services.registry
        let found = try await services.blocking.run {
            try registry.release(number: number, in: passage.path, identity: .exact)
        }
        guard let found else { throw GitLabProblem.notFound }
        return found
    }

    private func releases(
        _ paths: [RegistryPath], _ request: Request
    ) async throws -> (GitLabPaging, ReleasePage) {
        let page = try GitLabPaging(request.uri)
        // Packages of another kind there are none.
        let (registry, query, searched) = (services.registry, page.query, page.isOfOtherType ? [] : paths)
        return (page, try await services.blocking.run { try registry.releases(in: searched, matching: query) })
    }
}
