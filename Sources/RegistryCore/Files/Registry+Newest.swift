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
            let id = try snapshot.existingRegistry(at: path).id
            return try Self.translating { () throws(StoreError) in
                let order = try FileOrder(snapshot, id, filter)
                let (ids, hasNewer, hasOlder) = try order.page(cursor, limit)
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

/// The files of a registry by their ids.
private struct FileOrder {
    typealias Item = (id: FileID, name: BlobName)

    private let snapshot: StoreSnapshot
    private let registry: String
    private let filter: ProjectFilter?
    /// All files that are meant, by id, where it is one project's.
    private let items: [Item]?

    init(_ snapshot: StoreSnapshot, _ registry: String, _ filter: ProjectFilter?) throws(StoreError) {
        self.snapshot = snapshot
        self.registry = registry
        self.filter = filter
        guard case .named(let project)? = filter else {
            items = nil
            return
        }
        var items: [Item] = []
        if let project = ProjectName(project) {
            try snapshot.scanReferences(under: [registry, project.normalized]) { name, reference in
                if let record = FileRecord(decoding: reference.payload, under: name) { items.append((record.id, name)) }
                return true
            }
        }
        self.items = items.sorted { $0.id < $1.id }
    }

    /// The files of a page, newest first, and whether there are more on either side.
    func page(
        _ cursor: FileCursor, _ limit: Int
    ) throws(StoreError) -> (items: [Item], hasNewer: Bool, hasOlder: Bool) {
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
    private func older(than id: FileID?, limit: Int) throws(StoreError) -> [Item] {
        if let items { return items.reversed().lazy.filter { item in id.map { item.id < $0 } ?? true }.first(limit) }
        var found: [Item] = []
        let end = id.map { RecordKey.file($0, in: registry) }
        try snapshot.scanRecordsBackward(under: RecordKey.files(in: registry), before: end) {
            key, payload throws(StoreError) in
            if let item = try item(key, payload) { found.append(item) }
            return found.count < limit
        }
        return found
    }

    /// Oldest first.
    private func newer(than id: FileID, limit: Int) throws(StoreError) -> [Item] {
        if let items { return items.lazy.filter { $0.id > id }.first(limit) }
        var found: [Item] = []
        let prefix = RecordKey.files(in: registry)
        try snapshot.scanRecords(under: prefix, from: RecordKey.file(id, in: registry)) {
            key, payload throws(StoreError) in
            if let item = try item(key, payload), item.id != id { found.append(item) }
            return found.count < limit
        }
        return found
    }

    /// Nil for a file that the filter leaves out.
    private func item(_ key: [UInt8], _ payload: [UInt8]) throws(StoreError) -> Item? {
        if let filter {
            let project = String(decoding: payload.prefix { $0 != 0 }, as: UTF8.self)
            guard filter.matches(project) else { return nil }
        }
        guard let id = RecordKey.fileID(endOf: key), let name = FileName.decode(payload, in: registry) else {
            throw .indexRowCorrupt(table: "record", key: "file of registry \(registry)")
        }
        return (id, name)
    }
}

extension Sequence {
    fileprivate func first(_ limit: Int) -> [Element] { Array(prefix(limit)) }
}
