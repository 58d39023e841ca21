internal import Digests
internal import Glibc

/// One thread's part in hashing many files.
struct DigestWorker {
    let run: DigestRun
    /// Called often, between chunks.
    let poll: () -> Void

    /// Bytes that a stream of a batch gets at a time.
    private static let pieceByteCount = 64 << 10

    /// Does what the schedule says until there is no more or the run is to stop.
    func work() {
        poll()
        while !run.isStopped, let step = run.schedule.next() {
            switch step {
            case .alone(let position, let threads): hashAlone(position, threads: threads)
            case .lanes(let position): hashTogether(from: position)
            case .group(let positions): hashGroups(from: positions)
            }
            poll()
        }
    }

    private func open(_ position: Int) throws(RegistryError) -> DigestSource {
        try DigestSource(run.sources[position], as: run.statuses[position])
    }

    private func finish(_ position: Int, _ outcome: FileDigests.Outcome) {
        run.schedule.finish(position)
        run.results.put(outcome, at: position)
    }

    // MARK: - One large file, or a stream

    private func hashAlone(_ position: Int, threads: Int) {
        do throws(RegistryError) {
            try hashAlone(position, open(position), threads: threads)
        } catch {
            finish(position, .failure(error))
        }
    }

    /// Leaves the file without a result where the run is to stop.
    private func hashAlone(_ position: Int, _ source: DigestSource, threads: Int) throws(RegistryError) {
        var stream = DigestStream(threads: threads, engine: run.engine)
        var buffer = ChunkBuffers.borrow()
        defer { ChunkBuffers.giveBack(buffer) }
        while !run.isStopped {
            source.readAhead()
            let count = try Self.read(source, &buffer)
            if count == 0 {
                let result = stream.finalize()
                return finish(
                    position,
                    .success(FileDigests.Digested(digests: result.digests, byteCount: result.byteCount)))
            }
            stream.update(buffer.span.extracting(0..<count))
            run.addBytes(count)
            poll()
        }
    }

    private static func read(_ source: DigestSource, _ buffer: inout [UInt8]) throws(RegistryError) -> Int {
        var room = buffer.mutableSpan
        return try unsafe room.withUnsafeMutableBytes { (room) throws(RegistryError) in try unsafe source.read(room) }
    }

    // MARK: - Large files side by side

    private struct Lane {
        let position: Int
        let source: DigestSource
        let stream: DigestBatch.Stream
    }

    /// Reads several large files in turn, a piece of each; one that has ended makes room for the next.
    private func hashTogether(from first: Int) {
        defer { run.schedule.endLanes() }
        let batch = DigestBatch(engine: run.engine)
        var lanes: [Lane] = []
        var waiting: Int? = first
        var buffer = [UInt8](repeating: 0, count: Self.pieceByteCount)
        while !run.isStopped {
            while lanes.count < DigestSchedule.mostLanes, let position = waiting ?? run.schedule.takeForLane() {
                waiting = nil
                do throws(RegistryError) {
                    lanes.append(Lane(position: position, source: try open(position), stream: batch.open()))
                } catch {
                    finish(position, .failure(error))
                }
            }
            if lanes.isEmpty { return }
            takeTurn(&lanes, batch, &buffer)
            poll()
        }
    }

    /// Gives every lane its next piece, and finishes those that have ended together.
    private func takeTurn(_ lanes: inout [Lane], _ batch: DigestBatch, _ buffer: inout [UInt8]) {
        var open: [Lane] = []
        var ended: [Lane] = []
        for lane in lanes {
            do throws(RegistryError) {
                lane.source.readAhead()
                let count = try Self.read(lane.source, &buffer)
                if count == 0 {
                    ended.append(lane)
                } else {
                    batch.update(lane.stream, buffer.span.extracting(0..<count))
                    run.addBytes(count)
                    open.append(lane)
                }
            } catch {
                batch.drop(lane.stream)
                finish(lane.position, .failure(error))
            }
        }
        for (lane, result) in zip(ended, batch.finalize(ended.map(\.stream))) {
            finish(
                lane.position,
                .success(FileDigests.Digested(digests: result.digests, byteCount: result.byteCount)))
        }
        lanes = open
    }

    // MARK: - Small files

    /// Reads groups of small files and hashes each group side by side; the next is opened, and asked of the disk,
    /// before this one is read.
    private func hashGroups(from first: [Int]) {
        let arena = DigestArena(byteCount: run.arenaByteCount)
        var ahead = prepare(first)
        while !run.isStopped, !ahead.isEmpty {
            let group = ahead
            ahead = prepare(run.schedule.takeGroup())
            hash(group, in: arena)
            poll()
        }
    }

    /// A file that is open; or not yet, where there was no descriptor to be had.
    private typealias Prepared = (position: Int, source: DigestSource?)

    private func prepare(_ positions: [Int]) -> [Prepared] {
        positions.compactMap { position in
            do throws(RegistryError) {
                let source = try open(position)
                source.readAhead()
                return (position, source)
            } catch {
                if case .source(_, _, let code) = error, code == EMFILE || code == ENFILE { return (position, nil) }
                finish(position, .failure(error))
                return nil
            }
        }
    }

    private func hash(_ group: [Prepared], in arena: DigestArena) {
        arena.clear()
        var read: [Int] = []
        for (position, source) in group {
            do throws(RegistryError) {
                let source = if let source { source } else { try open(position) }
                if try arena.append(source, expecting: Int(run.schedule.size(position))) {
                    read.append(position)
                } else {
                    // It has grown, or its status did not tell.
                    try source.rewind()
                    try hashAlone(position, source, threads: 1)
                }
            } catch {
                finish(position, .failure(error))
            }
        }
        run.addBytes(arena.byteCount)
        for (position, result) in zip(read, arena.digests(by: run.engine)) { finish(position, .success(result)) }
    }
}
