public import ContentStore
internal import Digests

/// What a deletion took away, or would.
public struct DeletionReport: Sendable, Equatable {
    /// Files, and their bytes each counted on its own.
    public internal(set) var deleted = Amount()
    /// Blobs that no file needs any more: what `gc` can free, at once or after its grace.
    public internal(set) var reclaimable = Amount()
}

extension Registry {
    /// Takes files away; their bytes stay until they are collected.
    ///
    /// Many files go in several transactions, each of them whole.
    /// - Parameters:
    ///   - isDryRun: say what would go, and change nothing.
    ///   - onFile: called with each file that went (or would); one at a time, on the caller's thread.
    /// - Throws: `notASource` for a composite registry's; `noSuchRegistry`, `noSuchFile`; what selections before that one meant is gone by then.
    public func delete(
        _ selections: [FileSelection], isDryRun: Bool = false, by actor: Actor = .local,
        onFile: (FileEntry) -> Void = { _ in }
    ) throws(RegistryError) -> DeletionReport {
        try check(selections) { $0 != .composite }
        var report = DeletionReport()
        // How many names of a blob have gone so far; only for a dry run, where the index does not count.
        var planned: [ContentDigest: UInt32] = [:]
        var seen: Set<FileID> = []
        var waiting: [FileEntry] = []
        func settle() throws(RegistryError) {
            let batch = waiting
            waiting = []
            let deleted: [FileEntry]
            if isDryRun {
                deleted = batch.filter { seen.insert($0.id).inserted }
                for file in deleted {
                    planned[file.digests.sha256, default: 0] += 1
                    if planned[file.digests.sha256] == file.blob.references { report.reclaimable.count(file.size) }
                }
            } else {
                let outcome = try deleteNow(batch, by: actor)
                deleted = outcome.deleted
                for size in outcome.unneeded { report.reclaimable.count(size) }
            }
            for file in deleted {
                report.deleted.count(file.size)
                onFile(file)
            }
        }
        for selection in selections {
            try files(selected: selection) { (file) throws(RegistryError) in
                waiting.append(file)
                if waiting.count >= 500 { try settle() }
                return true
            }
        }
        try settle()
        return report
    }

    /// Deletes what is still the file that was selected; answers the sizes of blobs without a name, too.
    /// - Parameter action: what the audit log is to call it.
    func deleteNow(
        _ files: [FileEntry], by actor: Actor, as action: AuditAction = .fileDelete
    ) throws(RegistryError) -> (deleted: [FileEntry], unneeded: [Int64]) {
        guard !files.isEmpty else { return ([], []) }
        return try write { (change) throws(RegistryError) in
            var deleted: [FileEntry] = []
            var names: [String: [BlobName]] = [:]
            var seen: Set<FileID> = []
            for file in files {
                let current = try Self.translating { () throws(StoreError) in
                    try change.file(file.name, in: file.registry)
                }
                guard current?.id == file.id, let id = file.name.components.first, seen.insert(file.id).inserted
                else { continue }
                names[id, default: []].append(file.name)
                deleted.append(file)
            }
            for (id, names) in names {
                guard let path = try change.registryPath(id: id) else { continue }
                try Self.delete(names, from: try change.existingRegistry(at: path), change)
            }
            try Self.translating { () throws(StoreError) in
                try change.appendAudit(action, about: deleted, by: actor)
            }
            var unneeded: [Int64] = []
            for digest in Set(deleted.map(\.digests.sha256)) {
                let row = try Self.translating { () throws(StoreError) in try change.blob(digest) }
                if let row, row.references == 0 { unneeded.append(row.size) }
            }
            return (deleted, unneeded)
        }
    }
}

extension Registry {
    /// Deletes names with all their records, and the records of projects that have neither a file left nor a status;
    /// the serial grows.
    static func delete(
        _ names: [BlobName], from registry: RegistryRecord, _ change: StoreChange
    ) throws(RegistryError) {
        guard !names.isEmpty else { return }
        var projects: Set<String> = []
        try translating { () throws(StoreError) in
            for name in names {
                guard let reference = try change.delete(name) else { continue }
                projects.insert(name.components[1])
                if let record = FileRecord(decoding: reference.payload, under: name) {
                    try change.deleteRecord(RecordKey.file(record.id, in: registry.id))
                    try change.deleteRecord(RecordKey.attestations(of: record.id, in: registry.id))
                    try change.deleteRecord(RecordKey.downloads(of: record.id, in: registry.id))
                }
                if registry.reservesFilenames {
                    var moment = RecordWriter(version: 1)
                    moment.append(change.now)
                    try change.putRecord(moment.bytes, for: RecordKey.reserved(name.components[2], in: registry.id))
                }
            }
        }
        for project in projects {
            try removeIfEmpty(project, from: registry, change)
        }
        try translating { () throws(StoreError) in try change.bumpSerial(of: registry.id) }
    }
}

extension Registry {
    /// Removes the record of a project that has neither a file left nor a status; a source registry keeps in mind that
    /// it held the name, so that no index elsewhere is asked for it.
    static func removeIfEmpty(
        _ project: String, from registry: RegistryRecord, _ change: StoreChange
    ) throws(RegistryError) {
        let id = registry.id
        guard try change.project(project, in: id)?.status == .active else { return }
        try translating { () throws(StoreError) in
            var isLeft = false
            try change.scanReferences(under: [id, project]) { _, _ in
                isLeft = true
                return false
            }
            guard !isLeft else { return }
            try change.deleteRecord(RecordKey.project(project, in: id))
            guard registry.kind == .source else { return }
            try change.putRecord(
                FormerProject.encoded(until: change.now), for: RecordKey.formerProject(project, in: id))
        }
    }
}

extension Amount {
    mutating func count(_ size: Int64) {
        count += 1
        bytes += size
    }
}
