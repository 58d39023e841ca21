internal import ContentStore
internal import Digests
internal import PythonPackaging
internal import SystemPackage

/// Reads, hashes and inspects files; one for each thread.
struct IngestWorker {
    let run: IngestRun

    /// Takes what there is to do until there is no more or the run is to stop.
    func work() {
        while !run.isStopped {
            // What waits to be inspected holds a descriptor.
            if let draft = run.hashed.take() {
                run.queue.put(finish([draft]))
            } else if let step = run.schedule.next() {
                take(step)
            } else if let draft = run.hashed.wait() {
                run.queue.put(finish([draft]))
            } else {
                return
            }
        }
    }

    private func take(_ step: DigestSchedule.Step) {
        switch step {
        case .alone(let position, let threads):
            var draft = IngestDraft(run.files[position])
            readAlone(&draft, digestThreads: threads)
            run.schedule.finish(position)
            run.queue.put(finish([draft]))
        case .lanes(let position): streamTogether(from: position)
        case .group(let positions):
            var drafts = positions.map { IngestDraft(run.files[$0]) }
            for index in drafts.indices { read(&drafts[index]) }
            hashSmall(&drafts)
            for position in positions { run.schedule.finish(position) }
            run.queue.put(finish(drafts))
        }
    }

    // MARK: - Large files side by side

    private struct Lane {
        let position: Int
        let source: LargeSource
        var draft: IngestDraft
        /// Whether it was taken for being one of the largest.
        let isLarge: Bool
    }

    /// Lanes for the largest files. The others get the smallest, so that those who inspect have something to do soon.
    private static let lanesOfLargest = DigestSchedule.mostLanes / 2

    /// Reads several large files in turn, a piece of each, so that they are hashed side by side; one that has ended
    /// makes room for the next, and is for another thread to inspect.
    private func streamTogether(from first: Int) {
        run.hashed.beginReading()
        defer {
            run.schedule.endLanes()
            run.hashed.endReading()
        }
        let batch = DigestBatch()
        var lanes: [Lane] = []
        var waiting: Int? = first
        var buffer = [UInt8](repeating: 0, count: LargeSource.pieceByteCount)
        while !run.isStopped {
            while lanes.count < DigestSchedule.mostLanes {
                let isLarge = lanes.count { $0.isLarge } < Self.lanesOfLargest
                guard let position = waiting ?? run.schedule.takeForLane(isSmall: !isLarge) else { break }
                waiting = nil
                var draft = IngestDraft(run.files[position])
                if let source = begin(&draft, batch, digestThreads: 1) {
                    lanes.append(Lane(position: position, source: source, draft: draft, isLarge: isLarge))
                } else {
                    end(position, draft)
                }
            }
            if lanes.isEmpty { return }
            for index in lanes.indices.reversed() where !advance(&lanes[index].draft, lanes[index].source, &buffer) {
                let lane = lanes.remove(at: index)
                end(lane.position, lane.draft)
            }
        }
    }

    /// Passes on a file that has been hashed, or could not be.
    private func end(_ position: Int, _ draft: IngestDraft) {
        run.schedule.finish(position)
        if draft.outcome != nil || !run.hashed.put(draft) { run.queue.put(finish([draft])) }
    }

    /// Opens a large file; nil where its outcome is known by then.
    private func begin(_ draft: inout IngestDraft, _ batch: DigestBatch?, digestThreads: Int) -> LargeSource? {
        do throws(RegistryError) {
            guard let filename = readFilename(&draft) else { return nil }
            let reader = try SourceReader.open(draft.file)
            let size = reader.size
            guard size <= run.options.limitBytes else {
                draft.outcome = .refused(Self.tooLarge(run.options.limitBytes))
                return nil
            }
            let source = try LargeSource(
                draft.file, reader, into: run.registry.store, digestThreads: digestThreads, batch: batch,
                gathering: run.inspector.skeleton(of: filename, size: size))
            run.addBytes(source.count)
            return source
        } catch {
            draft.outcome = .failed(error)
            return nil
        }
    }

    /// Takes one piece; false when the file is over, for good or bad.
    private func advance(_ draft: inout IngestDraft, _ source: LargeSource, _ buffer: inout [UInt8]) -> Bool {
        do throws(RegistryError) {
            let before = source.count
            var room = buffer.mutableSpan
            let isMore = try unsafe room.withUnsafeMutableBytes { (room) throws(RegistryError) in
                try unsafe source.takePiece(through: room)
            }
            run.addBytes(source.count - before)
            if isMore { return true }
            let sealed = try source.seal()
            draft.blob = sealed.blob
            draft.skeleton = sealed.skeleton
        } catch {
            draft.outcome = .failed(error)
        }
        return false
    }

    // MARK: - One by one, and small ones

    private func read(_ draft: inout IngestDraft) {
        if run.isStopped { return }
        do throws(RegistryError) {
            guard readFilename(&draft) != nil else { return }
            let source = try SourceReader.open(draft.file)
            guard source.size <= run.options.limitBytes else {
                draft.outcome = .refused(Self.tooLarge(run.options.limitBytes))
                return
            }
            // It may have grown since it was found.
            guard source.size <= IngestRun.smallLimit else { return readAlone(&draft) }
            draft.small = try source.readAll()
            run.addBytes(source.size)
        } catch {
            draft.outcome = .failed(error)
        }
    }

    /// Streams one large file into the store's staging; it has no outcome when the run is to stop.
    private func readAlone(_ draft: inout IngestDraft, digestThreads: Int = 1) {
        guard let source = begin(&draft, nil, digestThreads: digestThreads) else { return }
        var buffer = ChunkBuffers.borrow()
        defer { ChunkBuffers.giveBack(buffer) }
        while !run.isStopped, advance(&draft, source, &buffer) {}
    }

    /// Takes the file's name apart; nil where it is no distribution's, which is the outcome then.
    private func readFilename(_ draft: inout IngestDraft) -> DistributionFilename? {
        do throws(FilenameError) {
            draft.filename = try DistributionFilename(draft.file.path.lastComponent?.string ?? "")
        } catch {
            draft.outcome = .skipped(.invalidFilename(error))
        }
        return draft.filename
    }

    /// Hashes all small files of a group side by side.
    private func hashSmall(_ drafts: inout [IngestDraft]) {
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
}
