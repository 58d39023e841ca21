internal import ContentStore
internal import SystemPackage

/// Files that were published together, and what became of each.
struct IngestBatch {
    private(set) var outcomes: [(path: FilePath, outcome: IngestOutcome)] = []
    /// What concerns the store as a whole: none of the files is known to be in it then.
    private(set) var failure: StoreError?

    /// Publishes what is ready. Blocks until that is durable.
    init(publishing items: [IngestItem], of run: IngestRun) {
        outcomes.reserveCapacity(items.count)
        var waiting: [(path: FilePath, file: PreparedFile)] = []
        for item in items {
            switch item.work {
            case .settled(let outcome): outcomes.append((item.path, outcome))
            case .ready(let file): waiting.append((item.path, file))
            }
        }
        guard !waiting.isEmpty else { return }
        let batch = PublishTarget.Batch(actor: run.actor)
        let verdicts = waiting.map { _ in PreparedFile.Verdict() }
        let publications = zip(waiting, verdicts).map { $0.file.publication(in: run.target, batch, $1) }
        do throws(StoreError) {
            let results = try run.registry.store.publish(publications, finally: batch.finish)
            for ((waiting, verdict), result) in zip(zip(waiting, verdicts), results) {
                outcomes.append((waiting.path, run.outcome(of: waiting.file, result, verdict.refusal)))
            }
        } catch {
            for (path, _) in waiting { outcomes.append((path, .failed(.store(error)))) }
            failure = error
        }
    }
}

extension IngestRun {
    fileprivate func outcome(
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

    /// What is told of a file.
    func summary(of file: PreparedFile) -> IngestedFile {
        IngestedFile(
            filename: file.record.filename, reference: "\(target.path)/\(file.record.filename)",
            size: file.blob.size, digests: file.blob.digests, warnings: file.warnings)
    }
}
