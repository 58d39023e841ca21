public import ContentStore
internal import Digests
internal import Inspection
internal import PythonPackaging

extension Registry {
    /// Begins to take the bytes of an upload in; `publish` takes them when they are sealed.
    /// - Parameters:
    ///   - expectedSize: bytes, as far as known.
    ///   - limitBytes: the most that will be taken; one more makes `append` throw `tooLarge`.
    ///   - digestThreads: 2 lets a second thread share the hashing, worth it for a large file while a core is idle.
    ///   - isRead: others will read the bytes while they grow: the blob's `growing` is there then.
    /// - Throws: `refused` with `tooLarge`; `store`.
    public func stageUpload(
        expectedSize: Int64? = nil, limitBytes: Int64 = .max, digestThreads: Int = 1, isRead: Bool = false
    ) throws(RegistryError) -> StagedBlob {
        do throws(StoreError) {
            return try store.stage(
                expectedSize: expectedSize, limitBytes: limitBytes, digestThreads: digestThreads, isRead: isRead)
        } catch .tooLarge(let limit) {
            throw .refused(.tooLarge(limitBytes: limit))
        } catch {
            throw .store(error)
        }
    }

    /// Puts one uploaded file into a registry, or nothing of it.
    ///
    /// The file is inspected by the registry's policy.  What it says of itself counts, what the client claims is
    /// compared: the project by its normalized name, the version by PEP 440, every digest given.  Only where the policy
    /// is `off` are claims believed, and any safe filename is taken then; where it is `warn`, they are for a file whose
    /// name says nothing.  Files that others publish at the same time share its commit.
    /// - Parameters:
    ///   - blob: the bytes, sealed.
    ///   - path: an existing registry.
    /// - Returns: the file, durable and visible.
    /// - Throws: `refused`, `noSuchRegistry`, `noArchiveReader`, `store`.
    public func publish(
        _ blob: SealedBlob, _ claims: UploadClaims, to path: RegistryPath, by actor: Actor = .local,
        options: UploadOptions = UploadOptions()
    ) throws(RegistryError) -> PublishedFile {
        let record = try read { (snapshot) throws(RegistryError) in try snapshot.existingRegistry(at: path) }
        let rules = AdmissionRules(
            refusesSameBytes: options.sameBytes == .conflict, ignoresCase: options.ignoresCase,
            isFromUpstream: options.isFromUpstream)
        guard rules.kind == record.kind else { throw .refused(.noUploads(record.kind)) }
        let upload = try Upload(blob, claims, options, policy: options.inspection ?? record.policy)
        let target = PublishTarget(path: path, id: record.id)
        let file: PreparedFile
        if let known = try known(upload, record.id) { file = known } else { file = try prepare(upload, record.id) }
        file.attestations = claims.attestations
        file.record.hasAttestations = claims.attestations != nil
        file.rules = rules
        if !file.isKnown {
            if let uploaded = options.uploaded { file.record.uploaded = uploaded }
            if let yanked = options.yanked { file.record.yanked = FileRecord.cut(yanked, to: FileRecord.reasonLimit) }
        }
        options.onAdmitted?()
        let outcome = try publish(file, to: target, by: actor, options.isFromUpstream ? .fileFetch : .filePublish)
        let entry = try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in try snapshot.file(file.name, in: path) }
        }
        // It may have been deleted again at once.
        guard let entry else { throw .noSuchFile("\(path)/\(file.record.filename)") }
        return PublishedFile(entry: entry, outcome: outcome, warnings: file.warnings)
    }

    /// The file, where the registry has it with these bytes: there is no need to look into it again.
    private func known(_ upload: Upload, _ id: String) throws(RegistryError) -> PreparedFile? {
        guard let facts = upload.certainFacts, let name = try? facts.name(in: id) else { return nil }
        let reference = try read { (snapshot) throws(RegistryError) in
            try Self.translating { () throws(StoreError) in try snapshot.reference(name) }
        }
        guard let reference else { return nil }
        guard reference.digest == upload.blob.digests.sha256 else {
            throw .refused(.filenameTaken(existing: reference.digest, isSameBytes: false))
        }
        guard let record = FileRecord(decoding: reference.payload, under: name) else {
            throw .damagedRecord(name.description)
        }
        return PreparedFile(name: name, record: record, blob: upload.blob, isKnown: true)
    }

    /// Looks into the file, as far as the policy asks for it.
    private func prepare(_ upload: Upload, _ id: String) throws(RegistryError) -> PreparedFile {
        var facts: FileFacts
        var derived: [UInt8]?
        var warnings: [IngestRefusal] = []
        if upload.policy.mode == .off, let certain = upload.certainFacts {
            facts = certain
            upload.complete(&facts)
        } else if let filename = upload.filename {
            let inspector = FileInspector(
                archives: archives, limits: self.options.archiveLimits, policy: upload.policy)
            let report = try inspector.inspect(upload.blob, filename)
            if let finding = report.refusals.first {
                throw .refused(
                    .inspection(rule: finding.rule, member: finding.member, sentence: finding.detail))
            }
            facts = FileFacts(report)
            try upload.compare(facts)
            derived = DerivedRecord(report)?.encoded
            warnings = report.findings.map(IngestRefusal.init)
        } else {
            facts = try upload.claimedFacts()
            upload.complete(&facts)
            if let problem = upload.filenameProblem {
                warnings = [IngestRefusal(rule: "filename", sentence: problem.description)]
            }
        }
        facts.warnings = warnings.count
        do throws(StoreError) {
            return PreparedFile(
                name: try facts.name(in: id),
                record: facts.record(
                    at: SystemClock.now(), versionText: upload.version?.text, uploader: upload.claims.uploader),
                blob: upload.blob, derived: derived, warnings: warnings)
        } catch {
            throw .refused(.invalidFilename(.tooLong(bytes: facts.filename.utf8.count)))
        }
    }

    /// Publishes a file that is ready.
    private func publish(
        _ file: PreparedFile, to target: PublishTarget, by actor: Actor, _ action: AuditAction
    ) throws(RegistryError) -> PublishOutcome {
        var attempts = 0
        while true {
            let verdict = PreparedFile.Verdict()
            let publication = file.publication(in: target, PublishTarget.Batch(actor: actor, action: action), verdict)
            let results = try Self.translating { () throws(StoreError) in try store.publish([publication]) }
            switch results.first {
            case .success(let outcome)?: return outcome
            case .failure(.nameConflict(let existing))?:
                throw .refused(.filenameTaken(existing: existing, isSameBytes: false))
            case .failure(let error)?:
                guard case .refused = error, let refusal = verdict.refusal else { throw .store(error) }
                attempts += 1
                guard refusal == .numberTaken, attempts < 4 else { throw .refused(refusal) }
                file.record.id = .random(at: SystemClock.now())
            case nil: preconditionFailure("a publication has a result")
            }
        }
    }
}
