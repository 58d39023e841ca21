internal import ContentStore
internal import Digests
internal import SystemPackage

/// Publishes what the workers hand over, batch by batch, and tells what became of each file.
struct IngestPublisher {
    let run: IngestRun
    let onEvent: (IngestEvent) -> Void
    private(set) var report: IngestReport
    private var progress: IngestProgress
    /// Names that a dry run would have given.
    private var planned: [BlobName: ContentDigest] = [:]

    init(run: IngestRun, report: IngestReport, totals: IngestProgress, onEvent: @escaping (IngestEvent) -> Void) {
        self.run = run
        self.report = report
        self.onEvent = onEvent
        progress = totals
    }

    /// Works until every worker has ended and everything is published.
    /// - Throws: what concerns the store as a whole; what is not published then is not in it.
    mutating func work(shouldContinue: () -> Bool) throws(RegistryError) {
        while let items = run.queue.take() {
            if !run.isStopped, !shouldContinue() {
                report.isStoppedEarly = true
                run.requestStop()
            }
            if run.options.isDryRun { try plan(items) } else { try publish(items) }
            progress.bytes = run.bytesRead
            onEvent(.progress(progress))
        }
        report.bytesRead = run.bytesRead
    }

    private mutating func tell(_ path: FilePath, _ outcome: IngestOutcome) {
        report.count(outcome)
        progress.files += 1
        onEvent(.file(path, outcome))
    }

    private mutating func publish(_ items: [IngestItem]) throws(RegistryError) {
        var waiting: [(path: FilePath, file: PreparedFile)] = []
        for item in items {
            switch item.work {
            case .settled(let outcome): tell(item.path, outcome)
            case .ready(let file): waiting.append((item.path, file))
            }
        }
        guard !waiting.isEmpty else { return }
        let batch = PublishTarget.Batch(actor: run.actor)
        let verdicts = waiting.map { _ in PreparedFile.Verdict() }
        let publications = zip(waiting, verdicts).map { $0.file.publication(in: run.target, batch, $1) }
        let results: [Result<PublishOutcome, StoreError>]
        do throws(StoreError) {
            results = try run.registry.store.publish(publications)
        } catch {
            for (path, _) in waiting { tell(path, .failed(.store(error))) }
            throw .store(error)
        }
        for ((waiting, verdict), result) in zip(zip(waiting, verdicts), results) {
            tell(waiting.path, outcome(of: waiting.file, result, verdict.refusal))
        }
    }

    private func outcome(
        of file: PreparedFile, _ result: Result<PublishOutcome, StoreError>, _ refusal: UploadRefusal?
    ) -> IngestOutcome {
        switch result {
        case .success(.stored): .stored(summary(of: file))
        case .success(.present): .present(summary(of: file))
        case .success(.healed): .healed(summary(of: file))
        case .failure(.nameConflict(let existing)): .refused(IngestWorker.nameConflict(existing))
        case .failure(.refused(let why)):
            refusal.map { .refused(IngestRefusal($0)) } ?? .failed(.store(.refused(why)))
        case .failure(let error): .failed(.store(error))
        }
    }

    private func summary(of file: PreparedFile) -> IngestedFile {
        IngestedFile(
            filename: file.record.filename, reference: "\(run.target.path)/\(file.record.filename)",
            size: file.blob.size, digests: file.blob.digests, warnings: file.warnings)
    }

    // MARK: - Dry runs

    private mutating func plan(_ items: [IngestItem]) throws(RegistryError) {
        for item in items {
            switch item.work {
            case .settled(let outcome): tell(item.path, outcome)
            case .ready(let file): tell(item.path, try planned(file))
            }
        }
    }

    private mutating func planned(_ file: PreparedFile) throws(RegistryError) -> IngestOutcome {
        let digest = file.blob.digests.sha256
        let (existing, health) = try Registry.translating { () throws(StoreError) in
            try run.registry.store.read { (snapshot) throws(StoreError) in
                (try snapshot.reference(file.name)?.digest, try snapshot.blob(digest)?.health)
            }
        }
        if let known = existing ?? planned[file.name] {
            guard known == digest else { return .refused(IngestWorker.nameConflict(known)) }
            if health != .damaged { return .present(summary(of: file)) }
        }
        if existing == nil, let id = run.target.id {
            let refusal = try run.registry.read { (snapshot) throws(RegistryError) -> UploadRefusal? in
                guard let path = try snapshot.registryPath(id: id) else { return nil }
                let registry = try snapshot.existingRegistry(at: path)
                do throws(AdmissionError) {
                    let project = try Admission.project(of: file.incoming, in: registry, snapshot)
                    try Admission.check(file.incoming, in: registry, project: project, snapshot)
                    return nil
                } catch {
                    guard case .refused(let refusal) = error else { throw error.asRegistryError }
                    return refusal
                }
            }
            if let refusal { return .refused(IngestRefusal(refusal)) }
        }
        planned[file.name] = digest
        return .wouldStore(summary(of: file))
    }
}
