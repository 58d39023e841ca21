internal import Digests
internal import Glibc
internal import Synchronization

/// One verification: threads take blobs from a common list and hand in what they saw.
final class VerificationRun: @unchecked Sendable {
    // SAFETY: the callbacks are called under `state`'s lock only, and the caller of `verify` waits.
    private let store: Store
    private let options: VerificationOptions
    private let isRecording: Bool
    private let onFinding: (Finding) -> Void
    private let shouldContinue: (VerificationProgress) -> Bool
    let list: VerificationList
    let started = ContinuousClock.now
    private let state = Mutex(State())

    private struct State {
        var report = VerificationReport()
        var unrecorded: [Verdict] = []
        var failure: StoreError?
        var isOver = false
    }

    /// What a first read of a blob gave.
    enum FirstRead {
        case sound
        case wrong(DigestAlgorithm)
    }

    /// What became of one blob.
    struct Verdict {
        let row: BlobRow
        var finding: Finding?
        /// All digests were compared and were right.
        var isSound = false
        var bytesRead: Int64 = 0
    }

    /// Verdicts noted in one transaction.
    static let recordsPerCommit = 512

    init(
        store: Store, options: VerificationOptions, threads: Int, isRecording: Bool,
        onFinding: @escaping (Finding) -> Void,
        shouldContinue: @escaping (VerificationProgress) -> Bool
    ) throws(StoreError) {
        self.store = store
        self.options = options
        self.isRecording = isRecording
        self.onFinding = onFinding
        self.shouldContinue = shouldContinue
        list = try VerificationList(store: store, options: options, threads: threads)
        state.withLock {
            $0.report.progress.totalBlobs = list.expected.count
            $0.report.progress.totalBytes = list.expected.bytes
        }
    }

    /// What the run came to, after `finish`.
    var outcome: Result<VerificationReport, StoreError> {
        state.withLock { state in state.failure.map(Result.failure) ?? .success(state.report) }
    }

    /// One thread's share: blob after blob until there are no more.
    func work() {
        var digests = DigestStream()
        let reader = SmallBlobReader()
        while state.withLock({ !$0.isOver }) {
            do throws(StoreError) {
                let group = try list.take()
                if group.isEmpty { return }
                for digest in group.unreadable { tellOfUnreadableRow(digest) }
                if let window = group.lanes, let first = group.rows.first, !options.isQuick {
                    try readSideBySide(first, and: window, &digests)
                    continue
                }
                group.lanes?.endLanes()
                let seen = options.isQuick ? [:] : readTogether(group.rows, reader)
                for row in group.rows {
                    if isOver() { return }
                    switch seen[row.digests.sha256] {
                    case .sound: try hand(in: Verdict(row: row, isSound: true, bytesRead: row.size))
                    case .wrong(let algorithm): try hand(in: check(row, &digests, wrongBefore: algorithm))
                    case nil: try hand(in: options.isQuick ? look(at: row) : check(row, &digests))
                    }
                }
            } catch {
                state.withLock { state in
                    state.failure = state.failure ?? error
                    state.isOver = true
                }
            }
        }
    }

    /// Whether the run is over although there is more: what was taken and not looked at is for the next one.
    func isOver() -> Bool {
        state.withLock { state in
            if state.isOver { state.report.isStoppedEarly = true }
            return state.isOver
        }
    }

    /// A blob whose row is damaged cannot be compared with anything; the others still can.
    private func tellOfUnreadableRow(_ digest: ContentDigest) {
        let names = try? store.read { (snapshot) throws(StoreError) in try snapshot.names(of: digest) }
        let finding = Finding(.damagedRow, digest, names: names ?? [], "its row in the index cannot be read")
        state.withLock { state in
            state.report.progress.blobs += 1
            state.report.damaged += 1
            onFinding(finding)
        }
    }

    /// Notes what has not been noted yet.
    func finish() {
        let rest = state.withLock { state in
            defer { state.unrecorded = [] }
            return state.unrecorded
        }
        do throws(StoreError) {
            try record(rest)
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
        }
    }

    // MARK: - Looking

