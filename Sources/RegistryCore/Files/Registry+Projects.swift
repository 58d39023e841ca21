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
            try snapshot.projectView(name.normalized, in: path, snapshot.existingRegistry(at: path).id)
        }
    }

    /// The names of a registry's projects.
    /// - Throws: `noSuchRegistry`, `store`.
    public func projectNames(in path: RegistryPath) throws(RegistryError) -> ProjectList {
        try read { (snapshot) throws(RegistryError) in
            let id = try snapshot.existingRegistry(at: path).id
            return try Self.translating { () throws(StoreError) in
                ProjectList(serial: try snapshot.serial(of: id), projects: try snapshot.projectNames(in: id))
            }
        }
    }

    /// How many transactions have changed the files of a registry: what an index page is good for.  Two small reads.
    /// - Throws: `noSuchRegistry`, `store`.
    public func serial(of path: RegistryPath) throws(RegistryError) -> UInt64 {
        try read { (snapshot) throws(RegistryError) in
            let id = try snapshot.existingRegistry(at: path).id
            return try Self.translating { () throws(StoreError) in try snapshot.serial(of: id) }
        }
    }
}

extension StoreSnapshot {
    func projectView(
        _ normalized: String, in path: RegistryPath, _ id: String
    ) throws(RegistryError) -> ProjectView? {
        guard normalized.utf8.count <= DistributionFilename.maximumBytes,
            let record = try project(normalized, in: id)
        else { return nil }
        let serial = try Registry.translating { () throws(StoreError) in try self.serial(of: id) }
        return ProjectView(
            registry: path, normalized: normalized, display: record.name, status: record.status,
            statusReason: record.statusReason, created: record.created, serial: serial,
            files: try Registry.files(of: normalized, in: path, id, self))
    }

    func projectNames(in id: String) throws(StoreError) -> [ProjectList.Project] {
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
