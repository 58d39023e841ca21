package import SystemPackage

extension ArchiveWorkerPool {
    /// One archive of a batch.
    package struct Submission: Sendable {
        fileprivate enum Content {
            case file(FileDescriptor, size: Int64)
            case memory([UInt8])
        }

        fileprivate let content: Content
        /// The only format to accept; nil: what the first bytes say.
        package let expected: ArchiveFormat?

        /// An archive in a file of `size` bytes; as for `inspect`.
        package init(_ descriptor: FileDescriptor, size: Int64, as expected: ArchiveFormat? = nil) {
            content = .file(descriptor, size: size)
            self.expected = expected
        }

        /// An archive in memory of at most `mostBytesInMemory`, which costs the fewest calls of all.
        package init(bytes: [UInt8], as expected: ArchiveFormat? = nil) {
            precondition(bytes.count <= mostBytesInMemory, "an archive in memory must fit the window")
            content = .memory(bytes)
            self.expected = expected
        }

        fileprivate var size: Int64 {
            switch content {
            case .file(_, let size): size
            case .memory(let bytes): Int64(bytes.count)
            }
        }

        /// Bytes of the window that it takes.
        fileprivate var windowBytes: Int {
            if case .memory(let bytes) = content { bytes.count } else { 0 }
        }

        fileprivate var descriptor: Int32? {
            if case .file(let file, _) = content { file.rawValue } else { nil }
        }

    }

    /// The request for one archive in a file, or for several in memory, which are laid into the window from `offset` on.
    private static func request(
        _ batch: ArraySlice<Submission>, _ patterns: [ExtractPattern], in window: SharedWindow, at offset: Int
    ) -> WorkerRequest {
        var archives: [WorkerRequest.WindowArchive] = []
        var place = offset
        for one in batch {
            switch one.content {
            case .file(_, let size):
                precondition(batch.count == 1, "a descriptor takes a message for itself")
                return .inspect(size: size, expected: one.expected, patterns: patterns)
            case .memory(let bytes):
                archives.append(.init(range: window.lay(bytes, at: place), expected: one.expected))
                place += bytes.count
            }
        }
        return .inspectWindow(archives, patterns: patterns)
    }

    /// The largest archive that can be handed over in memory.
    package static let mostBytesInMemory = SharedWindow.halfByteCount

    /// Requests of a burst; two bursts are under way at a time, each with its half of the window, so that the worker has
    /// one while the caller takes the other's answers. The requests of a burst fit one message, and two messages the
    /// socket: the caller never waits to send while the worker does, too.
    private static let burst = 32

    /// Inspects several archives with one worker, which gets the next request before its last answer has been read:
    /// about a third cheaper for small archives than one call each.
    ///
    /// If the worker fails, what it has not answered is asked again one by one, so the blame falls on the right archive.
    /// - Parameters:
    ///   - extract: patterns that fit a message together.
    ///   - each: gets the results in the order of the batch, with the archive's index. Must not call the pool, whose
    ///     worker is at work all the while.
    package func inspect(
        _ batch: [Submission], extract: [ExtractPattern] = [],
        _ each: (Int, Result<Inspection, ArchiveError>) -> Void
    ) {
        var answered = 0
        // A failure of the worker ends this part, and is seen by what is left over.
        try? shelf.lend { (worker) throws(ArchiveError) in
            var asked = 0
            var burstEnd = 0
            var half = 0
            while answered < batch.count {
                if answered == burstEnd { burstEnd = asked }
                if asked == burstEnd, asked < batch.count {
                    // Whatever lay in this half has been answered.
                    asked = try askBurst(worker, batch[asked...], extract, at: half * SharedWindow.halfByteCount)
                    half = 1 - half
                    continue
                }
                do throws(ArchiveError) {
                    let found = try Self.inspection(from: worker, limits: limits)
                    answered += 1
                    each(answered - 1, .success(found))
                } catch {
                    if error.isAboutWorker { throw error }
                    answered += 1
                    each(answered - 1, .failure(error))
                }
            }
        }
        for index in answered..<batch.count {
            do throws(ArchiveError) {
                each(index, .success(try inspect(batch[index], extract: extract)))
            } catch {
                each(index, .failure(error))
            }
        }
    }

    private func inspect(_ one: Submission, extract: [ExtractPattern]) throws(ArchiveError) -> Inspection {
        try shelf.lend(
            asking: { Self.request([one], extract, in: $0, at: 0) }, descriptor: one.descriptor ?? -1,
            archiveSize: one.size
        ) {
            (worker) throws(ArchiveError) in try Self.inspection(from: worker, limits: limits)
        }
    }

    /// Asks for the first few of `rest`, with those in memory laid from `offset` on. Returns where the others begin.
    private func askBurst(
        _ worker: WorkerProcess, _ rest: ArraySlice<Submission>, _ patterns: [ExtractPattern], at offset: Int
    ) throws(ArchiveError) -> Int {
        let requestBytes = patterns.reduce(40) { $0 + $1.bytes.count + 4 }
        let most = max(1, min(Self.burst, mostMessageBytes / requestBytes))
        var end = rest.startIndex
        var bytes = 0
        while end < rest.endIndex, end - rest.startIndex < most {
            bytes += rest[end].windowBytes
            if bytes > SharedWindow.halfByteCount { break }
            end += 1
        }
        var place = offset
        var at = rest.startIndex
        while at < end {
            var next = at + 1
            // A descriptor takes a message for itself.
            if rest[at].descriptor == nil { while next < end, rest[next].descriptor == nil { next += 1 } }
            let part = rest[at..<next]
            let isAsked = try worker.ask(
                Self.request(part, patterns, in: worker.window, at: place), descriptor: rest[at].descriptor ?? -1,
                archiveSize: part.reduce(0) { max($0, $1.size) }, moreFollow: next < end)
            guard isAsked else { throw .protocolViolation }
            place += part.reduce(0) { $0 + $1.windowBytes }
            at = next
        }
        return end
    }
}
