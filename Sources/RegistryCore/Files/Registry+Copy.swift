internal import ContentStore

extension Registry {
    /// Gives a file a place in another registry too, where it is a file of its own; the bytes are shared.
    ///
    /// The file was looked into when it came in, so it is not inspected again.  The rules of the registry it goes to
    /// hold for it as for an upload: filenames that are taken or reserved, projects that take no files.
    /// - Returns: the new file, uploaded now and not yanked.
    /// - Throws: `noSuchFile` where the file is not there any more; `noSuchRegistry`; `refused`; `store`.
    public func copy(
        _ file: FileEntry, to path: RegistryPath, by actor: Actor = .local
    ) throws(RegistryError) -> FileEntry {
        var attempts = 1
        while true {
            do throws(RegistryError) {
                return try copyOnce(file, to: path, by: actor)
            } catch {
                guard error == .refused(.numberTaken), attempts < 4 else { throw error }
                attempts += 1
            }
        }
    }

    private func copyOnce(
        _ file: FileEntry, to path: RegistryPath, by actor: Actor
    ) throws(RegistryError) -> FileEntry {
        let id = FileID.random(at: SystemClock.now())
        return try write { (change) throws(RegistryError) in
            let registry = try change.existingRegistry(at: path)
            guard registry.kind == .source else { throw .refused(.noUploads(registry.kind)) }
            let target = PublishTarget(path: path, id: registry.id)
            let copy = try Self.copy(of: file, named: id, for: target, change)
            do throws(AdmissionError) {
                let batch = PublishTarget.Batch(actor: actor, action: .fileCopy)
                try batch.apply(copy, .stored, to: target, change)
            } catch {
                throw error.asRegistryError
            }
            return try Self.translating { () throws(StoreError) in
                try change.link(copy.name, to: copy.digest, payload: copy.record.encoded(under: copy.name))
                guard let entry = try change.file(copy.name, in: path) else { throw .notFound(copy.name.description) }
                return entry
            }
        }
    }

    /// The file as it will be in `target`.
    private static func copy(
        of file: FileEntry, named id: FileID, for target: PublishTarget, _ change: StoreChange
    ) throws(RegistryError) -> IncomingFile {
        guard let targetID = target.id, let sourceID = file.name.components.first else {
            throw .noSuchRegistry(target.path)
        }
        let source = try translating { () throws(StoreError) in try change.reference(file.name) }
        guard let source, var record = FileRecord(decoding: source.payload, under: file.name), record.id == file.id
        else { throw .noSuchFile(file.reference) }
        record.id = id
        record.uploaded = change.now
        record.yanked = nil
        let (name, row, attestations, taken) = try translating { () throws(StoreError) in
            let name = try BlobName([targetID] + file.name.components.dropFirst())
            return (
                name, try change.blob(source.digest),
                try change.record(RecordKey.attestations(of: file.id, in: sourceID)),
                try change.reference(name)?.digest
            )
        }
        if let taken {
            throw .refused(.filenameTaken(existing: taken, isSameBytes: taken == source.digest))
        }
        guard row?.health == .ok else { throw .store(.blobCorrupt(source.digest)) }
        return IncomingFile(name: name, record: record, digest: source.digest, attestations: attestations)
    }
}
