internal import Archives
internal import ContentStore
internal import Digests
internal import Glibc
internal import Inspection
internal import PythonPackaging
internal import SystemPackage

/// Reads, hashes and inspects groups of files; one for each thread.
struct IngestWorker {
    let run: IngestRun

    /// What is known of a file on its way.
    private struct Draft {
        let file: SourceFile
        var filename: DistributionFilename?
        /// All bytes of a small file.
        var small: [UInt8]?
        var blob: SealedBlob?
        var known: Known?
        var outcome: IngestOutcome?
    }

    private struct Known {
        let name: BlobName
        let record: FileRecord
    }

    /// Takes files until there are none or the run is to stop: the large ones first.
    func work() {
        let width = run.schedule.largeFiles / run.workers
        if width >= Self.leastWidth { streamTogether(min(width, Self.mostWidth)) }
        while !run.isStopped {
            let group = run.schedule.take()
            if group.isEmpty { return }
            run.queue.put(process(group))
        }
    }

    /// With fewer large files for each thread, hashing them one by one is as quick.
    private static let leastWidth = 8
    /// Large files that one thread reads in turn at most: each costs half a megabyte of buffers.
    private static let mostWidth = 12

    /// Reads several large files in turn, a piece of each, so that they are hashed side by side.
    private func streamTogether(_ width: Int) {
        let batch = DigestBatch()
        var open: [(source: LargeSource, draft: Draft)] = []
        var buffer = [UInt8](repeating: 0, count: LargeSource.pieceByteCount)
        while !run.isStopped {
            while open.count < width, let file = run.schedule.takeLarge() {
                var draft = Draft(file: file)
                if let source = begin(&draft, batch) {
                    open.append((source, draft))
                } else {
                    run.queue.put(finish([draft]))
                }
            }
            if open.isEmpty { return }
            for index in open.indices.reversed() where !advance(&open[index].draft, open[index].source, &buffer) {
                run.queue.put(finish([open.remove(at: index).draft]))
            }
        }
    }

    /// Opens a large file; nil where its outcome is known by then.
    private func begin(_ draft: inout Draft, _ batch: DigestBatch?) -> LargeSource? {
        do throws(RegistryError) {
            draft.filename = try Self.filename(of: draft.file)
            let reader = try SourceReader.open(draft.file)
            guard reader.size <= run.options.limitBytes else {
                draft.outcome = .refused(Self.tooLarge(run.options.limitBytes))
                return nil
            }
            let threads = run.schedule.isExhausted ? 2 : 1
            let source = try LargeSource(
                draft.file, reader, into: run.registry.store, digestThreads: threads, batch: batch)
            run.addBytes(source.count)
            return source
        } catch {
            draft.outcome = .failed(error)
            return nil
        }
    }

    /// Takes one piece; false when the file is over, for good or bad.
    private func advance(_ draft: inout Draft, _ source: LargeSource, _ buffer: inout [UInt8]) -> Bool {
        do throws(RegistryError) {
            let before = source.count
            var room = buffer.mutableSpan
            let isMore = try unsafe room.withUnsafeMutableBytes { (room) throws(RegistryError) in
                try unsafe source.takePiece(through: room)
            }
            run.addBytes(source.count - before)
            if isMore { return true }
            draft.blob = try source.seal()
        } catch {
            draft.outcome = .failed(error)
        }
        return false
    }

    private func process(_ group: [SourceFile]) -> [IngestItem] {
        var drafts = group.map { Draft(file: $0) }
        for index in drafts.indices { read(&drafts[index]) }
        hashSmall(&drafts)
        return finish(drafts)
    }

    /// What follows on reading and hashing.
    private func finish(_ hashed: [Draft]) -> [IngestItem] {
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
            return IngestItem(path: draft.file.path, work: prepare(blob, filename, draft.known, together[index]))
        }
    }

    // MARK: - Reading and hashing

    private func read(_ draft: inout Draft) {
        if run.isStopped { return }
        if draft.file.size > IngestSchedule.smallLimit { return readAlone(&draft) }
        do throws(RegistryError) {
            draft.filename = try Self.filename(of: draft.file)
            let source = try SourceReader.open(draft.file)
            guard source.size <= run.options.limitBytes else {
                draft.outcome = .refused(Self.tooLarge(run.options.limitBytes))
                return
            }
            // It may have grown since it was found.
            guard source.size <= IngestSchedule.smallLimit else { return readAlone(&draft) }
            draft.small = try source.readAll()
            run.addBytes(source.size)
        } catch {
            draft.outcome = .failed(error)
        }
    }

    /// Streams one large file into the store's staging; it has no outcome when the run is to stop.
    private func readAlone(_ draft: inout Draft) {
        guard let source = begin(&draft, nil) else { return }
        var buffer = ChunkBuffers.borrow()
        defer { ChunkBuffers.giveBack(buffer) }
        while !run.isStopped, advance(&draft, source, &buffer) {}
    }

    private static func filename(of file: SourceFile) throws(RegistryError) -> DistributionFilename {
        do throws(FilenameError) {
            return try DistributionFilename(file.path.lastComponent?.string ?? "")
        } catch {
            throw .notADistribution(path: file.path.string, error)
        }
    }

    /// Hashes all small files of a group side by side.
    private func hashSmall(_ drafts: inout [Draft]) {
        let positions = drafts.indices.filter { drafts[$0].small != nil }
        let contents = positions.map { drafts[$0].small ?? [] }
        let sets = unsafe Self.digests(of: contents[...], [])
        for (position, (bytes, digests)) in zip(positions, zip(contents, sets)) {
            drafts[position].blob = SealedBlob(bytes: bytes, digests: digests)
        }
    }

    /// Pins one buffer after the other, then hashes them all.
    private static func digests(of rest: ArraySlice<[UInt8]>, _ pinned: [UnsafeRawBufferPointer]) -> [DigestSet] {
        guard let first = rest.first else { return unsafe DigestBatch.digests(of: pinned) }
        return unsafe first.withUnsafeBytes { unsafe digests(of: rest.dropFirst(), pinned + [$0]) }
    }

    private func checkHashes(_ draft: inout Draft) {
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
    private func lookUp(_ drafts: inout [Draft]) throws(RegistryError) {
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
                        found[index].known = Known(name: name, record: record)
                    }
                }
            }
        }
        drafts = found
    }

    // MARK: - Inspecting

    /// Inspects those files that can be inspected together. The results are by the drafts' indices.
    private func inspectTogether(_ drafts: [Draft]) -> [Int: Result<InspectionReport, RegistryError>] {
        var indices: [Int] = []
        var files: [(bytes: [UInt8], filename: DistributionFilename)] = []
        for (index, draft) in drafts.enumerated() where draft.outcome == nil && draft.known == nil {
            guard let bytes = draft.small, let filename = draft.filename,
                run.inspector.takesTogether(Int64(bytes.count))
            else { continue }
            indices.append(index)
            files.append((bytes, filename))
        }
        return Dictionary(uniqueKeysWithValues: zip(indices, run.inspector.inspect(files)))
    }

    /// - Parameter inspected: the file's inspection, where that has been done.
    private func prepare(
        _ blob: SealedBlob, _ filename: DistributionFilename, _ known: Known?,
        _ inspected: Result<InspectionReport, RegistryError>?
    ) -> IngestItem.Work {
        if let known {
            return .ready(PreparedFile(name: known.name, record: known.record, blob: blob, isKnown: true))
        }
        do throws(RegistryError) {
            let inspected =
                if let inspected { try inspected.get() } else { try run.inspector.inspect(blob, filename) }
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
