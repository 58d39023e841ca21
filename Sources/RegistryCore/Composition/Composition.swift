internal import ContentStore
internal import PythonPackaging

/// The registries whose files one registry shows: its members, or itself alone.
struct Composition {
    /// The registry that is seen: what files are said to be in.
    let path: RegistryPath
    let record: RegistryRecord
    /// Registries with files of their own, the first that has a project first.
    let sources: [RegistryMember]
    /// Registries that stand for indexes elsewhere, asked in this order after all sources.
    let upstreams: [RegistryMember]

    var members: [RegistryMember] { sources + upstreams }

    /// The registry itself, as if it were a member.
    var itself: RegistryMember {
        RegistryMember(
            path: path, id: record.id, kind: record.kind, isOfficial: record.upstream?.isOfficial ?? false)
    }
}

extension StoreSnapshot {
    /// - Throws: `noSuchRegistry`.
    func composition(at path: RegistryPath) throws(RegistryError) -> Composition {
        try composition(of: try existingRegistry(at: path), at: path)
    }

    func composition(of record: RegistryRecord, at path: RegistryPath) throws(RegistryError) -> Composition {
        guard record.kind == .composite else {
            let itself = RegistryMember(
                path: path, id: record.id, kind: record.kind, isOfficial: record.upstream?.isOfficial ?? false)
            return Composition(
                path: path, record: record, sources: record.kind == .source ? [itself] : [],
                upstreams: record.kind == .upstream ? [itself] : [])
        }
        let members = try registryMembers(of: record)
        return Composition(
            path: path, record: record, sources: members.filter { $0.kind == .source },
            upstreams: members.filter { $0.kind == .upstream })
    }

    /// Who answers for a project's normalized name.
    func resolve(_ project: String, in composition: Composition) throws(RegistryError) -> NameResolution {
        // What is longer than any file's name is no project's here, and would not fit into a key.
        guard project.utf8.count <= DistributionFilename.maximumBytes else { return .unknown }
        for source in composition.sources where try has(project, in: source.id) { return .held(by: source) }
        if composition.record.kind == .composite,
            let reservation = try reservation(of: project, in: composition.record.id)
        {
            return .reserved(reservation, by: composition.itself)
        }
        for source in composition.sources {
            if let reservation = try reservation(of: project, in: source.id) {
                return .reserved(reservation, by: source)
            }
            if let until = try formerly(project, in: source.id) { return .everHeld(by: source, until: until) }
        }
        // What an upstream registry reserves is not to be asked for there; another may be asked.
        var asked: [RegistryMember] = []
        var closed: NameResolution?
        for upstream in composition.upstreams {
            if let reservation = try reservation(of: project, in: upstream.id) {
                closed = closed ?? .reserved(reservation, by: upstream)
            } else {
                asked.append(upstream)
            }
        }
        return asked.isEmpty ? closed ?? .unknown : .external(asked)
    }

    /// The registry whose files of a project are shown, as far as they are here; nil where there are none.
    func holder(of project: String, in composition: Composition) throws(RegistryError) -> RegistryMember? {
        // Nothing stands between a source and its own projects.
        if composition.record.kind == .source { return composition.itself }
        switch try resolve(project, in: composition) {
        case .held(let member): return member
        case .external(let upstreams):
            for upstream in upstreams where try has(project, in: upstream.id) { return upstream }
            return nil
        case .reserved, .everHeld, .unknown: return nil
        }
    }

    /// Projects that have files or a status here, by normalized name, each with the registry that it is shown from.
    /// - Parameters:
    ///   - start: the first name to look at.
    ///   - limit: names to look at; fewer are answered where some are not shown.
    /// - Returns: the next name to look at; nil at the end.
    func projects(
        in composition: Composition, from start: String?, limit: Int
    ) throws(RegistryError) -> (projects: [(name: String, holder: RegistryMember)], next: String?) {
        var names: Set<String> = []
        try Registry.translating { () throws(StoreError) in
            for member in composition.members {
                let prefix = RecordKey.projects(in: member.id)
                var count = 0
                try scanRecords(under: prefix, from: start.map { RecordKey.project($0, in: member.id) }) { key, _ in
                    names.insert(RecordKey.rest(of: key, after: prefix))
                    count += 1
                    return count <= limit
                }
            }
        }
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var projects: [(name: String, holder: RegistryMember)] = []
        for name in sorted.prefix(limit) {
            if let holder = try holder(of: name, in: composition) { projects.append((name, holder)) }
        }
        return (projects, sorted.count > limit ? sorted[limit] : nil)
    }

    /// Whether a registry has a project: files, or a status.
    func has(_ project: String, in id: String) throws(RegistryError) -> Bool {
        try Registry.translating { () throws(StoreError) in
            try record(RecordKey.project(project, in: id)) != nil
        }
    }

    /// When the last file of a project was deleted, in milliseconds since 1970; nil where none ever was.
    func formerly(_ project: String, in id: String) throws(RegistryError) -> Int64? {
        try decodedRecord(
            RecordKey.formerProject(project, in: id), named: "former project \(project)",
            FormerProject.moment(decoding:))
    }
}

/// What is stored of a project that a source registry held once.
enum FormerProject {
    private static let version: UInt8 = 1

    /// When its last file was deleted, in milliseconds since 1970.
    static func moment(decoding payload: [UInt8]) -> Int64? {
        guard var record = RecordReader(payload, version: version), let moment = record.takeInt64(), record.isAtEnd
        else { return nil }
        return moment
    }

    static func encoded(until moment: Int64) -> [UInt8] {
        var record = RecordWriter(version: version, reserving: 8)
        record.append(moment)
        return record.bytes
    }
}
