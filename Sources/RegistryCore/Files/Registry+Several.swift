internal import ContentStore
public import Digests
internal import PythonPackaging

// Several registries seen as one, as GitLab's groups are: the callers say which, having asked who may read them, and
// in which order.  A registry that is not there any more has nothing.
extension Registry {
    /// A project with its files, from the first of these registries that has it.
    /// - Parameter name: any spelling.
    public func project(_ name: String, inFirstOf paths: [RegistryPath]) throws(RegistryError) -> ProjectView? {
        guard let name = ProjectName(name) else { return nil }
        return try read { (snapshot) throws(RegistryError) in
            for path in paths {
                guard let record = try snapshot.registryRecord(at: path) else { continue }
                let composition = try snapshot.composition(of: record, at: path)
                if let view = try snapshot.projectView(name.normalized, in: composition) { return view }
            }
            return nil
        }
    }

    /// The names of the projects of these registries, each once, as the first that has it spells it.
    /// - Returns: the sum of the registries' serials as the serial.
    public func projectNames(inAllOf paths: [RegistryPath]) throws(RegistryError) -> ProjectList {
        try read { (snapshot) throws(RegistryError) in
            var projects: [String: ProjectList.Project] = [:]
            var serial: UInt64 = 0
            for path in paths {
                guard let record = try snapshot.registryRecord(at: path) else { continue }
                serial += try Self.translating { () throws(StoreError) in try snapshot.serial(of: record) }
                let composition = try snapshot.composition(of: record, at: path)
                for project in try snapshot.projectNames(in: composition) where projects[project.normalized] == nil {
                    projects[project.normalized] = project
                }
            }
            return ProjectList(serial: serial, projects: projects.values.sorted { $0.normalized < $1.normalized })
        }
    }

    /// The file of this name with these bytes, from the first of these registries that has it.
    /// - Throws: `store`, `damagedRecord`.
    public func file(
        _ filename: String, with digest: ContentDigest, inFirstOf paths: [RegistryPath]
    ) throws(RegistryError) -> FileEntry? {
        try read { (snapshot) throws(RegistryError) in
            for path in paths {
                guard let record = try snapshot.registryRecord(at: path) else { continue }
                let composition = try snapshot.composition(of: record, at: path)
                if let file = try snapshot.file(filename, with: digest, in: composition) { return file }
            }
            return nil
        }
    }

    /// The files of a project that have this name, any spelling of the project: more than one only where filenames do
    /// not say their version.
    /// - Throws: `noSuchRegistry`, `store`.
    public func files(
        named filename: String, of project: String, in path: RegistryPath
    ) throws(RegistryError) -> [FileEntry] {
        guard let project = ProjectName(project), (try? DistributionFilename.checkText(filename)) != nil else {
            return []
        }
        return try read { (snapshot) throws(RegistryError) in
            let composition = try snapshot.composition(at: path)
            guard project.normalized.utf8.count <= DistributionFilename.maximumBytes,
                let id = try snapshot.holder(of: project.normalized, in: composition)?.id
            else { return [] }
            return try Self.translating { () throws(StoreError) in
                try snapshot.files(named: filename, of: project.normalized, in: path, id)
            }
        }
    }
}

extension StoreSnapshot {
    func files(
        named filename: String, of project: String, in path: RegistryPath, _ id: String
    ) throws(StoreError) -> [FileEntry] {
        guard let name = try? BlobName([id, project, filename]) else { return [] }
        if let file = try file(name, in: path) { return [file] }
        var files: [FileEntry] = []
        try scanReferences(under: name.components) { name, reference throws(StoreError) in
            files.append(try file(name, reference, in: path))
            return true
        }
        return files
    }

    /// The file of this name with these bytes that a registry shows.
    fileprivate func file(
        _ filename: String, with digest: ContentDigest, in composition: Composition
    ) throws(RegistryError) -> FileEntry? {
        for member in composition.members {
            guard let file = try file(filename, with: digest, in: composition.path, member.id) else { continue }
            // Another member may supply the project: then this file is not shown.
            if try holder(of: file.normalizedProject, in: composition)?.id == member.id { return file }
        }
        return nil
    }

    private func file(
        _ filename: String, with digest: ContentDigest, in path: RegistryPath, _ id: String
    ) throws(RegistryError) -> FileEntry? {
        try Registry.translating { () throws(StoreError) in
            if let parsed = try? DistributionFilename(filename),
                let file = try files(named: filename, of: parsed.project.normalized, in: path, id).first(where: {
                    $0.digests.sha256 == digest
                })
            {
                return file
            }
            // Its name does not say its project, or not rightly: its bytes know all their names.
            var found: BlobName?
            try scanNames(of: digest) { name in
                let components = name.components
                if components.count > 2, components[0] == id, components[2] == filename { found = name }
                return found == nil
            }
            return try found.flatMap { (name) throws(StoreError) in try file(name, in: path) }
        }
    }
}
