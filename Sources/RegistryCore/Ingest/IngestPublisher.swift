internal import ContentStore
internal import Digests
internal import SystemPackage

/// Publishes what the workers hand over, batch by batch, and tells what became of each file.
///
/// Another thread publishes beside it (`assist`), so that the files of one batch are written while another batch is on
/// its way to the disk.
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

    /// Works until every worker has ended and nothing is left to be published; `end` is to follow.
    /// - Throws: what concerns the store as a whole; what is not published then is not in it.
    mutating func work(shouldContinue: () -> Bool) throws(RegistryError) {
        while let items = run.queue.take() {
            if !run.isStopped, !shouldContinue() { run.requestStop() }
            if run.options.isDryRun {
                try plan(items)
            } else {
                let batch = IngestBatch(publishing: items, of: run)
                run.queue.settled(items)
                try tell(batch)
            }
            try tellOthers()
        }
    }

    /// Tells the rest, once the other thread has ended, too.
    /// - Throws: as `work`.
    mutating func end() throws(RegistryError) {
        try tellOthers()
        // Told to stop when there was nothing left to do, it has done everything.
        report.isStoppedEarly = run.isStopped && progress.files < progress.totalFiles
        report.bytesRead = run.bytesRead
    }

    /// Tells what the other thread has published, and how far that is.
    private mutating func tellOthers() throws(RegistryError) {
        for batch in run.published.take() { try tell(batch) }
        progress.bytes = run.bytesRead
        onEvent(.progress(progress))
    }

    /// The other thread's part. What it has published is told by the one that does `work`.
    static func assist(_ run: IngestRun) {
        if run.options.isDryRun { return }
        while let items = run.queue.take() {
            let batch = IngestBatch(publishing: items, of: run)
            run.queue.settled(items)
            run.published.put(batch)
            if batch.failure != nil { return }
        }
    }

    private mutating func tell(_ path: FilePath, _ outcome: IngestOutcome) {
        report.count(outcome)
        progress.files += 1
        onEvent(.file(path, outcome))
    }

    private mutating func tell(_ batch: IngestBatch) throws(RegistryError) {
        for (path, outcome) in batch.outcomes { tell(path, outcome) }
        if let failure = batch.failure { throw .store(failure) }
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
            if health != .damaged { return .present(run.summary(of: file)) }
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
        return .wouldStore(run.summary(of: file))
    }
}
