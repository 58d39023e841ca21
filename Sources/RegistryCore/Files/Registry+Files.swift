internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// Calls `body` with each file of a registry, by project, version (PEP 440) and filename, until it answers false.
    ///
    /// Files come from several views of the index, one after the other: what others change meanwhile may or may not
    /// be seen.
    /// - Parameter project: one project's files only; any spelling.
    /// - Throws: `noSuchRegistry`; an unknown project has no files.
    public func files(
        in path: RegistryPath, project: String? = nil, _ body: (FileEntry) throws(RegistryError) -> Bool
    ) throws(RegistryError) {
        if let project {
            guard let name = ProjectName(project) else {
                throw .invalidReference(project, problem: "it is not a project name")
            }
            let files = try read { (snapshot) throws(RegistryError) in
                let id = try snapshot.existingRegistry(at: path).id
                return try Self.files(of: name.normalized, in: path, id, snapshot)
            }
            for file in files where try !body(file) { return }
            return
        }
        var next: [UInt8]?
        repeat {
            let page = try read { (snapshot) throws(RegistryError) in
                try Self.page(of: path, from: next, snapshot)
            }
            for file in page.files where try !body(file) { return }
            next = page.next
        } while next != nil
    }

    /// How many files a page of a listing has at least, unless it is the last: bounds memory and how long a view lives.
    private static let pageFiles = 500

    private static func page(
        of path: RegistryPath, from start: [UInt8]?, _ snapshot: StoreSnapshot
    ) throws(RegistryError) -> (files: [FileEntry], next: [UInt8]?) {
        let id = try snapshot.existingRegistry(at: path).id
        let prefix = RecordKey.projects(in: id)
        var projects: [[UInt8]] = []
        try translating { () throws(StoreError) in
            try snapshot.scanRecords(under: prefix, from: start) { key, _ in
                projects.append(key)
                return projects.count <= pageFiles
            }
        }
        var files: [FileEntry] = []
        for (position, key) in projects.enumerated() {
            // One more than a page needs was read, to know where the next begins.
            if files.count >= pageFiles || position == pageFiles { return (files, key) }
            files += try Self.files(of: RecordKey.rest(of: key, after: prefix), in: path, id, snapshot)
        }
        return (files, nil)
    }

    /// One project's files in order.
    static func files(
        of project: String, in path: RegistryPath, _ id: String, _ snapshot: StoreSnapshot
    ) throws(RegistryError) -> [FileEntry] {
        try translating { () throws(StoreError) in
            var files: [(key: [UInt8], file: FileEntry)] = []
            try snapshot.scanReferences(under: [id, project]) { name, reference throws(StoreError) in
                let file = try snapshot.file(name, reference, in: path)
                files.append((file.sortKey, file))
                return true
            }
            return files.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.file)
        }
    }

    func countFiles(in path: RegistryPath) throws(RegistryError) -> RegistryCounts {
        var counts = RegistryCounts()
        var project = ""
        var version: PackageVersion?
        try files(in: path) { file in
            if file.normalizedProject != project {
                project = file.normalizedProject
                version = nil
                counts.projects += 1
            }
            let own = PackageVersion(file.version)
            if version == nil || own != version { counts.releases += 1 }
            version = own
            counts.files += 1
            counts.bytes += file.size
            return true
        }
        return counts
    }
}
