internal import Archives
internal import ContentStore
internal import Digests
internal import Glibc
internal import Inspection
internal import PythonPackaging

/// What follows on reading and hashing: comparing with what is known, and inspecting.
extension IngestWorker {
    /// Takes hashed files as far as they can go without publishing them.
    func finish(_ hashed: [IngestDraft]) -> [IngestItem] {
        var drafts = hashed
        for index in drafts.indices { checkHashes(&drafts[index]) }
        do throws(RegistryError) {
            try lookUp(&drafts)
        } catch {
            for index in drafts.indices where drafts[index].outcome == nil { drafts[index].outcome = .failed(error) }
        }
        let together = inspectTogether(drafts)
        // A file that was being read when the run was stopped has no outcome: it is as if it had not been seen.
        return drafts.indices.compactMap { index in
            let draft = drafts[index]
            if let outcome = draft.outcome { return IngestItem(path: draft.file.path, work: .settled(outcome)) }
            guard let blob = draft.blob, let filename = draft.filename else { return nil }
            return IngestItem(path: draft.file.path, work: prepare(draft, blob, filename, together[index]))
        }
    }

    private func checkHashes(_ draft: inout IngestDraft) {
        guard let expected = run.options.expectedHashes, let blob = draft.blob, !expected.contains(blob.digests) else {
            return
        }
        var sentence = "none of its digests is expected (sha256:\(blob.digests.sha256.hex))"
        if !expected.ignoredAlgorithms.isEmpty {
            let ignored = expected.ignoredAlgorithms.sorted().joined(separator: " and ")
            sentence += "; \(ignored) digests are not computed here"
        }
        draft.outcome = .refused(IngestRefusal(rule: "hash-not-expected", sentence: sentence))
    }

    /// Looks for names that are there already: there is no need to inspect these files.
    private func lookUp(_ drafts: inout [IngestDraft]) throws(RegistryError) {
        guard let id = run.target.id else { return }
        var found = drafts
        try Registry.translating { () throws(StoreError) in
            try run.registry.store.read { (snapshot) throws(StoreError) in
                for index in found.indices where found[index].outcome == nil {
                    // Where the name ends is then for the metadata to say.
                    guard let filename = found[index].filename, !filename.isAmbiguous, let blob = found[index].blob,
                        let name = try? BlobName([id, filename.project.normalized, filename.text]),
                        let reference = try snapshot.reference(name)
                    else { continue }
                    if reference.digest != blob.digests.sha256 {
                        found[index].outcome = .refused(Self.nameConflict(reference.digest))
                    } else if let record = FileRecord(decoding: reference.payload, under: name) {
                        found[index].known = IngestDraft.Known(name: name, record: record)
                    }
                }
            }
        }
        drafts = found
    }

    // MARK: - Inspecting

    /// Inspects those files that can be inspected together. The results are in the drafts' places.
    private func inspectTogether(_ drafts: [IngestDraft]) -> [Result<InspectionReport, RegistryError>?] {
        var indices: [Int] = []
        var files: [(bytes: [UInt8], filename: DistributionFilename)] = []
        for (index, draft) in drafts.enumerated() where draft.outcome == nil && draft.known == nil {
            guard let bytes = draft.small, let filename = draft.filename,
                run.inspector.takesTogether(Int64(bytes.count))
            else { continue }
            indices.append(index)
            files.append((bytes, filename))
        }
        var results = [Result<InspectionReport, RegistryError>?](repeating: nil, count: drafts.count)
        if files.isEmpty { return results }
        for (index, result) in zip(indices, run.inspector.inspect(files)) { results[index] = result }
        return results
    }

    /// - Parameter inspected: the file's inspection, where that has been done.
    private func prepare(
        _ draft: IngestDraft, _ blob: SealedBlob, _ filename: DistributionFilename,
        _ inspected: Result<InspectionReport, RegistryError>?
    ) -> IngestItem.Work {
        if let known = draft.known {
            return .ready(PreparedFile(name: known.name, record: known.record, blob: blob, isKnown: true))
        }
        do throws(RegistryError) {
            let inspected =
                if let inspected { try inspected.get() } else {
                    try run.inspector.inspect(blob, filename, skeleton: draft.skeleton)
                }
            if let refusal = inspected.refusals.first { return .settled(.refused(IngestRefusal(refusal))) }
            let facts = FileFacts(inspected)
            let name: BlobName
            do throws(StoreError) {
                name = try facts.name(in: run.target.id ?? run.target.path.description)
            } catch {
                return .settled(.refused(IngestRefusal(rule: "filename", sentence: error.description)))
            }
            return .ready(
                PreparedFile(
                    name: name, record: facts.record(at: SystemClock.now()), blob: blob,
                    derived: DerivedRecord(inspected)?.encoded,
                    warnings: inspected.findings.map(IngestRefusal.init)))
        } catch {
            return .settled(.failed(error))
        }
    }

    static func nameConflict(_ existing: ContentDigest) -> IngestRefusal {
        IngestRefusal(
            rule: "name-conflict", sentence: "the registry has this filename with other bytes (sha256:\(existing.hex))")
    }

    static func tooLarge(_ limitBytes: Int64) -> IngestRefusal {
        IngestRefusal(rule: "too-large", sentence: "larger than the limit of \(limitBytes) bytes")
    }
}
