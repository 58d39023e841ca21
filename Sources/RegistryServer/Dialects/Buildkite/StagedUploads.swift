internal import ContentStore
internal import Secrets
internal import Synchronization

/// Files that were sent with a ticket and wait to be published.
///
/// They lie in the store's staging, where they have no name: what is let go of, and all of it when the process ends, is
/// gone at once.  They and the key of the tickets belong to this process.
final class StagedUploads: Sendable {
    /// One of them.
    struct File: Sendable {
        /// As sent.
        let filename: String
        let blob: SealedBlob
        /// The ticket that it came with.
        let ticket: UploadTicket
        /// When it is let go of, in milliseconds since 1970.
        let expires: Int64
    }

    /// Signs the tickets.
    let key = HMACSHA256()

    private struct State {
        var files: [String: File] = [:]
        var bytes: Int64 = 0
        /// Tickets that brought their file, and when they end.
        var spent: [String: Int64] = [:]
    }

    private let limitBytes: Int64
    private let limitCount: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limitBytes: of all files together.
    ///   - limitCount: files at the same time.
    init(limitBytes: Int64, limitCount: Int = 256) {
        self.limitBytes = limitBytes
        self.limitCount = limitCount
    }

    /// What `add` comes to.
    enum Outcome: Sendable, Equatable {
        case added
        /// A ticket is good for one file.
        case used
        /// Too much waits to be published.
        case full
    }

    /// Keeps a file until it is taken or has waited for as long as a ticket is good for.
    func add(_ filename: String, _ blob: SealedBlob, _ ticket: UploadTicket, now: Int64) -> Outcome {
        let file = File(filename: filename, blob: blob, ticket: ticket, expires: now + UploadTicket.lifetime)
        let outcome = state.withLock { state -> Outcome in
            Self.sweep(&state, now)
            guard state.spent[ticket.id] == nil else { return .used }
            guard state.files.count < limitCount, state.bytes + blob.size <= limitBytes else { return .full }
            state.files[ticket.id] = file
            state.bytes += blob.size
            state.spent[ticket.id] = ticket.expires
            return .added
        }
        if outcome == .added {
            // Without another upload nobody would look.
            Task { [weak self] in
                try? await Task.sleep(for: .milliseconds(UploadTicket.lifetime + 1000))
                self?.sweep(at: file.expires)
            }
        }
        return outcome
    }

    /// Takes a file out, for its publisher alone.
    /// - Returns: nil where there is none of this ticket, or under another name.
    func take(_ ticket: UploadTicket, filename: String, now: Int64) -> File? {
        state.withLock { state in
            Self.sweep(&state, now)
            guard let file = state.files[ticket.id], file.filename == filename,
                file.ticket.registryID == ticket.registryID
            else { return nil }
            Self.remove(ticket.id, &state)
            return file
        }
    }

    /// Puts a file back whose publishing failed for a reason that may pass.
    func putBack(_ file: File) {
        state.withLock { state in
            guard state.files[file.ticket.id] == nil else { return }
            state.files[file.ticket.id] = file
            state.bytes += file.blob.size
        }
    }

    /// Files that wait.
    var count: Int { state.withLock { $0.files.count } }

    func sweep(at now: Int64) { state.withLock { Self.sweep(&$0, now) } }

    private static func sweep(_ state: inout State, _ now: Int64) {
        for (id, file) in state.files where file.expires <= now { remove(id, &state) }
        for (id, end) in state.spent where end <= now { state.spent[id] = nil }
    }

    private static func remove(_ id: String, _ state: inout State) {
        guard let file = state.files.removeValue(forKey: id) else { return }
        state.bytes -= file.blob.size
    }
}
