internal import RegistryCore

/// A file of a registry, with all that its pages say of it whatever the tab.
struct PackagePlace: Sendable {
    let path: RegistryPath
    let access: Access
    let info: RegistryInfo
    let file: FileEntry
    let facts: PackageFacts
    /// Nil where the project's files have gone since.
    let project: ProjectOverview?
    /// Which of the projects that it depends on are in the registry.
    let held: Set<String>
    let downloads: DownloadCounts

    /// The other files of the same version, and itself.
    var release: [ProjectOverview.File] {
        project?.versions.first { $0.version == file.version }?.files ?? []
    }

    /// Whether the visitor may yank and unyank.
    var mayYank: Bool { info.kind == .source && access.canPublish }
    /// Whether the visitor may delete.
    var mayDelete: Bool { info.kind != .composite && access.canDelete }
}

extension PageVisit {
    /// The file that the path names, where the visitor may read it.
    /// - Throws: `PageProblem.notFound`, `RegistryError`.
    func package() async throws -> PackagePlace {
        let (path, access) = try readableRegistry()
        guard let id = FileID(context.parameters["package"]) else { throw PageProblem.notFound }
        let memory = pages.packages
        return try await read { registry in
            guard let file = try registry.file(id: id, in: path),
                let state = try registry.indexStates(of: [path]).first?.flatMap(\.self)
            else { throw PageProblem.notFound }
            let facts = try memory.facts(of: file, in: registry)
            return PackagePlace(
                path: path, access: access, info: try registry.registry(at: path, isCounting: false), file: file,
                facts: facts, project: try memory.project(file.normalizedProject, in: state, at: path, registry),
                held: try memory.held(of: facts, file, in: state, at: path, registry),
                downloads: try registry.downloads(of: [file])[file.id] ?? DownloadCounts())
        }
    }
}