    /// Reads small blobs at once, which lets their digests be computed side by side.
    /// - Returns: what was seen of those that could be read; the others are for a closer look.
    private func readTogether(_ rows: [BlobRow], _ reader: SmallBlobReader) -> [ContentDigest: FirstRead] {
        guard rows.count > 1 else { return [:] }
        var opened: [(row: BlobRow, bytes: any BlobBytes)] = []
        for row in rows {
            if let bytes = try? openForChecking(row) { opened.append((row, bytes)) }
        }
        throttle(Int(opened.reduce(0) { $0 + $1.row.size }))
        var seen: [ContentDigest: FirstRead] = [:]
        for (row, digests) in reader.digests(of: opened) {
            seen[row.digests.sha256] = row.digests.firstDifference(from: digests).map(FirstRead.wrong) ?? .sound
        }
        return seen
    }

    private func look(at row: BlobRow) throws(StoreError) -> Verdict {
        let opened: (any BlobBytes)?
        do throws(StoreError) {
            opened = try openForChecking(row)
        } catch {
            return try unreadable(row, error)
        }
        guard let bytes = opened else { return try missing(row) }
        guard let size = try? bytes.size(), size == row.size else { return try wrongSize(row, bytes) }
        if row.health == .damaged {
            return Verdict(row: row, finding: try finding(.knownDamage, row, "was found damaged before; not read now"))
        }
        return Verdict(row: row)
    }

    /// - Parameter wrongBefore: the digest that a first read did not have; nil where there was none.
    func check(
        _ row: BlobRow, _ digests: inout DigestStream, wrongBefore: DigestAlgorithm? = nil
    ) throws(StoreError) -> Verdict {
        let bytes: any BlobBytes
        do throws(StoreError) {
            guard let opened = try openForChecking(row) else { return try missing(row) }
            bytes = opened
            if try bytes.size() != row.size { return try wrongSize(row, bytes) }
        } catch {
            return try unreadable(row, error)
        }
        var verdict = Verdict(row: row)
        bytes.willReadOnce()
        do throws(StoreError) {
            let first = wrongBefore == nil ? try difference(row, bytes, &digests) : wrongBefore
            guard let wrong = first else {
                verdict.isSound = true
                verdict.bytesRead = row.size
                return verdict
            }
            // Ask the disk before blaming it: the wrong bytes may be the cache's.
            bytes.didReadOnce()
            verdict.bytesRead = 2 * row.size
            if try difference(row, bytes, &digests) == nil {
                verdict.finding = try finding(
                    .unstableRead, row, "\(wrong.name) was wrong on one read and right on the next")
            } else {
                verdict.finding = try finding(
                    .wrongDigest, row, "\(wrong.name) is not \(row.digests[wrong].hex) any more")
            }
        } catch {
            return try unreadable(row, error)
        }
        return verdict
    }

    /// - Throws: what says nothing about the blob, because no file could be opened or read now.
    func unreadable(_ row: BlobRow, _ error: StoreError) throws(StoreError) -> Verdict {
        if case .io(_, _, let code) = error, [EMFILE, ENFILE, ENOMEM].contains(code) { throw error }
        return Verdict(row: row, finding: try finding(.unreadable, row, "\(error)"))
    }

    /// The first digest that the bytes do not have; nil where all are right.
    private func difference(
        _ row: BlobRow, _ bytes: any BlobBytes, _ digests: inout DigestStream
    ) throws(StoreError) -> DigestAlgorithm? {
        digests.reset()
        var failure: StoreError?
        do throws(StoreError) {
            try unsafe BlobReading.forEachChunk(of: bytes) { (chunk) throws(StoreError) in
                unsafe digests.update(chunk)
                throttle(chunk.count)
            }
        } catch {
            failure = error
        }
        let found = digests.finalize()
        if let failure { throw failure }
        return row.digests.firstDifference(from: found.digests)
    }

    func openForChecking(_ row: BlobRow) throws(StoreError) -> (any BlobBytes)? {
        try store.blobs.open(row.object)
    }

    func missing(_ row: BlobRow) throws(StoreError) -> Verdict {
        // A heal or a collection may have come in between; then there is nothing to report.
        let now = try store.read { (snapshot) throws(StoreError) in try snapshot.blob(row.digests.sha256) }
        guard let now, now.generation == row.generation else { return Verdict(row: row) }
        return Verdict(row: row, finding: try finding(.missing, row, "its file is not there"))
    }

