internal import ContentStore
internal import Digests

/// Whether a registry takes a file that it does not have, decided on what one transaction sees.
enum Admission {
    /// The record of the project that the file is of; nil where the file is its first.
    static func project(
        of file: IncomingFile, in registry: RegistryRecord, _ snapshot: StoreSnapshot
    ) throws(AdmissionError) -> ProjectRecord? {
        do throws(RegistryError) {
            return try snapshot.project(file.name.component(1), in: registry.id)
        } catch {
            throw .store(error.asStoreError)
        }
    }

    /// - Parameter project: as `project(of:in:)` found it.
    static func check(
        _ file: IncomingFile, in registry: RegistryRecord, project: ProjectRecord?, _ snapshot: StoreSnapshot
    ) throws(AdmissionError) {
        guard file.rules.kind == registry.kind else { throw .refused(.noUploads(registry.kind)) }
        if let status = project?.status, !status.acceptsUploads { throw .refused(.projectClosed(status)) }
        let refusal: UploadRefusal?
        do throws(StoreError) {
            refusal = try self.refusal(of: file, in: registry, snapshot)
        } catch {
            throw .store(error)
        }
        if let refusal { throw .refused(refusal) }
    }

    private static func refusal(
        of file: IncomingFile, in registry: RegistryRecord, _ snapshot: StoreSnapshot
    ) throws(StoreError) -> UploadRefusal? {
        if registry.reservesFilenames,
            try snapshot.record(RecordKey.reserved(file.record.filename, in: registry.id)) != nil
        {
            return .filenameReserved
        }
        if file.rules.ignoresCase, let twin = try twin(of: file, in: registry, snapshot) {
            return .filenameTaken(existing: twin, isSameBytes: twin == file.digest)
        }
        // Another process may have drawn the number in the same millisecond.
        return try snapshot.fileID(number: file.record.id.number, inRegistry: registry.id) == nil ? nil : .numberTaken
    }

    /// The bytes of a file of the same release whose name differs in case only.
    private static func twin(
        of file: IncomingFile, in registry: RegistryRecord, _ snapshot: StoreSnapshot
    ) throws(StoreError) -> ContentDigest? {
        let filename = file.record.filename.lowercased()
        var twin: ContentDigest?
        try snapshot.scanReferences(under: [registry.id, file.name.component(1)]) { name, reference in
            if name.component(2).lowercased() == filename,
                FileRecord(decoding: reference.payload, under: name)?.version == file.record.version
            {
                twin = reference.digest
            }
            return twin == nil
        }
        return twin
    }
}
