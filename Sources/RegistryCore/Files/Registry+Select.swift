internal import ContentStore
internal import Digests
internal import PythonPackaging

extension Registry {
    /// Calls `body` with each file that is meant, registry by registry, until it answers false.
    /// - Throws: `noSuchRegistry`; `noSuchFile` where nothing is meant (but an empty registry may be).
    public func files(
        selected selection: FileSelection, _ body: (FileEntry) throws(RegistryError) -> Bool
    ) throws(RegistryError) {
        var isFound = false
        switch selection {
        case .registry(let path):
            return try files(in: path, body)
        case .project(let project, let path):
            for registry in try registries(searched: path) {
                try files(in: registry.path, project: project.normalized) { (file) throws(RegistryError) in
                    isFound = true
                    return try body(file)
                }
            }
        case .release(let project, let version, let path):
            for registry in try registries(searched: path) {
                try files(in: registry.path, project: project.normalized) { (file) throws(RegistryError) in
                    guard PackageVersion(file.version) == version else { return true }
                    isFound = true
                    return try body(file)
                }
            }
        case .filename(let filename, let path):
            for registry in try registries(searched: path) {
                guard let file = try file(filename, in: registry) else { continue }
                isFound = true
                guard try body(file) else { return }
            }
        case .file(let id, let path):
            if let file = try file(id: id, in: path) {
                isFound = true
                guard try body(file) else { return }
            }
        case .digest(let digest):
            for file in try files(with: digest) {
                isFound = true
                guard try body(file) else { return }
            }
        }
        if !isFound { throw .noSuchFile(selection.description) }
    }

    /// The file of exactly this name.
    /// - Throws: `noSuchRegistry`, `noSuchFile`.
    public func file(at path: RegistryPath, filename: String) throws(RegistryError) -> FileDetails {
        let composition = try read { (snapshot) throws(RegistryError) in try snapshot.composition(at: path) }
        guard let file = try file(filename, in: composition) else { throw .noSuchFile("\(path)/\(filename)") }
        return try details(of: file)
    }

    /// Everything about the files that a text refers to (see `FileSelection`).
    /// - Throws: `invalidReference`, `noSuchRegistry`, `noSuchFile`.
    public func find(_ reference: String) throws(RegistryError) -> [FileDetails] {
        var found: [FileDetails] = []
        try files(selected: FileSelection(reference)) { (file) throws(RegistryError) in
            found.append(try details(of: file))
            return true
        }
        return found
    }

    private func registries(searched path: RegistryPath?) throws(RegistryError) -> [Composition] {
        try read { (snapshot) throws(RegistryError) in
            if let path { return [try snapshot.composition(at: path)] }
            // What composite registries show is found where it is.
            var found: [Composition] = []
            for (path, record) in try snapshot.registryRecords() where record.kind != .composite {
                found.append(try snapshot.composition(of: record, at: path))
            }
            return found
        }
    }

    /// Whether what is selected can be changed, by the kind of the registry, where one is named.
    /// - Throws: `notASource`, `noSuchRegistry`.
    func check(
        _ selections: [FileSelection], allows: (RegistryKind) -> Bool
    ) throws(RegistryError) {
        let paths = Set(selections.compactMap(\.registry))
        guard !paths.isEmpty else { return }
        try read { (snapshot) throws(RegistryError) in
            for path in paths {
                let kind = try snapshot.existingRegistry(at: path).kind
                guard allows(kind) else { throw .notASource(path, kind) }
            }
        }
    }

    /// The file of this name that a registry shows.
    private func file(_ filename: String, in composition: Composition) throws(RegistryError) -> FileEntry? {
        guard (try? DistributionFilename.checkText(filename)) != nil else { return nil }
        let project = (try? DistributionFilename(filename))?.project.normalized
        return try read { (snapshot) throws(RegistryError) in
            for member in composition.members {
                let found = try Self.translating { () throws(StoreError) -> FileEntry? in
                    if let project,
                        let direct = try snapshot.files(
                            named: filename, of: project, in: composition.path, member.id
                        ).first
                    {
                        return direct
                    }
                    // Its metadata may have ended the project's name at another hyphen, or it was uploaded without a
                    // look at it.
                    return try snapshot.file(named: filename, in: composition.path, member.id)
                }
                if let found, try snapshot.holder(of: found.normalizedProject, in: composition)?.id == member.id {
                    return found
                }
            }
            return nil
        }
    }

    private func files(with digest: Digest) throws(RegistryError) -> [FileEntry] {
        try read { (snapshot) throws(RegistryError) in
            var files: [FileEntry] = []
            for row in try Self.translating({ () throws(StoreError) in try snapshot.blobs(matching: digest) }) {
                let names = try Self.translating { () throws(StoreError) in
                    try snapshot.names(of: row.digests.sha256)
                }
                for name in names {
                    guard let id = name.components.first, let path = try snapshot.registryPath(id: id) else { continue }
                    let file = try Self.translating { () throws(StoreError) in try snapshot.file(name, in: path) }
                    if let file { files.append(file) }
                }
            }
            return files.sorted { ($0.registry, $0.filename) < ($1.registry, $1.filename) }
        }
    }
}

extension StoreSnapshot {
    /// The file of this name, by a look at all of a registry's.
    fileprivate func file(
        named filename: String, in path: RegistryPath, _ id: String
    ) throws(StoreError) -> FileEntry? {
        var found: BlobName?
        try scanRecords(under: RecordKey.files(in: id)) { _, payload in
            guard payload.split(separator: 0).dropFirst().first?.elementsEqual(filename.utf8) == true else {
                return true
            }
            found = FileName.decode(payload, in: id)
            return found == nil
        }
        return try found.flatMap { (name) throws(StoreError) in try file(name, in: path) }
    }
}
