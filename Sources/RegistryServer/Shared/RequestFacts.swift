internal import Synchronization

/// What becomes known of a request on its way, for the one line in the log and for the counters.
public final class RequestFacts: Sendable {
    struct Values: Sendable {
        var caller: String?
        var tokenID: String?
        var dialect: DialectName?
        var route: String?
        var digest: String?
        var note: String?
    }

    private struct State: Sendable {
        var values = Values()
        var isStreamed = false
        var streamEnd: (@Sendable (Int, Bool) -> Void)?
    }

    private let state = Mutex(State())

    init() {}

    /// Who asks: the user's name and the token's id, never the token.
    public func setCaller(_ name: String?, tokenID: String?) {
        state.withLock {
            $0.values.caller = name
            $0.values.tokenID = tokenID
        }
    }

    /// The SHA-256 of the file it is about, in hex.
    public func setDigest(_ digest: String) { state.withLock { $0.values.digest = digest } }

    /// A few words on why it was refused; no secret, and nothing that the client sent unless it is harmless.
    public func setNote(_ note: String) { state.withLock { $0.values.note = note } }

    func setRoute(_ template: String, _ dialect: DialectName?) {
        state.withLock {
            $0.values.route = template
            $0.values.dialect = dialect
        }
    }

    var current: Values { state.withLock { $0.values } }

    /// Says that the answer's body is sent after the handler has returned; the request ends when the last reference to
    /// what this answers is gone.
    func beginStream() -> StreamedAnswer {
        state.withLock { $0.isStreamed = true }
        return StreamedAnswer(self)
    }

    /// Has `end` called with the bytes sent and whether those were all, when the body is through.
    /// - Returns: false where the body is not streamed, and `end` is not called.
    func whenStreamed(_ end: @escaping @Sendable (Int, Bool) -> Void) -> Bool {
        state.withLock { state in
            if state.isStreamed { state.streamEnd = end }
            return state.isStreamed
        }
    }

    fileprivate func streamEnded(_ bytes: Int, isComplete: Bool) {
        let end = state.withLock { state in
            defer { state.streamEnd = nil }
            return state.streamEnd
        }
        end?(bytes, isComplete)
    }
}

/// A body on its way, also where nobody ever asks for it.
final class StreamedAnswer: Sendable {
    private let facts: RequestFacts
    private let sent = Atomic(0)
    private let isComplete = Atomic(false)

    fileprivate init(_ facts: RequestFacts) { self.facts = facts }

    deinit {
        facts.streamEnded(sent.load(ordering: .relaxed), isComplete: isComplete.load(ordering: .relaxed))
    }

    func add(_ bytes: Int) { sent.add(bytes, ordering: .relaxed) }
    func complete() { isComplete.store(true, ordering: .relaxed) }
}
