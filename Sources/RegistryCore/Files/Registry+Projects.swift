internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// One project with its files.
    /// - Parameter name: any spelling.
    /// - Returns: nil for a project that the registry does not have, or a text that is no project's name.
    /// - Throws: `noSuchRegistry`, `damagedRecord`, `store`.
    public func project(_ name: String, in path: RegistryPath) throws(RegistryError) -> ProjectView? {
        guard let name = ProjectName(name) else { return nil }
        return try read { (snapshot) throws(RegistryError) in
            try snapshot.projectView(name.normalized, in: snapshot.composition(at: path))
        }
    }

    /// The names of a registry's projects.
    /// - Throws: `noSuchRegistry`, `store`.
    public func projectNames(in path: RegistryPath) throws(RegistryError) -> ProjectList {
        try read { (snapshot) throws(RegistryError) in
            let composition = try snapshot.composition(at: path)
            return ProjectList(
                serial: try Self.translating { () throws(StoreError) in try snapshot.serial(of: composition.record) },
                projects: try snapshot.projectNames(in: composition))
        }
    }

    /// What an index page is good for: grows with every transaction that changes what the registry shows.  Two small
    /// reads, and one for each member.
    /// - Throws: `noSuchRegistry`, `store`.
    public func serial(of path: RegistryPath) throws(RegistryError) -> UInt64 {
        try read { (snapshot) throws(RegistryError) in
            let record = try snapshot.existingRegistry(at: path)
            return try Self.translating { () throws(StoreError) in try snapshot.serial(of: record) }
        }
    }
}

extension StoreSnapshot {
    func projectView(
        _ normalized: String, in composition: Composition
    ) throws(RegistryError) -> ProjectView? {
        guard normalized.utf8.count <= DistributionFilename.maximumBytes,
            let id = try holder(of: normalized, in: composition)?.id, let record = try project(normalized, in: id)
        else { return nil }
        let path = composition.path
        let serial = try Registry.translating { () throws(StoreError) in try self.serial(of: composition.record) }
        return ProjectView(
            registry: path, normalized: normalized, display: record.name, status: record.status,
            statusReason: record.statusReason, created: record.created, serial: serial,
            files: try Registry.files(of: normalized, in: path, id, self))
    }

    /// The projects that a registry shows, by normalized name.
    func projectNames(in composition: Composition) throws(RegistryError) -> [ProjectList.Project] {
        if composition.record.kind == .source {
            return try Registry.translating { () throws(StoreError) in try projectNames(in: composition.record.id) }
        }
        var shown: [String: ProjectList.Project] = [:]
        for source in composition.sources {
            let projects = try Registry.translating { () throws(StoreError) in try projectNames(in: source.id) }
            for project in projects where shown[project.normalized] == nil { shown[project.normalized] = project }
        }
        for upstream in composition.upstreams {
            let projects = try Registry.translating { () throws(StoreError) in try projectNames(in: upstream.id) }
            for project in projects where shown[project.normalized] == nil {
                // It may have been reserved, or published and deleted here, since it was fetched.
                guard try holder(of: project.normalized, in: composition)?.id == upstream.id else { continue }
                shown[project.normalized] = project
            }
        }
        return shown.values.sorted { $0.normalized < $1.normalized }
    }

    private func projectNames(in id: String) throws(StoreError) -> [ProjectList.Project] {
        let prefix = RecordKey.projects(in: id)
        var projects: [ProjectList.Project] = []
        try scanRecords(under: prefix) { key, payload throws(StoreError) in
            let normalized = RecordKey.rest(of: key, after: prefix)
            guard let record = ProjectRecord(decoding: payload) else {
                throw .indexRowCorrupt(table: "record", key: "project \(normalized)")
            }
            projects.append(.init(normalized: normalized, display: record.name, status: record.status))
            return true
        }
        return projects
    }
}
