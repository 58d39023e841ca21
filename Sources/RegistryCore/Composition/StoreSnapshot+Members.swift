internal import ContentStore

extension StoreSnapshot {
    /// The members of a composite registry with their records, in order.
    func members(
        of record: RegistryRecord
    ) throws(RegistryError) -> [(path: RegistryPath, record: RegistryRecord)] {
        var members: [(path: RegistryPath, record: RegistryRecord)] = []
        members.reserveCapacity(record.members.count)
        for stored in record.members {
            guard let path = try registryPath(id: stored.id), let member = try registryRecord(at: path),
                member.id == stored.id
            else { throw .damagedRecord("registry \(record.id), member \(stored.id)") }
            members.append((path, member))
        }
        return members
    }

    /// The same, without their records.
    func registryMembers(of record: RegistryRecord) throws(RegistryError) -> [RegistryMember] {
        try members(of: record).map { path, record in
            RegistryMember(
                path: path, id: record.id, kind: record.kind, isOfficial: record.upstream?.isOfficial ?? false)
        }
    }

    /// What is to be a composite registry's members: sources in the order given, then upstreams.
    /// - Throws: `invalidMember`.
    func storedMembers(
        _ paths: [RegistryPath], of composite: RegistryPath
    ) throws(RegistryError) -> [RegistryRecord.Member] {
        var members: [RegistryRecord.Member] = []
        for (position, path) in paths.enumerated() {
            guard position < RegistryMember.limit else {
                throw .invalidMember(path, .tooMany(limit: RegistryMember.limit))
            }
            guard path.organization == composite.organization else { throw .invalidMember(path, .otherOrganization) }
            guard let record = try registryRecord(at: path) else {
                // A composite that is being made is not there yet, and would be its own member.
                throw .invalidMember(path, path == composite ? .composite : .unknown)
            }
            guard record.kind != .composite else { throw .invalidMember(path, .composite) }
            guard !members.contains(where: { $0.id == record.id }) else { throw .invalidMember(path, .duplicate) }
            members.append(RegistryRecord.Member(id: record.id, kind: record.kind))
        }
        return members.filter { $0.kind == .source } + members.filter { $0.kind == .upstream }
    }

    /// Whether the registry of this id, which must be there, is a source.
    func isSource(_ id: String) throws(StoreError) -> Bool {
        guard let path = try record(RecordKey.registryID(id)).flatMap(RecordKey.path(decoding:)),
            let registry = try record(RecordKey.registry(path)).flatMap(RegistryRecord.init(decoding:))
        else { throw .indexRowCorrupt(table: "record", key: "registry id \(id)") }
        return registry.kind == .source
    }

    /// The composite registries that have a registry as a member, by path.
    func composites(with id: String, in organization: String) throws(RegistryError) -> [RegistryPath] {
        try registryRecords(in: organization).filter { $0.record.members.contains { $0.id == id } }.map(\.path)
    }

    /// The registry that is an organization's official index; nil where there is none.
    func officialIndex(of organization: String) throws(RegistryError) -> RegistryPath? {
        try registryRecords(in: organization).first { $0.record.upstream?.isOfficial == true }?.path
    }
}

extension Registry {
    /// The upstream registry that is an organization's official index; nil where there is none.
    public func officialIndex(of organization: String) throws(RegistryError) -> RegistryPath? {
        guard Slug.isValid(organization, allowsUnderscores: true) else { return nil }
        return try read { (snapshot) throws(RegistryError) in try snapshot.officialIndex(of: organization) }
    }

    /// - Throws: `officialExists` where another registry of the organization is its official index.
    static func checkOfficial(
        _ record: RegistryRecord, at path: RegistryPath, _ snapshot: StoreSnapshot
    ) throws(RegistryError) {
        guard record.upstream?.isOfficial == true else { return }
        for (other, official) in try snapshot.registryRecords(in: path.organization)
        where official.id != record.id && official.upstream?.isOfficial == true {
            throw .officialExists(other)
        }
    }
}