    func wrongSize(_ row: BlobRow, _ bytes: any BlobBytes) throws(StoreError) -> Verdict {
        let actual = (try? bytes.size()).map(String.init) ?? "?"
        return Verdict(row: row, finding: try finding(.wrongSize, row, "has \(actual) bytes instead of \(row.size)"))
    }

    private func finding(_ kind: Finding.Kind, _ row: BlobRow, _ detail: String) throws(StoreError) -> Finding {
        let digest = row.digests.sha256
        let names = try store.read { (snapshot) throws(StoreError) in try snapshot.names(of: digest) }
        return Finding(kind, digest, names: names, detail)
    }

    // MARK: - Handing in

    func hand(in verdict: Verdict) throws(StoreError) {
        let due: [Verdict] = state.withLock { state in
            state.report.progress.blobs += 1
            state.report.progress.bytes += verdict.bytesRead
            if let finding = verdict.finding {
                if finding.isDamage { state.report.damaged += 1 } else { state.report.warnings += 1 }
                onFinding(finding)
            } else if verdict.isSound && verdict.row.health == .damaged {
                state.report.recovered += 1
            }
            endIfDue(&state)
            state.unrecorded.append(verdict)
            guard state.unrecorded.count >= Self.recordsPerCommit else { return [] }
            defer { state.unrecorded = [] }
            return state.unrecorded
        }
        try record(due)
    }

    /// Ends the run where a limit is reached, or it is told to stop.
    private func endIfDue(_ state: inout State) {
        if state.isOver { return }
        let isUp = options.maximumDuration.map { ContinuousClock.now - started >= $0 } ?? false
        let isEnough = options.maximumBytes.map { state.report.progress.bytes >= $0 } ?? false
        if isUp || isEnough || !shouldContinue(state.report.progress) {
            state.isOver = true
            state.report.isStoppedEarly = !list.isExhausted
        }
    }

    /// Waits until the run as a whole, `count` bytes further, is no quicker than it may be.
    ///
    /// Once the run is over nothing waits: what is being read is read to its end.
    func throttle(_ count: Int) {
        guard let due = list.leastDuration(taking: count).map({ started + $0 }) else { return }
        while true {
            let left = due - .now
            if left <= .zero { return }
            let isOver = state.withLock { state in
                endIfDue(&state)
                return state.isOver
            }
            if isOver { return }
            usleep(UInt32(min(left / .milliseconds(1), 100) * 1000) + 1)
        }
    }

    /// Notes when blobs were verified, and which are damaged; only where the live copy is still the one
    /// that was read.
    private func record(_ verdicts: [Verdict]) throws(StoreError) {
        guard isRecording, !verdicts.isEmpty else { return }
        let stamp = list.stamp
        let isQuick = options.isQuick
        let marked: [(BlobObject, String)]
        do throws(StoreError) {
            marked = try store.write { (change) throws(StoreError) in
                var marked: [(BlobObject, String)] = []
                for verdict in verdicts {
                    guard var row = try change.blob(verdict.row.digests.sha256),
                        row.generation == verdict.row.generation
                    else { continue }
                    let isDamaged = verdict.finding?.isDamage ?? false
                    let before = row
                    // A look without reading is no verification.
                    if !isQuick, isDamaged || verdict.isSound { try change.setVerified(&row, at: stamp) }
                    if isDamaged && row.health == .ok {
                        row.health = .damaged
                        change.sums.damagedBlobs += 1
                    } else if verdict.isSound && row.health == .damaged {
                        row.health = .ok
                        change.sums.damagedBlobs -= 1
                    }
                    if row != before { try change.putBlob(row) }
                    if isDamaged {
                        marked.append((row.object, verdict.finding?.detail ?? ""))
                    }
                }
                return marked
            }
        } catch .noSpace {
            // On a full disk what is damaged can still be told.
            state.withLock { $0.report.unrecorded += Int64(verdicts.count) }
            return
        }
        guard options.quarantinesDamaged else { return }
        for (object, detail) in marked { try store.blobs.quarantine(object, reason: detail) }
    }
}
