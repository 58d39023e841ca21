internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// Changes a registry's settings.
    ///
    /// A new name moves the registry to the name's slug, where that is another; the old path is then free, and leads
    /// nowhere.
    /// - Returns: the registry as it is now, without counts.
    /// - Throws: `noSuchRegistry`; `invalidSlug` for a name without a letter or digit of ASCII; `registryExists` where
    ///   the name's slug is another's; `textTooLong`; `invalidMember` and `invalidSettings` where a registry of its kind
    ///   cannot have them; `officialExists`.
    @discardableResult
    public func updateRegistry(
        _ path: RegistryPath, _ changes: RegistryChanges, by actor: Actor = .local
    ) throws(RegistryError) -> RegistryInfo {
        try write { (change) throws(RegistryError) in
            let old = try change.existingRegistry(at: path)
            var record = old
            changes.apply(to: &record)
            let members = try Self.apply(changes.members, to: &record, at: path, change)
            let reserved = try Self.change(reservations: changes.reservations, of: old.id, change)
            guard record != old || reserved != nil else { return try change.info(of: path, old) }
            try record.check()
            try Self.checkOfficial(record, at: path, change)
            let target = try Self.path(of: path, renamed: changes.name)
            if target != path {
                guard try change.registryRecord(at: target) == nil else { throw .registryExists(target) }
                try change.remove(RecordKey.registry(path))
                try change.put(RecordKey.payload(of: target), for: RecordKey.registryID(record.id))
            }
            try change.put(record.encoded, for: RecordKey.registry(target))
            try Self.translating { () throws(StoreError) in
                // Index pages have the path in them, and caches go by the serial.
                try change.bumpSerial(of: record.id)
            }
            let words = [changes.summary, members, reserved, target == path ? nil : "was \(path)"]
            let detail = words.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
            try change.audit(
                record.oidcPolicy == old.oidcPolicy ? .registryUpdate : .registryPolicy, "\(target)", detail, by: actor)
            return try change.info(of: target, record)
        }
    }

    /// Changes a composite registry's members.
    /// - Returns: the members in words for the audit log; nil where they stay.
    private static func apply(
        _ changes: ListChange<RegistryPath>, to record: inout RegistryRecord, at path: RegistryPath,
        _ change: StoreChange
    ) throws(RegistryError) -> String? {
        guard !changes.isEmpty else { return nil }
        guard record.kind == .composite else {
            throw .invalidSettings(problem: "only a composite registry has members")
        }
        let paths = changes.applied(to: try change.members(of: record).map(\.path))
        let old = record.members
        record.members = try change.storedMembers(paths, of: path)
        guard record.members != old else { return nil }
        try translating { () throws(StoreError) in
            // What it shows is another now: a higher serial than any before, whoever went.
            var before = record
            before.members = old
            try change.setSerial(try change.serial(of: before), of: record.id)
        }
        return "members \(paths.map(\.description).joined(separator: " "))"
    }

    private static func path(of path: RegistryPath, renamed name: String?) throws(RegistryError) -> RegistryPath {
        guard let name, name != path.registry else { return path }
        guard let slug = Slug.kebabCase(name) else { throw .invalidSlug(name) }
        return RegistryPath(checked: path.organization, slug)
    }

    /// Sets a project's status (PEP 792); index pages and uploads go by it from now on.
    /// - Parameters:
    ///   - reason: why; at most 255 bytes.
    ///   - project: any spelling.
    /// - Throws: `noSuchRegistry`; `noSuchFile` where the registry has no such project; `textTooLong`.
    public func setProjectStatus(
        _ status: ProjectStatus, reason: String? = nil, of project: String, in path: RegistryPath,
        by actor: Actor = .local
    ) throws(RegistryError) {
        try Self.check(reason ?? "", "the reason", limitBytes: ProjectRecord.reasonLimit)
        guard let name = ProjectName(project) else { throw .noSuchFile("\(path)/\(project)") }
        try write { (change) throws(RegistryError) in
            let registry = try change.existingRegistry(at: path)
            guard registry.kind == .source else { throw .notASource(path, registry.kind) }
            let id = registry.id
            guard let old = try change.project(name.normalized, in: id) else {
                throw .noSuchFile("\(path)/\(project)")
            }
            var record = old
            record.status = status
            record.statusReason = reason
            guard record != old else { return }
            try change.put(record.encoded, for: RecordKey.project(name.normalized, in: id))
            try Self.removeIfEmpty(name.normalized, from: registry, change)
            try Self.translating { () throws(StoreError) in try change.bumpSerial(of: id) }
            try change.audit(
                .projectStatus, "\(path)/\(name.normalized)",
                status.rawValue + (reason.map { ": \($0)" } ?? ""), by: actor)
        }
    }
}
