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
            let files = try read { (snapshot) throws(RegistryError) -> [FileEntry] in
                let composition = try snapshot.composition(at: path)
                guard name.normalized.utf8.count <= DistributionFilename.maximumBytes,
                    let id = try snapshot.holder(of: name.normalized, in: composition)?.id
                else { return [] }
                return try Self.files(of: name.normalized, in: path, id, snapshot)
            }
            for file in files where try !body(file) { return }
            return
        }
        var next: String?
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
        of path: RegistryPath, from start: String?, _ snapshot: StoreSnapshot
    ) throws(RegistryError) -> (files: [FileEntry], next: String?) {
        let (projects, next) = try snapshot.projects(
            in: try snapshot.composition(at: path), from: start, limit: pageFiles)
        var files: [FileEntry] = []
        for (name, holder) in projects {
            if files.count >= pageFiles { return (files, name) }
            files += try Self.files(of: name, in: path, holder.id, snapshot)
        }
        return (files, next)
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
