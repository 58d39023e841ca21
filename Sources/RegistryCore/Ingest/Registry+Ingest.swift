internal import ContentStore
internal import Glibc
internal import Synchronization
public import SystemPackage

extension Registry {
    /// Puts the distributions at and below `paths` into a registry, making the registry at first use.
    ///
    /// Directories are read recursively, distributions are told by their filenames, and each source file is read once
    /// and never changed.  Files become visible one by one, each with all its records; one bad file does not stop the
    /// others.  Running it again after any interruption does the rest.
    /// - Parameters:
    ///   - onEvent: called on this thread, one event at a time.
    ///   - shouldContinue: asked on this thread several times a second; false ends the run once what was read is stored.
    /// - Returns: what became of the files.
    /// - Throws: `notADistribution` or `notAFile` for a path given by name, before anything is read; what concerns the
    ///   store as a whole.
    public func ingest(
        _ paths: [FilePath], into path: RegistryPath = .default, options: IngestOptions = IngestOptions(),
        by actor: Actor = .local, onEvent: (IngestEvent) -> Void = { _ in }, shouldContinue: () -> Bool = { true }
    ) throws(RegistryError) -> IngestReport {
        var report = IngestReport()
        var failure: RegistryError?
        withoutActuallyEscaping(onEvent) { onEvent in
            withoutActuallyEscaping(shouldContinue) { shouldContinue in
                do throws(RegistryError) {
                    try ingest(
                        paths, into: path, options: options, by: actor, report: &report, onEvent: onEvent,
                        shouldContinue: shouldContinue)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        return report
    }

    private func ingest(
        _ paths: [FilePath], into path: RegistryPath, options: IngestOptions, by actor: Actor,
        report: inout IngestReport, onEvent: @escaping (IngestEvent) -> Void, shouldContinue: @escaping () -> Bool
    ) throws(RegistryError) {
        var others: [IngestOutcome] = []
        var walk = SourceWalk(
            onOther: { path, outcome in
                others.append(outcome)
                onEvent(.file(path, outcome))
            }, shouldContinue: shouldContinue)
        for path in paths { try walk.add(path) }
        for outcome in others { report.count(outcome) }
        guard shouldContinue() else {
            report.isStoppedEarly = true
            return
        }
        onEvent(.began(files: walk.files.count, bytes: walk.bytes))
        let target = try target(at: path, isDryRun: options.isDryRun, by: actor, onEvent: onEvent)

        let workers = max(1, min(64, options.jobs ?? self.options.jobs, walk.files.count))
        let run = IngestRun(
            registry: self, target: target, actor: actor, options: options, files: walk.files, workers: workers)
        var publisher = IngestPublisher(
            run: run, report: report,
            totals: IngestProgress(totalFiles: walk.files.count, totalBytes: walk.bytes), onEvent: onEvent)
        var failure: RegistryError?
        // The caller's thread publishes, so that events come on it.
        let caller = pthread_self()
        let working = Atomic(0)
        ThreadTeam.run(workers + 2) { member in
            // A member for whom there was no thread comes before the publisher, who would never empty the queue.
            let hasThread = pthread_equal(pthread_self(), caller) == 0
            if member > 1 {
                if hasThread {
                    working.wrappingAdd(1, ordering: .relaxed)
                    IngestWorker(run: run).work()
                }
                run.queue.producerEnded()
                return
            }
            if member == 1 {
                if hasThread { IngestPublisher.assist(run) }
                return
            }
            do throws(RegistryError) {
                try publisher.work(shouldContinue: shouldContinue)
            } catch {
                failure = error
                run.requestStop()
                run.queue.close()
            }
        }
        do throws(RegistryError) {
            try publisher.end()
        } catch {
            failure = failure ?? error
        }
        report = publisher.report
        if let failure { throw failure }
        if working.load(ordering: .relaxed) == 0 { throw .source(call: "pthread_create", path: "", code: EAGAIN) }
    }

    private func target(
        at path: RegistryPath, isDryRun: Bool, by actor: Actor, onEvent: (IngestEvent) -> Void
    ) throws(RegistryError) -> PublishTarget {
        let existing = try read { (snapshot) throws(RegistryError) in try snapshot.registryRecord(at: path) }
        if let existing {
            guard existing.kind == .source else { throw .refused(.noUploads(existing.kind)) }
            return PublishTarget(path: path, id: existing.id)
        }
        if isDryRun { return PublishTarget(path: path, id: nil) }
        do throws(RegistryError) {
            let made = try createRegistry(path, by: actor)
            onEvent(.madeRegistry(path))
            return PublishTarget(path: path, id: made.id)
        } catch .registryExists {
            // Another process was quicker.
            return PublishTarget(
                path: path,
                id: try read { (snapshot) throws(RegistryError) in try snapshot.existingRegistry(at: path).id })
        }
    }
}
