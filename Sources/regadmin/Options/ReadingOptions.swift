internal import ArgumentParser
internal import ContentStore
internal import RegistryCore

extension StoreCommand {
    /// Runs `body` with the registries of a store that is only looked at, and closes it.
    func reading<Result>(_ body: (Registry) throws -> Result) throws -> Result {
        let registry = Registry(store: try location().openForReading())
        defer { registry.close() }
        return try body(registry)
    }

    /// Runs `body` with the registries of a store that must be there, and closes it.
    func writing<Result>(_ body: (Registry) throws -> Result) throws -> Result {
        let registry = Registry(store: try location().open())
        defer { registry.close() }
        return try body(registry)
    }
}

extension Registry {
    /// The one file that a reference means.
    /// - Throws: `CommandFailure` where it means several.
    func single(_ reference: String, in path: RegistryPath?) throws -> FileEntry {
        var found: [FileEntry] = []
        try files(selected: FileSelection(reference).in(path)) { file in
            found.append(file)
            return found.count <= Self.mostNamed
        }
        if let file = found.first, found.count == 1 { return file }
        let names = found.prefix(Self.mostNamed).map(\.reference).joined(separator: "\n  ")
        let rest = found.count > Self.mostNamed ? "\n  …" : ""
        throw CommandFailure(
            reference, "means several files", advice: "name one of them:\n  \(names)\(rest)", status: .usage)
    }

    /// Files that a complaint names.
    private static var mostNamed: Int { 10 }
}

extension FileSelection {
    /// The same within a registry, where the reference does not name one itself.
    func `in`(_ path: RegistryPath?) -> FileSelection {
        switch self {
        case .project(let project, nil): .project(project, in: path)
        case .release(let project, let version, nil): .release(project, version, in: path)
        case .filename(let filename, nil): .filename(filename, in: path)
        default: self
        }
    }
}
