internal import ContentStore
internal import PythonPackaging

extension Registry {
    /// A page of a registry's files in the order of their ids, which is that of their uploads, newest first.
    /// - Parameters:
    ///   - limit: 1 to 1000 files.
    ///   - filter: only files of these projects; costs a look at the id of each file that is passed over.
    /// - Throws: `noSuchRegistry`, `store`.
    public func newestFiles(
        in path: RegistryPath, from cursor: FileCursor = .newest, limit: Int = 30, of filter: ProjectFilter? = nil
    ) throws(RegistryError) -> FilePage {
        let limit = max(1, min(limit, 1000))
        return try read { (snapshot) throws(RegistryError) in
            let order = try FileOrder(snapshot, snapshot.composition(at: path), filter)
            let (ids, hasNewer, hasOlder) = try order.page(cursor, limit)
            return try Self.translating { () throws(StoreError) in
                var files: [FileEntry] = []
                for (_, name) in ids {
                    guard let file = try snapshot.file(name, in: path) else {
                        throw .indexRowCorrupt(table: "ref", key: name.description)
                    }
                    files.append(file)
                }
                return FilePage(files: files, hasNewer: hasNewer, hasOlder: hasOlder)
            }
        }
    }
}

/// The files that a registry shows, by their ids.
private final class FileOrder {
    typealias Item = (id: FileID, name: BlobName)

    private let snapshot: StoreSnapshot
    private let composition: Composition
    private let filter: ProjectFilter?
    /// All files that are meant, by id, where it is one project's.
    private let items: [Item]?
    /// The ids of the registries that projects are shown from, as far as they were looked up.
    private var holders: [String: String?] = [:]

    init(
        _ snapshot: StoreSnapshot, _ composition: Composition, _ filter: ProjectFilter?
    ) throws(RegistryError) {
        self.snapshot = snapshot
        self.composition = composition
        self.filter = filter
        guard case .named(let project)? = filter else {
            items = nil
            return
        }
        var items: [Item] = []
        if let project = ProjectName(project)?.normalized, project.utf8.count <= DistributionFilename.maximumBytes,
            let id = try snapshot.holder(of: project, in: composition)?.id
        {
            try Registry.translating { () throws(StoreError) in
                try snapshot.scanReferences(under: [id, project]) { name, reference in
                    if let record = FileRecord(decoding: reference.payload, under: name) {
                        items.append((record.id, name))
                    }
                    return true
                }
            }
        }
        self.items = items.sorted { $0.id < $1.id }
    }

    /// The files of a page, newest first, and whether there are more on either side.
    func page(
        _ cursor: FileCursor, _ limit: Int
    ) throws(RegistryError) -> (items: [Item], hasNewer: Bool, hasOlder: Bool) {
        switch cursor {
        case .newest:
            let found = try older(than: nil, limit: limit + 1)
            return (Array(found.prefix(limit)), false, found.count > limit)
        case .after(let id):
            let found = try older(than: id, limit: limit + 1)
            let edge = found.first?.id ?? id
            let newer = try newer(than: edge, limit: 1)
            return (Array(found.prefix(limit)), !newer.isEmpty, found.count > limit)
        case .before(let id):
            let found = try newer(than: id, limit: limit + 1)
            let edge = found.first?.id ?? id
            let older = try older(than: edge, limit: 1)
            return (found.prefix(limit).reversed(), found.count > limit, !older.isEmpty)
        }
    }

    /// Newest first.
    private func older(than id: FileID?, limit: Int) throws(RegistryError) -> [Item] {
        if let items { return items.reversed().lazy.filter { item in id.map { item.id < $0 } ?? true }.first(limit) }
        return try gathered(limit) { member, body throws(StoreError) in
            try snapshot.scanRecordsBackward(
                under: RecordKey.files(in: member), before: id.map { RecordKey.file($0, in: member) }, body)
        }.sorted { $0.id > $1.id }.first(limit)
    }

    /// Oldest first.
    private func newer(than id: FileID, limit: Int) throws(RegistryError) -> [Item] {
        if let items { return items.lazy.filter { $0.id > id }.first(limit) }
        // The file itself may be the first.
        return try gathered(limit + 1) { member, body throws(StoreError) in
            try snapshot.scanRecords(
                under: RecordKey.files(in: member), from: RecordKey.file(id, in: member), body)
        }.filter { $0.id != id }.sorted { $0.id < $1.id }.first(limit)
    }

    private typealias Body = ([UInt8], [UInt8]) throws(StoreError) -> Bool

    /// So many files of each member.
    /// - Parameter scan: calls its second argument with the `F` records of a registry.
    private func gathered(
        _ limit: Int, scan: (String, Body) throws(StoreError) -> Void
    ) throws(RegistryError) -> [Item] {
        var all: [Item] = []
        for member in composition.members {
            var found: [Item] = []
            var failure: RegistryError?
            try Registry.translating { () throws(StoreError) in
                try scan(member.id) { key, payload throws(StoreError) in
                    do throws(RegistryError) {
                        if let item = try item(key, payload, of: member.id) { found.append(item) }
                    } catch {
                        failure = error
                        return false
                    }
                    return found.count < limit
                }
            }
            if let failure { throw failure }
            all += found
        }
        return all
    }

    /// Nil for a file that the filter leaves out, or that is not shown.
    private func item(_ key: [UInt8], _ payload: [UInt8], of registry: String) throws(RegistryError) -> Item? {
        if filter != nil || composition.record.kind != .source {
            let project = String(decoding: payload.prefix { $0 != 0 }, as: UTF8.self)
            guard filter?.matches(project) ?? true, try holder(of: project) == registry else { return nil }
        }
        guard let id = RecordKey.fileID(endOf: key), let name = FileName.decode(payload, in: registry) else {
            throw .store(.indexRowCorrupt(table: "record", key: "file of registry \(registry)"))
        }
        return (id, name)
    }

    private func holder(of project: String) throws(RegistryError) -> String? {
        if let known = holders[project] { return known }
        let id = try snapshot.holder(of: project, in: composition)?.id
        holders[project] = .some(id)
        return id
    }
}

extension Sequence {
    fileprivate func first(_ limit: Int) -> [Element] { Array(prefix(limit)) }
}
