internal import FoundationEssentials
internal import Synchronization

/// Where a command's words go: results to standard output, everything else to standard error.  May be
/// used from any thread; lines never mix.
final class Console: Sendable {
    /// One JSON object per line instead of text.
    let isJSON: Bool
    /// No notices, no progress, no line per file.
    let isQuiet: Bool
    private let state: Mutex<State>

    private struct State {
        var pending = ""
        var isBuffered = false
        var progress: ProgressLine?
        let encoder: JSONEncoder
    }

    /// Bytes of results that are held back at most.
    private static let mostPending = 1 << 16

    init(isJSON: Bool, isQuiet: Bool) {
        self.isJSON = isJSON
        self.isQuiet = isQuiet
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        state = Mutex(State(encoder: encoder))
    }

    /// Holds results back until there are many, for commands that print long lists.
    func bufferResults() { state.withLock { $0.isBuffered = true } }

    /// A result.
    func report(_ event: some OutputEvent) {
        if !isJSON {
            if isQuiet && type(of: event).isDetail { return }
            guard let text = event.text else { return }
            return print(text)
        }
        state.withLock { state in
            guard let line = try? state.encoder.encode(EventEnvelope(event: event)) else {
                preconditionFailure("events are made of strings and finite numbers")
            }
            Self.put(String(decoding: line, as: UTF8.self) + "\n", &state)
        }
    }

    /// A result that only a person needs: headings, blank lines.
    func print(_ text: String) {
        if isJSON { return }
        state.withLock { state in Self.put(text + "\n", &state) }
    }

    /// Something worth knowing that is no result.
    func note(_ text: String) {
        if isQuiet { return }
        state.withLock { state in Self.putAside("regadmin: \(text)\n", &state) }
    }

    /// Something that is wrong.
    func complain(_ complaint: Complaint) {
        state.withLock { state in Self.putAside(complaint.text + "\n", &state) }
    }

    /// The end of a command that failed.
    func fail(_ failure: CommandFailure) {
        report(FailureEvent(failure))
        complain(failure.complaint)
    }

    /// Begins to show progress, where a person reads standard error.
    func beginProgress(_ verb: String, counting unit: String) {
        guard !isQuiet, StandardStream.error.isTerminal else { return }
        state.withLock { $0.progress = ProgressLine(verb: verb, unit: unit) }
    }

    /// Shows how far it is.  Cheap enough to be called for everything that happens.
    func progress(_ figures: ProgressFigures) {
        state.withLock { state in
            guard let text = state.progress?.update(figures, width: { StandardStream.error.width }) else { return }
            StandardStream.write(text, to: .error)
        }
    }

    /// Takes the progress off the screen.
    func endProgress() {
        state.withLock { state in
            if let erased = state.progress?.erase() { StandardStream.write(erased, to: .error) }
            state.progress = nil
        }
    }

    /// Writes what was held back.
    func flush() { state.withLock { state in Self.writePending(&state) } }

    private static func put(_ line: String, _ state: inout State) {
        state.pending += line
        if !state.isBuffered || state.pending.utf8.count > mostPending { writePending(&state) }
    }

    private static func writePending(_ state: inout State) {
        guard !state.pending.isEmpty else { return }
        if let erased = state.progress?.erase() { StandardStream.write(erased, to: .error) }
        StandardStream.write(state.pending, to: .output)
        state.pending = ""
    }

    private static func putAside(_ line: String, _ state: inout State) {
        if let erased = state.progress?.erase() { StandardStream.write(erased, to: .error) }
        // What was said before comes before.
        writePending(&state)
        StandardStream.write(line, to: .error)
    }
}
