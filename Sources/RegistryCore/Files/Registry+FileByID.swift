internal import ContentStore
internal import Digests

extension Registry {
    /// The file of this id.
    /// - Throws: `noSuchRegistry`, `store`.
    public func file(id: FileID, in path: RegistryPath) throws(RegistryError) -> FileEntry? {
        try read { (snapshot) throws(RegistryError) in
            let composition = try snapshot.composition(at: path)
            for member in composition.members {
                if let file = try snapshot.file(id, in: composition, member) { return file }
            }
            return nil
        }
    }

    /// The file of this number (see `FileEntry.number`).
    /// - Throws: `noSuchRegistry`, `store`.
    public func file(number: UInt64, in path: RegistryPath) throws(RegistryError) -> FileEntry? {
        try read { (snapshot) throws(RegistryError) in
            let composition = try snapshot.composition(at: path)
            for member in composition.members {
                let id = try Self.translating { () throws(StoreError) in
                    try snapshot.fileID(number: number, inRegistry: member.id)
                }
                if let id, let file = try snapshot.file(id, in: composition, member) { return file }
            }
            return nil
        }
    }

    /// A file's METADATA or PKG-INFO as it stands in the archive; nil where the file has none that is its own.
    /// - Throws: `archive`, `store` where it has to be read anew and cannot be.
    public func metadata(of file: FileEntry) throws(RegistryError) -> [UInt8]? {
        guard let digest = file.metadataDigest else { return nil }
        let stored = try Self.translating { () throws(StoreError) in
            try store.read { (snapshot) throws(StoreError) in try snapshot.listing(of: file.digests.sha256) }
        }
        // What is served must be what index pages promise.
        if let stored, let metadata = DerivedRecord(decoding: stored)?.metadata,
            ContentDigest(hashing: metadata) == digest
        {
            return metadata
        }
        guard let metadata = try derived(of: file).metadata, ContentDigest(hashing: metadata) == digest else {
            throw .damagedRecord(file.reference)
        }
        return metadata
    }

    /// The attestations that came with a file (PEP 740): a JSON array; nil where there are none.
    public func attestations(of file: FileEntry) throws(RegistryError) -> [UInt8]? {
        guard file.hasAttestations, let id = file.name.components.first else { return nil }
        return try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in
                try snapshot.record(RecordKey.attestations(of: file.id, in: id))
            }
        }
    }
}

extension StoreSnapshot {
    /// The file of this id in a member of a registry, where the registry shows it.
    fileprivate func file(
        _ file: FileID, in composition: Composition, _ member: RegistryMember
    ) throws(RegistryError) -> FileEntry? {
        guard let entry = try self.file(file, in: composition.path, member.id) else { return nil }
        return try holder(of: entry.normalizedProject, in: composition)?.id == member.id ? entry : nil
    }

    private func file(_ file: FileID, in path: RegistryPath, _ id: String) throws(RegistryError) -> FileEntry? {
        try Registry.translating { () throws(StoreError) in
            guard let payload = try record(RecordKey.file(file, in: id)) else { return nil }
            guard let name = FileName.decode(payload, in: id) else {
                throw .indexRowCorrupt(table: "record", key: "file \(file)")
            }
            let entry = try self.file(name, in: path)
            return entry?.id == file ? entry : nil
        }
    }

    /// The id of the file that has this number in a registry.
    func fileID(number: UInt64, inRegistry id: String) throws(StoreError) -> FileID? {
        var found: FileID?
        try scanRecords(under: RecordKey.files(in: id) + FileID.prefix(ofNumber: number)) { key, _ in
            found = RecordKey.fileID(endOf: key)
            return false
        }
        return found
    }
}
